"""The addresses of follow-up and of the end."""

from django.urls import path

from fgc.pages.follow_up import archive, progress, views

app_name = "follow_up"

FAMILY = "families/<uuid:family_id>/follow-up/"
ARCHIVE = "families/<uuid:family_id>/archive/"

urlpatterns = [
    path(FAMILY, views.follow_up, name="follow_up"),
    path(f"{FAMILY}call/", views.call, name="call"),
    path(f"{FAMILY}looks/new/", views.plan_look, name="plan_look"),
    path(f"{FAMILY}looks/<uuid:look_id>/", views.look, name="look"),
    path(f"{FAMILY}looks/<uuid:look_id>/move/", views.move_look, name="move_look"),
    path(ARCHIVE, archive.archive, name="archive"),
    path(f"{ARCHIVE}take-along/", archive.take_along, name="take_along"),
    path(f"{ARCHIVE}close/", archive.close, name="close"),
    path(
        "families/<uuid:family_id>/circle/<uuid:person_id>/progress/<uuid:commitment_id>/",
        progress.person_progress,
        name="person_progress",
    ),
    path("l/progress/<uuid:commitment_id>/", progress.link_progress, name="link_progress"),
    path("progress/<uuid:commitment_id>/", progress.work_progress, name="work_progress"),
]
