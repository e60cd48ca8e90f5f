"""Rows for tests: the least that is needed; each test says what matters to it."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from fgc.access import grants
from fgc.access.actors import LinkActor, SystemActor
from fgc.access.roles import Role
from fgc.accounts.models import Organisation, User, Work
from fgc.conferences.models import BottomLine, Conference, DateOption, InformationSheet, Invitation
from fgc.families.models import Child, Commission, Family, MainQuestion
from fgc.families.rules import Giver, Stage, Yes
from fgc.networks import links
from fgc.networks.models import AccessLink, ContactCard, Person
from fgc.networks.rules import CircleRole, Way
from fgc.plans.models import Agreement, Commitment, Plan, PlanVersion, Wording


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("name",)

    name = "Kring Zilverdam"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Persoon {n}")
    email = factory.LazyAttribute(lambda user: f"{user.name.lower().replace(' ', '.')}@post.example")


class WorkerFactory(UserFactory):
    work = Work.COORDINATOR
    by_operator = True
    organisation = factory.SubFactory(OrganisationFactory)


class FamilyFactory(DjangoModelFactory):
    class Meta:
        model = Family

    name = "De kring van Noor"
    organisation = factory.SubFactory(OrganisationFactory)
    region = "Zilverdam"
    stage = Stage.PREPARING


class ChildFactory(DjangoModelFactory):
    class Meta:
        model = Child

    family = factory.SubFactory(FamilyFactory)
    call_name = "Noor"
    birth_date = date(2010, 11, 2)


class CommissionFactory(DjangoModelFactory):
    class Meta:
        model = Commission

    family = factory.SubFactory(FamilyFactory)
    giver = factory.SubFactory(UserFactory)
    giver_as = Giver.PARENT
    answer = Yes.YES


class MainQuestionFactory(DjangoModelFactory):
    class Meta:
        model = MainQuestion

    family = factory.SubFactory(FamilyFactory)
    version = factory.Sequence(lambda n: n + 1)
    text = "Hoe zorgen we dat Noor weer naar school kan?"
    proposed_by = "Saskia"


class PersonFactory(DjangoModelFactory):
    """A person with a contact card, reached by mail."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    family = factory.SubFactory(FamilyFactory)
    call_name = "Truus"
    tie_label = "oma"
    role = CircleRole.GRANDPARENT
    way = Way.MAIL

    @factory.post_generation
    def card(person: Any, create: bool, extracted: Any, **kwargs: Any) -> None:  # noqa: N805
        if create:
            # In letters: eight or nine digits of an id may happen to be a citizen service number.
            letters = str(person.pk).translate(str.maketrans("0123456789", "ghijklmnop"))
            defaults = {"email": f"{letters}@post.example"} if person.way == Way.MAIL else {}
            ContactCard.objects.create(family=person.family, person=person, **{**defaults, **kwargs})


class ConferenceFactory(DjangoModelFactory):
    class Meta:
        model = Conference

    family = factory.SubFactory(FamilyFactory)


class DateOptionFactory(DjangoModelFactory):
    class Meta:
        model = DateOption

    conference = factory.SubFactory(ConferenceFactory)
    family = factory.SelfAttribute("conference.family")
    starts_at = datetime(2026, 2, 21, 10, 0, tzinfo=UTC)
    ends_at = datetime(2026, 2, 21, 15, 0, tzinfo=UTC)


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    conference = factory.SubFactory(ConferenceFactory)
    family = factory.SelfAttribute("conference.family")
    person = factory.SubFactory(PersonFactory, family=factory.SelfAttribute("..family"))


class InformationSheetFactory(DjangoModelFactory):
    class Meta:
        model = InformationSheet

    conference = factory.SubFactory(ConferenceFactory)
    family = factory.SelfAttribute("conference.family")
    person = factory.SubFactory(PersonFactory, family=factory.SelfAttribute("..family"), role=CircleRole.PROFESSIONAL)


class BottomLineFactory(DjangoModelFactory):
    class Meta:
        model = BottomLine

    conference = factory.SubFactory(ConferenceFactory)
    family = factory.SelfAttribute("conference.family")
    person = factory.SubFactory(PersonFactory, family=factory.SelfAttribute("..family"), role=CircleRole.PROFESSIONAL)
    number = 1
    text = "Vanaf 2 maart is Noor minstens twee dagdelen per week op school."
    reason = "De leerplicht geldt."
    delivered_at = factory.LazyFunction(timezone.now)


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    family = factory.SubFactory(FamilyFactory)


class PlanVersionFactory(DjangoModelFactory):
    class Meta:
        model = PlanVersion

    plan = factory.SubFactory(PlanFactory)
    family = factory.SelfAttribute("plan.family")
    number = 1


class AgreementFactory(DjangoModelFactory):
    """An agreement with its first wording."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)
    family = factory.SelfAttribute("plan.family")
    number = factory.Sequence(lambda n: n + 1)

    @factory.post_generation
    def wording(agreement: Any, create: bool, extracted: Any, **kwargs: Any) -> None:  # noqa: N805
        if create:
            words = {"text": "Truus kookt op dinsdag.", "version": 1, **kwargs}
            Wording.objects.create(family=agreement.family, agreement=agreement, **words)


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = Commitment

    agreement = factory.SubFactory(AgreementFactory)
    family = factory.SelfAttribute("agreement.family")
    person = factory.SubFactory(PersonFactory, family=factory.SelfAttribute("..family"))


def let_in(user: User, role: Role, family: Family, person: Person | None = None) -> User:
    """Gives an account a role in a family, as this person of the circle."""
    grants.give(user, role, family, person_id=person.pk if person else None)
    if person:
        Person.objects.filter(pk=person.pk).update(account=user)
        person.refresh_from_db()
    return user


def at_work_for(thing: Any) -> SystemActor:
    """The clock, at work for the family of this row."""
    return SystemActor("deliver", thing.family_id)


def by_link(person: Person) -> LinkActor:
    """Somebody who came in by a personal link; the same one when asked twice."""
    link = AccessLink.objects.filter(person=person, sent_via=Way.NONE).first()
    if link is None:
        links.open_for(at_work_for(person), person, via=Way.NONE)
        link = AccessLink.objects.get(person=person, sent_via=Way.NONE)
    return LinkActor(link_id=link.pk, family_id=person.family_id, own_person_id=person.pk)
