from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """What must be sent, and what became of it."""

    name = "fgc.outbox"
    label = "outbox"
