"""The addresses of releasing, and of a professional's work."""

from django.urls import path

from fgc.pages.released import agreeing, reading, views

app_name = "released"

FAMILY = "families/<uuid:family_id>/releases/"

urlpatterns = [
    path("work/", reading.work, name="work"),
    path("work/seen/", reading.seen, name="seen"),
    path("released/<uuid:release_id>/", reading.release, name="release"),
    path("released/<uuid:release_id>/give-up/", reading.give_up, name="give_up"),
    path("released/<uuid:release_id>/more/", reading.ask_more, name="ask_more"),
    path("released/<uuid:release_id>/pdf/", reading.pdf, name="pdf"),
    path(FAMILY, views.releases, name="releases"),
    path(f"{FAMILY}readers/<uuid:user_id>/code/", views.code, name="code"),
    path(f"{FAMILY}prepare/", views.prepare, name="prepare"),
    path(f"{FAMILY}questions/<uuid:question_id>/", agreeing.more, name="more"),
    path(f"{FAMILY}<uuid:release_id>/", views.shown, name="shown"),
    path(f"{FAMILY}<uuid:release_id>/revoke/", views.revoke, name="revoke"),
    path(f"{FAMILY}<uuid:release_id>/agree/", agreeing.agree, name="agree"),
    path(f"{FAMILY}<uuid:release_id>/agree/<uuid:child_id>/", agreeing.spoken, name="spoken"),
]
