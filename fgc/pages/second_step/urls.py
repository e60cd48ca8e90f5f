"""The addresses of the second step. Those that begin with `mfa_` are names by which allauth knows our pages."""

from django.urls import path

from fgc.pages.second_step import taking, tying, views, where

urlpatterns = [
    path("enter/second-step/", taking.at_the_entrance, name="mfa_authenticate"),
    path("enter/passkey/", taking.enter_by_passkey, name="enter_by_passkey"),
    path("second-step/", views.mine, name="second_step"),
    path("second-step/letter/", views.enrol, name="enrol"),
    path("second-step/again/", taking.again, name="mfa_reauthenticate"),
    path("second-step/app/", views.add_app, name="second_step_app"),
    path("second-step/passkey/", views.add_passkey, name="second_step_passkey"),
    path("second-step/codes/", views.codes, name="second_step_codes"),
    path("second-step/<int:means_id>/take-away/", views.take_away, name="second_step_take_away"),
    path("second-step/login/add/<slug:slug>/", tying.add_login, name="second_step_login"),
    path("second-step/login/", tying.tie, name="second_step_tie"),
    path("second-step/login/take-away/", tying.untie, name="second_step_untie"),
    path("logged-in/", where.where, name="where"),
    path("logged-in/end/", where.end_one, name="end_stay"),
    path("logged-in/end-others/", where.end_others, name="end_other_stays"),
    path("leave/everywhere/", views.leave_everywhere, name="leave_everywhere"),
    path("stay/", views.stay, name="stay"),
]
