"""Opens the login of an organisation: `manage.py open_login_server --slug … --name … --issuer … --client-id …`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fgc.accounts import login_servers, oidc
from fgc.errors import RuleBroken


class Command(BaseCommand):
    """Professionals come in with the login of their own organisation, by OpenID Connect."""

    help = "Open the login of an organisation (OpenID Connect), or change its name, secret or proofs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the organisation tells, beside the addresses that its server tells itself."""
        parser.add_argument("--slug", required=True, help="a short word, for the address that it comes back to")
        parser.add_argument("--name", required=True, help="what people read: the name of the organisation")
        parser.add_argument("--issuer", required=True, help="the https address of its login server")
        parser.add_argument("--client-id", required=True)
        parser.add_argument("--secret-file", required=True, help="a file that holds the secret; - reads it from input")
        parser.add_argument("--proofs", default="", help="words in acr or amr that prove two steps, with spaces")

    def handle(self, *args: Any, **said: Any) -> None:
        """Opens it when its server answers, or says in one sentence why not."""
        file = said["secret_file"]
        try:
            secret = (sys.stdin.read() if file == "-" else Path(file).read_text()).strip()
            named = {name: said[name] for name in ("slug", "name", "issuer", "client_id", "proofs")}
            server = login_servers.open_server(secret=secret, **named)
            oidc.endpoints_of(server)
        except OSError as error:
            raise CommandError(f"The file with the secret can't be read: {error.strerror}.") from None
        except RuleBroken as no:
            raise CommandError(str(no)) from None
        self.stdout.write(f"Opened the login {server.slug}. It comes back to {oidc.address_to_come_back(server)}.")
