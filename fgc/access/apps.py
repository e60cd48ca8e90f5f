from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may do what."""

    name = "fgc.access"
    label = "access"
