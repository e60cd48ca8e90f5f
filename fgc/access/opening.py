"""What the application may do with the tables that belong to no family, and the table of rights for the wall."""

from typing import Any

from django.apps import AppConfig
from django.db import connections

from fgc.access.policies import EVERYTHING, JOB, PEOPLE
from fgc.access.roles import REACH

READ = "SELECT"
# A table that does not stand here, and has no wall of its own, does not exist for the application.
OPEN = {
    "accounts_organisation": EVERYTHING,
    "accounts_device": EVERYTHING,
    "accounts_loginserver": EVERYTHING,
    "accounts_outsidelogin": EVERYTHING,
    "accounts_session": EVERYTHING,
    "accounts_token": EVERYTHING,
    "accounts_user": EVERYTHING,
    "accounts_user_groups": EVERYTHING,
    "accounts_user_user_permissions": EVERYTHING,
    "account_emailaddress": EVERYTHING,
    "account_emailconfirmation": EVERYTHING,
    "auth_permission": READ,
    "django_content_type": READ,
    "django_migrations": READ,
    "mfa_authenticator": EVERYTHING,
    # How the sending goes, without a word of what is sent: the clock writes, the operator's page reads.
    "outbox_lifesign": READ,
    # Which addresses nothing goes to any more, as keyed hashes; written by a function of the wall.
    "outbox_receipt": READ,
    "outbox_way": READ,
    # Never holds a row; who takes an account away looks whether it does.
    "guardian_userobjectpermission": "SELECT, DELETE",
}


def open_tables(*, app_config: AppConfig, using: str, **_signal: Any) -> None:
    """Gives the application its rights on the open tables of this app."""
    tables = {model._meta.db_table for model in app_config.get_models(include_auto_created=True)}
    with connections[using].cursor() as cursor:
        for table in tables & OPEN.keys():
            cursor.execute(f'GRANT {OPEN[table]} ON "{table}" TO {PEOPLE}, {JOB}')
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {PEOPLE}, {JOB}")


def tell_rights(*, app_config: AppConfig, using: str, **_signal: Any) -> None:
    """Writes the table of rights over, so that the wall asks the same one as the code."""
    rights: Any = app_config.get_model("Right")
    rows = [rights(role=role.value, can=can.value, reach=reach.value) for (role, can), reach in REACH.items()]
    rights.objects.using(using).all().delete()
    rights.objects.using(using).bulk_create(row for row in rows if row.reach != "-")
