"""The addresses of this area."""

from django.urls import path

from fgc.pages.safety import own, sheet

app_name = "safety"

HERE = "families/<uuid:family_id>/safety/"
urlpatterns = [
    path(HERE, sheet.sheet, name="sheet"),
    path(f"{HERE}ask/<str:question>/", sheet.ask, name="ask"),
    path(f"{HERE}steps/<str:step>/", sheet.step, name="step"),
    path(f"{HERE}longer/", sheet.longer, name="longer"),
    path("families/<uuid:family_id>/own/safety/", own.own, name="own"),
    path("families/<uuid:family_id>/own/safety/remove/", own.take_back, name="take_back"),
]
