"""The addresses of this area."""

from django.urls import path

from fgc.pages.desk import views

app_name = "desk"
urlpatterns = [path("desk/", views.desk, name="desk")]
