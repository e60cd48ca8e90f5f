"""The addresses of this area."""

from django.urls import path

from fgc.pages.links import calendar, elsewhere, own, views

app_name = "links"
urlpatterns = [
    path("code/", views.code, name="code"),
    path("l/", views.begin, name="begin"),
    path("l/mine/", views.mine, name="mine"),
    path("l/contact/", views.contact, name="contact"),
    path("l/contact/hours/", views.hours, name="hours"),
    path("l/contact/readers/", views.readers, name="readers"),
    path("l/calendar/", calendar.calendar, name="calendar"),
    path("c/<str:token>.ics", calendar.feed, name="feed"),
    path("l/seen/", views.seen, name="seen"),
    path("l/sent/", views.sent, name="sent"),
    path("l/leave/", views.leave, name="leave"),
    path("l/left/", views.left, name="left"),
    path("l/elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path("l/own/", own.own, name="own"),
    path("own-things/", own.own_by_account, name="own_by_account"),
    path("l/ended/", views.ended, name="ended"),
    path("l/<str:token>", views.open_link, name="open"),
]
