"""The logins of other organisations: opened by the operator, and tied to an account by its owner."""

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.accounts import oidc, second_step
from fgc.accounts.models import LoginServer, OutsideLogin, User, Work
from fgc.accounts.sealing import seal, seal_anew
from fgc.errors import RuleBroken


def open_server(*, slug: str, name: str, issuer: str, client_id: str, secret: str, proofs: str = "") -> LoginServer:
    """Opens the login of an organisation, or gives one that is there a new name, secret or way to prove two steps.

    Raises:
        RuleBroken: the issuer is no address of a server over TLS, or another one than before.
    """
    if not oidc.may_be_an_issuer(issuer):
        raise RuleBroken("The issuer is an https address without anything behind a question mark.", field="issuer")
    before = LoginServer.objects.filter(slug=slug).first()
    if before and before.issuer != issuer:
        raise RuleBroken("This login has another issuer. Open a new one: who somebody is hangs on it.", field="issuer")
    if not before and LoginServer.objects.filter(issuer=issuer).exists():
        raise RuleBroken("This issuer is open under another name already.", code="exists", field="issuer")
    said = {
        "name": name,
        "issuer": issuer,
        "client_id": client_id,
        "sealed_secret": seal(secret),
        "second_step": " ".join(proofs.split()),
        "is_open": True,
    }
    server, _is_new = LoginServer.objects.update_or_create(slug=slug, defaults=said)
    return server


@transaction.atomic
def close_server(slug: str) -> LoginServer:
    """Closes the login of an organisation; whoever is in by it is out, and comes in with a code.

    Raises:
        RuleBroken: there is none of this name.
    """
    server = LoginServer.objects.select_for_update().filter(slug=slug).first()
    if server is None:
        raise RuleBroken("There is no login of this name.", code="unknown", field="slug")
    server.is_open = False
    server.save(update_fields=["is_open"])
    for login in OutsideLogin.objects.filter(server=server).select_related("user"):
        second_step.end_every_session(login.user)
    return server


def open_servers() -> list[LoginServer]:
    """The logins by which somebody may come in today."""
    return list(LoginServer.objects.filter(is_open=True).order_by("name"))


def server_called(slug: str) -> LoginServer | None:
    """The login of this name, if it is open."""
    return LoginServer.objects.filter(slug=slug, is_open=True).first()


def login_of(user: User) -> OutsideLogin | None:
    """The login elsewhere that opens this account."""
    return OutsideLogin.objects.select_related("server").filter(user=user).first()


def account_behind(server: LoginServer, subject: str) -> User | None:
    """The account that this login opens; never found by an address, since whoever hands out addresses could take it."""
    login = OutsideLogin.objects.select_related("user").filter(server=server, subject=subject).first()
    if login is None or not login.user.is_active or login.user.work == Work.NONE:
        return None
    OutsideLogin.objects.filter(pk=login.pk).update(used_at=timezone.now())
    return login.user


@transaction.atomic
def tie(user: User, server: LoginServer, subject: str) -> OutsideLogin:
    """From now on this login opens this account, and no other one.

    Raises:
        RuleBroken: the account is not for work, has a login already, or the login opens another account.
    """
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.work == Work.NONE or not second_step.can_take_it(user):
        raise RuleBroken(_("First add an app or a passkey."), code="wrong_moment")
    before = login_of(user)
    if before and (before.server_id, before.subject) == (server.pk, subject):
        return before
    if before:
        raise RuleBroken(_("You come in with another login already. First take that one away."), code="twice")
    try:
        with transaction.atomic():
            return OutsideLogin.objects.create(user=user, server=server, subject=subject)
    except IntegrityError:
        raise RuleBroken(_("This login belongs to somebody else here. Ask the organisation."), code="taken") from None


def untie(user: User) -> bool:
    """The login elsewhere does not open this account any more; returns whether there was one."""
    gone, _rows = OutsideLogin.objects.filter(user=user).delete()
    return bool(gone)


def log_out_as(server: LoginServer, token: str) -> None:
    """The server says that one of its people logged out there: every session of the account ends here, too.

    Raises:
        RuleBroken: the server did not say so, or it was said before.
    """
    subject, number, until = oidc.logged_out(server, token)
    lives = max(1, int(until - timezone.now().timestamp()) + oidc.LEEWAY_S)
    if not cache.add(f"logged-out:{server.pk}:{number}", 1, timeout=lives):
        raise oidc.no(server, "said_before")
    login = OutsideLogin.objects.select_related("user").filter(server=server, subject=subject).first()
    if login:
        second_step.end_every_session(login.user)


def seal_all_anew() -> int:
    """Seals each secret with the newest key of the house; returns how many there are."""
    servers = list(LoginServer.objects.select_for_update())
    for server in servers:
        server.sealed_secret = seal_anew(server.sealed_secret)
        server.save(update_fields=["sealed_secret"])
    return len(servers)
