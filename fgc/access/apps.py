from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    """Who may do what."""

    name = "fgc.access"
    label = "access"

    def ready(self) -> None:
        """After every migration the database knows the table of rights, and what stands outside the wall."""
        from fgc.access import opening  # noqa: PLC0415  # models are not there before

        post_migrate.connect(opening.tell_rights, sender=self)
        post_migrate.connect(opening.open_tables)
