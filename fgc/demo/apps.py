from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Two fictional families, told through the real actions."""

    name = "fgc.demo"
    label = "demo"
