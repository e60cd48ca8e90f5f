"""The addresses of the tokens for programs."""

from django.urls import path

from fgc.pages.tokens import views

app_name = "tokens"

urlpatterns = [
    path("tokens/", views.mine, name="mine"),
    path("tokens/<uuid:public_id>/take-back/", views.take_back, name="take_back"),
]
