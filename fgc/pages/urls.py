"""The addresses of the pages, by area."""

from django.urls import include, path

urlpatterns = [
    path("", include("fgc.pages.entrance.urls")),
    path("", include("fgc.pages.second_step.urls")),
    path("", include("fgc.pages.families.urls")),
    path("", include("fgc.pages.links.urls")),
    path("", include("fgc.pages.circle.urls")),
    path("", include("fgc.pages.safety.urls")),
    path("", include("fgc.pages.conference.urls")),
    path("", include("fgc.pages.plan.urls")),
    path("", include("fgc.pages.released.urls")),
    path("", include("fgc.pages.follow_up.urls")),
    path("", include("fgc.pages.desk.urls")),
    path("", include("fgc.pages.tokens.urls")),
    path("", include("fgc.pages.watch.urls")),
    path("", include("fgc.pages.hooks.urls")),
]
