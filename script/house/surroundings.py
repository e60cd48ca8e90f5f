"""The variables that the product reads, put together for this machine."""

import os
import secrets
import shlex
from pathlib import Path

from house import places, ports
from house.postgres import Addresses

NOWHERE = {"DATABASE_URL": "postgresql://127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}


def common(home: Path) -> dict[str, str]:
    """What holds for every process we start."""
    return {
        "FGC_HOME": str(home),
        "PATH": f"{places.VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(places.ROOT),
    }


def without_servers(settings: str = "dev") -> dict[str, str]:
    """For commands that touch no database: whoever tries anyway fails.

    Args:
        settings: "test" where the checks of the suite are meant; its packages are not there for `script/server`.
    """
    return {
        **common(places.HOME),
        **NOWHERE,
        "DJANGO_SETTINGS_MODULE": f"fgc.settings.{settings}",
        "SECRET_KEY": secrets.token_hex(32),
    }


def as_in_production() -> dict[str, str]:
    """A made-up production, to check its settings."""
    return {
        **without_servers("production"),
        "FGC_DEMO": "0",
        "ALLOWED_HOSTS": "afspraken.example",
        "SITE_URL": "https://afspraken.example",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "EMAIL_URL": "smtp+tls://post:word@mail.example:587",
        "DEFAULT_FROM_EMAIL": "Mijn afspraken <bericht@afspraken.example>",
        "SMS_URL": "https://sms.example/v1.0/message",
        "SMS_TOKEN": secrets.token_urlsafe(16),
    }


def development(database: Addresses, queue: str, *, port: int, demo: bool) -> dict[str, str]:
    """What one machine with a curious visitor needs."""
    mail, texts = ports.free(), ports.free()
    return {
        **common(places.HOME),
        "DJANGO_SETTINGS_MODULE": "fgc.settings.dev",
        "DATABASE_URL": database.app,
        "DATABASE_URL_CLOCK": database.clock,
        "DATABASE_URL_OWNER": database.owner,
        "DATABASE_URL_AUDITOR": database.auditor,
        "REDIS_URL": queue,
        "SECRET_KEY": os.environ.get("SECRET_KEY") or _secret(),
        "SITE_URL": os.environ.get("SITE_URL") or f"http://{ports.HERE}:{port}",
        "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS") or "127.0.0.1,localhost",
        "EMAIL_URL": os.environ.get("EMAIL_URL") or f"smtp://{ports.HERE}:{mail}",
        "SMS_URL": os.environ.get("SMS_URL") or f"http://{ports.HERE}:{texts}/v1.0/message",
        "SMS_TOKEN": os.environ.get("SMS_TOKEN") or "nothing-to-pay-here",
        "FGC_MAIL_PORT": str(mail),
        "FGC_SMS_PORT": str(texts),
        "FGC_MAIL_DIR": str(places.HOME / "mail"),
        "FGC_DEMO": "1" if demo else "0",
    }


def as_owner(variables: dict[str, str]) -> dict[str, str]:
    """The same, for a command that brings the database up to date."""
    return {**variables, "DATABASE_URL": variables["DATABASE_URL_OWNER"]}


def tests(database: Addresses, queue: str, home: Path) -> dict[str, str]:
    """What the suite needs; its servers are its own. A test lays its rows ready as the owner."""
    return {
        **common(home),
        "DJANGO_SETTINGS_MODULE": "fgc.settings.test",
        "DATABASE_URL": database.owner,
        "DATABASE_URL_OWNER": database.owner,
        "DATABASE_URL_APP": database.app,
        "DATABASE_URL_CLOCK": database.clock,
        "DATABASE_URL_AUDITOR": database.auditor,
        "REDIS_URL": queue,
        "FGC_TEST_BROKER": queue,
        "FGC_MAIL_DIR": str(home / "mail"),
        "FGC_DEMO": "0",
    }


def write_down(variables: dict[str, str]) -> None:
    """For a second shell: `. .local/env` and then any `python manage.py` command."""
    paper = places.HOME / "env"
    paper.unlink(missing_ok=True)
    with os.fdopen(os.open(paper, os.O_WRONLY | os.O_CREAT, 0o600), "w") as page:
        page.writelines(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())


def _secret() -> str:
    """Kept, so that a restart logs nobody out."""
    paper = places.HOME / "secret"
    if not paper.exists():
        with os.fdopen(os.open(paper, os.O_WRONLY | os.O_CREAT, 0o600), "w") as page:
            page.write(secrets.token_urlsafe(64))
    return paper.read_text()
