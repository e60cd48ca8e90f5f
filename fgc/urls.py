"""Every address of the site, by door."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("fgc.pages.urls")),
    path("api/", include("api.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("fgc.demo.urls")))

# More than we take, a file, or something that is no form.
handler400 = "fgc.pages.uploads.not_taken"
# A program hears of a fault in its own form; a person gets the page.
handler500 = "api.problems.unforeseen"
