from django.apps import AppConfig


class NetworksConfig(AppConfig):
    """"""

    name = "fgc.networks"
    label = "networks"

    def ready(self) -> None:
        """Hands its letters to the outbox."""
        from fgc.networks import letters  # noqa: F401, PLC0415  # registers them
