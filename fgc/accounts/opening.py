"""Opening and closing the accounts of who works here; done by the operator, never by a page."""

from django.db.models import Exists, ForeignObjectRel, OuterRef

from fgc.accounts.models import Organisation, User, Work
from fgc.errors import RuleBroken

# What goes along with an account, and names nobody else's business.
ITS_OWN = {"accounts.Token", "account.EmailAddress", "outbox.Message"}


def open_organisation(name: str) -> Organisation:
    """The service of this name; made when it is not there yet."""
    organisation, _created = Organisation.objects.get_or_create(name=name)
    return organisation


def open_worker(
    *,
    name: str,
    email: str,
    work: str,
    organisation: Organisation | None = None,
    function: str = "",
    employer: str = "",
    spoken_languages: str = "",
    about: str = "",
) -> User:
    """An account for somebody who works here, or with families: coordinator, manager, professional.

    Raises:
        RuleBroken: the kind of work is not known, or the address has an account already.
    """
    if work not in Work.values or work == Work.NONE:
        raise RuleBroken(f"Work is one of {', '.join(w for w in Work.values if w != Work.NONE)}.", field="work")
    if User.objects.with_email(email):
        raise RuleBroken("This address has an account already.", code="exists", field="email")
    return User.objects.open(
        name=name,
        email=email,
        work=work,
        by_operator=True,
        organisation=organisation,
        function=function,
        employer=employer,
        spoken_languages=spoken_languages,
        about=about,
    )


def close_account(email: str) -> User:
    """Closes an account at once: every session and every right of it ends with the next request.

    Raises:
        RuleBroken: there is no such account.
    """
    user = account_with(email)
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


def forget_unneeded() -> int:
    """Removes every account that came with a family and that nothing names any more; returns how many.

    Whatever refers to an account counts, in any table, so that a new one can't be forgotten here.
    """
    alone = User.objects.filter(by_operator=False)
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model._meta.label not in ITS_OWN:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
            alone = alone.exclude(Exists(rows))
    return len([user.delete() for user in alone])


def account_with(email: str) -> User:
    """The account of this address.

    Raises:
        RuleBroken: there is no such account.
    """
    user = User.objects.with_email(email)
    if user is None:
        raise RuleBroken("There is no account with this address.", code="unknown", field="email")
    return user


def is_known(email: str) -> bool:
    """Has this address an account? Only the operator's commands ask; no page ever tells."""
    return User.objects.with_email(email) is not None
