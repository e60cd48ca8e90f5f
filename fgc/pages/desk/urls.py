"""The addresses of this area."""

from django.urls import path

from fgc.pages.desk import circles, views

app_name = "desk"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/circles/<uuid:family_id>/", circles.circles, name="circles"),
    path("desk/circles/<uuid:family_id>/join/", circles.join, name="join"),
    path("desk/circles/<uuid:family_id>/<uuid:split_id>/part/", circles.part, name="part"),
    path("desk/circles/<uuid:family_id>/<uuid:split_id>/", circles.childrens_plan, name="childrens_plan"),
]
