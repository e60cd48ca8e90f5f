from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """"""

    name = "fgc.families"
    label = "families"

    def ready(self) -> None:
        """Hands its letters to the outbox."""
        from fgc.families import letters  # noqa: F401, PLC0415  # registers them
