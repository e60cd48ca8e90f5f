"""The addresses of the demo; they exist in demo mode only."""

from django.urls import path

from fgc.demo import views

app_name = "demo"
urlpatterns = [
    path("enter/<slug:key>/", views.enter, name="enter"),
    path("mailbox/", views.mailbox, name="mailbox"),
]
