from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did and who saw what, for the family to read."""

    name = "fgc.audit"
    label = "audit"
