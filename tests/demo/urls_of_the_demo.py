"""The addresses of the site in demo mode, for tests that enter as a visitor of the demo does."""

from django.urls import include, path

from fgc.urls import urlpatterns as of_the_site

urlpatterns = [*of_the_site, path("demo/", include("fgc.demo.urls"))]
