from django.apps import AppConfig


class PlansConfig(AppConfig):
    """"""

    name = "fgc.plans"
    label = "plans"

    def ready(self) -> None:
        """Hands its letters to the outbox."""
        from fgc.plans import letters  # noqa: F401, PLC0415  # registers them
