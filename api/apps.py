from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Door 2: JSON for programs, by the same rules."""

    name = "api"
