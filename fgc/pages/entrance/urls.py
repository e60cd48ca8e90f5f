"""The addresses of the entrance. Those that begin with `account_` are names by which allauth knows our pages."""

from django.urls import path

from fgc.pages.entrance import leaving, login, one_number, views, with_login

urlpatterns = [
    path("", views.start, name="start"),
    path("ask/", views.ask, name="ask"),
    path("ask/", views.ask, name="account_signup"),
    path("asked/", views.asked, name="asked"),
    path("enter/", login.enter, name="enter"),
    path("enter/", login.enter, name="account_login"),
    path("enter/", login.enter, name="account_request_login_code"),
    path("enter/", login.enter, name="account_inactive"),
    path("enter/", login.enter, name="account_reauthenticate"),
    path("enter/code/", login.enter_code, name="account_confirm_login_code"),
    path("enter/who/", one_number.who, name="enter_who"),
    path("enter/with/", with_login.which, name="enter_with"),
    path("enter/with/<slug:slug>/", with_login.begin, name="enter_with_begin"),
    path("enter/with/<slug:slug>/back/", with_login.back, name="enter_with_back"),
    path("enter/with/<slug:slug>/log-out/", with_login.log_out, name="enter_with_log_out"),
    path("mine/", views.mine, name="mine"),
    path("mine/work/", views.asked_to_work, name="asked_to_work"),
    path("m/<uuid:message_id>/", views.message, name="message"),
    path("leave/", login.logout, name="account_logout"),
    path("exit/", leaving.leave, name="exit"),
    path("language/", views.set_language, name="set_language"),
    path("help/", views.help_page, name="help"),
    path("help/advocate/", views.advocate, name="advocate"),
    path("privacy/", views.privacy, name="privacy"),
    path("robots.txt", views.robots, name="robots"),
    path("propose/", views.propose, name="propose"),
    path("p/declined/", views.declined, name="declined"),
    path("p/<str:token>/", views.proposal, name="proposal"),
]
