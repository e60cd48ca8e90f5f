"""The addresses of the API, by version; whatever else is asked under them is answered as a program expects."""

from django.urls import include, path, re_path

from api.door import Unknown

urlpatterns = [
    path("v1/", include("api.v1.urls")),
    re_path(r"", Unknown.as_view(), name="api_unknown"),
]
