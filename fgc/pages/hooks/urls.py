"""The addresses of this area."""

from django.urls import path

from fgc.pages.hooks import views

app_name = "hooks"
urlpatterns = [
    path("hooks/mailgun/", views.mailgun, name="mailgun"),
    path("hooks/sms/<str:token>/", views.text_message, name="sms"),
]
