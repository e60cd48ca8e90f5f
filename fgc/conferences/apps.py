from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    """"""

    name = "fgc.conferences"
    label = "conferences"

    def ready(self) -> None:
        """Hands its letters to the outbox."""
        from fgc.conferences import letters  # noqa: F401, PLC0415  # registers them
