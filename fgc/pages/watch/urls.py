"""The addresses of this area."""

from django.urls import path

from fgc.pages.watch import views

app_name = "watch"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("sending/", views.sending, name="sending"),
    path("metrics", views.metrics, name="metrics"),
]
