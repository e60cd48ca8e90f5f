"""Who may do what, today, to this thing."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from guardian.models import GroupObjectPermission, UserObjectPermission

from fgc.access import grants
from fgc.access.actors import LinkActor, SystemActor, UserActor, Visitor
from fgc.access.backends import DatedGrants
from fgc.access.can import Can
from fgc.access.models import FamilyGrant
from fgc.access.roles import Role
from fgc.access.walls import acting
from fgc.accounts.models import User, Work
from fgc.errors import NotAllowed
from fgc.families import queries
from fgc.families.actions import stop_family
from fgc.families.models import CoordinatorOffer, Family
from fgc.networks.models import Person
from tests import factories


def test_a_right_holds_in_one_family_only(saskia: User, family: Family, stranger: User) -> None:
    assert UserActor(saskia).may(Can.SEE_PLAN, family)
    assert not UserActor(stranger).may(Can.SEE_PLAN, family)


def test_without_the_right_must_is_the_end(cem: User, family: Family) -> None:
    with pytest.raises(NotAllowed):
        UserActor(cem).must(Can.RELEASE, family)


def test_a_grant_past_its_end_opens_nothing_even_if_nobody_cleaned_up(saskia: User, family: Family) -> None:
    FamilyGrant.objects.update(
        ends_at=timezone.now() + timedelta(seconds=-1), starts_at=timezone.now() - timedelta(days=1)
    )

    assert not UserActor(saskia).may(Can.SEE_PLAN, family)
    assert queries.family_for(UserActor(saskia), Can.SEE_PLAN, family.pk) is None
    assert not saskia.has_perm("families.act_commissioner", family)


def test_a_grant_that_has_not_begun_opens_nothing(saskia: User, family: Family) -> None:
    FamilyGrant.objects.update(starts_at=timezone.now() + timedelta(days=1))

    assert not UserActor(saskia).may(Can.SEE_PLAN, family)


def test_an_account_that_is_closed_opens_nothing(saskia: User, family: Family) -> None:
    saskia.is_active = False
    saskia.save()

    assert not UserActor(saskia).may(Can.SEE_PLAN, family)
    assert queries.family_for(UserActor(saskia), Can.SEE_PLAN, family.pk) is None


def test_a_visit_that_only_reads_is_asked_once_who_comes_in(
    saskia: User, family: Family, django_assert_num_queries: Any
) -> None:
    reading = UserActor(saskia, only_reads=True)

    with django_assert_num_queries(1):
        assert reading.may(Can.SEE_PLAN, family)
        assert reading.may(Can.SEE_WHO_LOOKED, family)
        assert reading.role_in(family.pk) == Role.COMMISSIONER


def test_who_changes_something_is_asked_each_time(saskia: User, family: Family) -> None:
    writing = UserActor(saskia)
    assert writing.may(Can.RELEASE, family)

    grants.end(family.pk, roles=[Role.COMMISSIONER], user_id=saskia.pk)

    assert not writing.may(Can.RELEASE, family)


def test_what_is_ones_own_is_only_ones_own(cem: User, marleen: User, family: Family) -> None:
    own = Person.objects.get(account=cem)
    other = Person.objects.get(account=marleen)

    assert UserActor(cem).may(Can.ANSWER_POLL, own)
    assert not UserActor(cem).may(Can.ANSWER_POLL, other)


def test_private_time_shuts_out_the_coordinator_and_nobody_else(mirjam: User, saskia: User, family: Family) -> None:
    family.private_since = timezone.now()
    family.save()

    assert not UserActor(mirjam).may(Can.SEE_PLAN, family)
    assert UserActor(mirjam).may(Can.SEE_DAY, family)
    assert queries.family_for(UserActor(mirjam), Can.SEE_PLAN, family.pk) is None
    assert queries.family_for(UserActor(mirjam), Can.SEE_DAY, family.pk) == family
    assert queries.waits_outside(UserActor(mirjam), family.pk)
    assert UserActor(saskia).may(Can.SEE_PLAN, family)


def test_a_link_reaches_its_own_person_in_its_own_family(truus: Person, fatma: Person) -> None:
    link = LinkActor(link_id=uuid.uuid4(), family_id=truus.family_id, own_person_id=truus.pk)

    assert link.may(Can.CONFIRM, truus)
    assert not link.may(Can.CONFIRM, fatma)
    assert not link.may(Can.SEE_PLAN, truus.family)
    assert not link.may(Can.CONFIRM, factories.PersonFactory())


def test_a_professional_holds_nothing_but_what_names_him_or_her(hanneke: User, petra: User, outsider: Person) -> None:
    sheet = factories.InformationSheetFactory(person=outsider, conference__family=outsider.family)

    assert UserActor(hanneke).may(Can.INFORM, sheet)
    assert not UserActor(petra).may(Can.INFORM, sheet)
    assert not UserActor(hanneke).may(Can.SEE_PLAN, sheet)
    assert not UserActor(hanneke).may(Can.INFORM, outsider.family)


def test_a_named_account_of_the_circle_does_not_get_a_professionals_rights(cem: User, family: Family) -> None:
    person = Person.objects.get(account=cem)

    assert person.named_user_id is None


def test_what_belongs_to_no_family_is_nobodys(saskia: User, family: Family) -> None:
    assert not UserActor(saskia).may(Can.SEE_PLAN, saskia)


def test_the_clock_and_the_visitor_see_nothing(family: Family) -> None:
    for actor in (SystemActor("test"), Visitor()):
        assert not actor.may(Can.SEE_FAMILY, family)
        assert not actor.may(Can.SEE_PLAN, family)
        assert actor.roles_in({family.pk}) == {family.pk: ""}


def test_the_log_writes_ids_and_never_names(saskia: User, truus: Person) -> None:
    link = LinkActor(link_id=uuid.uuid4(), family_id=truus.family_id, own_person_id=truus.pk)

    idents = [actor.ident for actor in (UserActor(saskia), link, SystemActor("deliver"), Visitor())]

    assert idents == [str(saskia.pk), str(link.link_id), "deliver", ""]


def test_only_an_account_or_a_link_is_somebody_of_the_circle(saskia: User, truus: Person) -> None:
    link = LinkActor(link_id=uuid.uuid4(), family_id=truus.family_id, own_person_id=truus.pk)

    assert (link.person_id, UserActor(saskia).person_id, Visitor().person_id) == (truus.pk, None, None)
    assert link.stands_in_for(truus) is None


def test_by_which_ids_somebody_is_known_in_a_family(truus: Person, family: Family) -> None:
    link = LinkActor(link_id=uuid.uuid4(), family_id=truus.family_id, own_person_id=truus.pk)

    assert (link.selves_in(family.pk), link.selves_in(uuid.uuid4())) == ({truus.pk}, set())
    assert Visitor().selves_in(family.pk) == set()


def test_ending_a_grant_works_at_the_next_question(cem: User, family: Family) -> None:
    actor = UserActor(cem)
    assert actor.may(Can.SEE_PLAN, family)

    grants.end(family.pk, roles=[Role.MEMBER], user_id=cem.pk)

    assert not actor.may(Can.SEE_PLAN, family)


def test_who_holds_more_roles_is_named_once(saskia: User, mirjam: User, family: Family) -> None:
    grants.give(saskia, Role.PARENT, family)

    assert grants.holders(family.pk, Role.COMMISSIONER, Role.PARENT) == [saskia]


def test_who_writes_down_for_somebody_else_is_visible(mirjam: User, cem: User, truus: Person) -> None:
    assert UserActor(mirjam).stands_in_for(truus) == mirjam
    assert UserActor(cem).stands_in_for(Person.objects.get(account=cem)) is None


def test_guardians_own_question_gives_the_same_answer(saskia: User, stranger: User, family: Family) -> None:
    assert saskia.has_perm("families.act_commissioner", family)
    assert not saskia.has_perm("families.act_coordinator", family)
    assert not stranger.has_perm("families.act_commissioner", family)
    assert not saskia.has_perm("families.act_commissioner")
    assert saskia.get_all_permissions(family) == {"act_commissioner"}
    assert stranger.get_all_permissions(family) == saskia.get_all_permissions() == set()
    assert DatedGrants().get_all_permissions(AnonymousUser(), family) == set()


def test_the_generic_tables_of_guardian_stay_empty_and_nothing_is_granted_model_wide(
    saskia: User, mirjam: User
) -> None:
    assert not UserObjectPermission.objects.exists()
    assert not GroupObjectPermission.objects.exists()
    assert not User.user_permissions.through.objects.exists()


def test_in_private_time_a_coordinator_has_the_family_on_the_list_of_what_may_be_seen_from_outside(
    mirjam: User, family: Family
) -> None:
    Family.objects.filter(pk=family.pk).update(private_since=timezone.now())

    assert list(Family.objects.on_which(mirjam, Can.SEE_DAY)) == [family]
    assert not Family.objects.on_which(mirjam, Can.SEE_PLAN).exists()


def test_a_closed_account_is_nobody_for_the_database_whatever_names_it(family: Family, stranger: User) -> None:
    stranger.work = Work.COORDINATOR
    stranger.save()
    CoordinatorOffer.objects.create(family=family, coordinator=stranger)

    def sees() -> int:
        with acting(UserActor(stranger)):
            return Family.objects.filter(pk=family.pk).count()

    assert sees() == 1
    stranger.is_active = False
    stranger.save()
    assert sees() == 0


def test_what_ends_while_an_account_is_closed_does_not_come_back_when_it_is_opened_again(
    family: Family, saskia: User, mirjam: User, cem: User
) -> None:
    me = Person.objects.get(account=cem)
    User.objects.filter(pk__in=[mirjam.pk, cem.pk]).update(is_active=False)

    grants.end_of_person(family.pk, me.pk)
    stop_family(UserActor(saskia), family)
    User.objects.filter(pk__in=[mirjam.pk, cem.pk]).update(is_active=True)

    for user in (mirjam, cem):
        assert grants.standing(user.pk, family.pk).roles == frozenset()
