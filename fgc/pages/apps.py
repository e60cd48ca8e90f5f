from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Door 1: pages for people."""

    name = "fgc.pages"
    label = "pages"

    def ready(self) -> None:
        """The checks of the house are part of every command."""
        from fgc import checks  # noqa: F401, PLC0415  # registers them
