"""How it begins: by the family itself, or by a professional who only passes on a way to reach it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import Visitor
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions, queries, tokens
from fgc.families.letters import proposal as proposal_letter
from fgc.families.models import Commission, Family, Proposal
from fgc.families.rules import AskedBy, ProposalState, Stage, Yes
from fgc.outbox.letters import Letter, Skip
from fgc.outbox.models import Kind, Message
from tests.conftest import acting

pytestmark = pytest.mark.django_db


def ask(**fields):
    return actions.start_request(Visitor(), **{"name": "Saskia Verhulst", "email": "saskia@post.example", **fields})


def test_a_mother_starts_it_without_any_professional():
    family = ask(region="Zilverdam")

    assert (family.stage, family.asked_by, family.region) == (Stage.REQUESTED, AskedBy.SELF, "Zilverdam")
    assert family.name == "De kring van Saskia"
    saskia = User.objects.get(email="saskia@post.example")
    assert grants.standing(saskia.pk, family.pk).roles == {Role.COMMISSIONER}
    assert Commission.objects.get(family=family, giver=saskia).answer == Yes.ASKED
    assert Message.objects.get(to_user=saskia).kind == Kind.LET_IN
    assert Line.objects.get(family_id=family.pk).actor_kind == "visitor"


def test_the_family_names_itself():
    assert ask(family_name="De kring van Noor").name == "De kring van Noor"


def test_two_presses_are_one_request():
    assert ask() == ask()
    assert (Family.objects.count(), Message.objects.count(), User.objects.count()) == (1, 1, 1)


def test_two_presses_with_a_telephone_only_are_one_request():
    first = ask(email="", phone="06 12 34 56 78")

    assert ask(email="", phone="0612345678") == first
    assert not Message.objects.exists()


def test_an_address_that_has_an_account_is_used_and_nobody_hears_so(stranger):
    family = ask(email=stranger.email.upper())

    assert grants.standing(stranger.pk, family.pk).roles == {Role.COMMISSIONER}
    stranger.refresh_from_db()
    assert stranger.name == "Iemand Anders"


def test_who_is_logged_in_needs_no_address(saskia):
    family = actions.start_request(acting(saskia), name="Saskia")

    assert grants.standing(saskia.pk, family.pk).roles == {Role.COMMISSIONER}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "111222333"}, "name"),
        ({"email": ""}, "email"),
        ({"email": "saskia at post"}, "email"),
        ({"email": "x" * 260 + "@post.example"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"region": "x" * 81}, "region"),
        ({"family_name": "x" * 81}, "family_name"),
    ],
)
def test_a_request_says_which_field_is_wrong(fields, field):
    with pytest.raises(RuleBroken) as no:
        ask(**fields)

    assert no.value.field == field
    assert not Family.objects.exists()


def test_an_unknown_language_becomes_dutch_and_strange_letters_stay():
    family = ask(name="Zoë 😀 مرحبا <b>", language="xx")

    assert family.language == "nl"
    assert User.objects.get().name == "Zoë 😀 مرحبا <b>"


def propose(petra, **fields):
    typed = {
        "call_name": "Saskia",
        "email": "saskia@post.example",
        "consent_on": timezone.localdate(),
        "consent_how": "aan de telefoon",
    }
    return actions.propose(acting(petra), **{**typed, **fields})


def letter_of(proposal):
    letter = proposal_letter(Message.objects.get(to_proposal_id=proposal.pk))
    assert isinstance(letter, Letter)
    return letter, letter.text.split("/p/")[1].split()[0].strip("/")


def test_a_family_accepts_a_proposal_and_the_professional_sees_only_that(petra):
    proposal = propose(petra)
    letter, token = letter_of(proposal)
    assert (letter.to, "Saskia" in letter.text + letter.subject) == ("saskia@post.example", False)

    family = actions.accept_proposal(Visitor(), token)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.email, proposal.call_name, str(proposal.phone)) == (
        ProposalState.ACCEPTED,
        "",
        "",
        "",
    )
    assert (family.asked_by, family.name) == (AskedBy.PROFESSIONAL, "De kring van Saskia")
    assert grants.standing(petra.pk, family.pk).roles == frozenset()
    [seen] = queries.proposals_of(acting(petra))
    assert seen.state == ProposalState.ACCEPTED
    with pytest.raises(NotAllowed):
        actions.accept_proposal(Visitor(), token)


def test_a_no_to_a_proposal_leaves_nothing_behind(petra):
    proposal = propose(petra)
    _letter, token = letter_of(proposal)

    actions.decline_proposal(Visitor(), token)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.email, proposal.consent_how, proposal.token_hash) == (
        ProposalState.DECLINED,
        "",
        "",
        None,
    )
    assert not Family.objects.exists()
    assert not queries.is_open_proposal(tokens.hash_of(token))
    assert proposal_letter(Message.objects.get()) == Skip("answered")


def test_proposing_twice_is_one_proposal(petra):
    assert propose(petra) == propose(petra)
    assert Message.objects.count() == 1


def test_a_proposal_ends_by_itself(petra):
    proposal = propose(petra)
    _letter, token = letter_of(proposal)
    assert queries.is_open_proposal(tokens.hash_of(token))

    Proposal.objects.update(asked_at=timezone.now() - timedelta(days=61))

    with pytest.raises(NotAllowed):
        actions.decline_proposal(Visitor(), token)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"call_name": ""}, "call_name"),
        ({"email": ""}, "email"),
        ({"consent_how": ""}, "consent_how"),
        ({"consent_how": "x" * 281}, "consent_how"),
        ({"consent_on": timezone.localdate() + timedelta(days=2)}, "consent_on"),
    ],
)
def test_a_proposal_says_which_field_is_wrong(petra, fields, field):
    with pytest.raises(RuleBroken) as no:
        propose(petra, **fields)

    assert no.value.field == field


def test_only_a_professional_proposes(saskia, mirjam, petra, erik):
    for user in (saskia, mirjam, erik):
        with pytest.raises(NotAllowed):
            propose(user)
    with pytest.raises(NotAllowed):
        queries.proposals_of(acting(erik))


def test_the_manager_calls_who_left_only_a_number(erik):
    family = ask(email="", phone="0612345678", organisation=erik.organisation)

    [call] = queries.call_backs(acting(erik))
    assert (call.name, call.phone, call.id) == ("Saskia Verhulst", "+31612345678", family.pk)
    actions.note_address(acting(erik), queries.waiting_for_a_call(acting(erik), call.id), email="saskia@post.example")

    assert User.objects.get(email="saskia@post.example").name == "Saskia Verhulst"
    assert Message.objects.get().kind == Kind.LET_IN
    assert queries.call_backs(acting(erik)) == []
    with pytest.raises(NotAllowed):
        actions.note_address(acting(erik), family, email="other@post.example")


def test_the_manager_calls_a_family_that_was_proposed_with_a_number(erik, petra):
    proposal = propose(petra, email="", phone="0612345678")
    assert not Message.objects.exists()

    waiting = queries.waiting_for_a_call(acting(erik), proposal.pk)
    actions.note_address(acting(erik), waiting, email="saskia@post.example")

    assert letter_of(proposal)[0].to == "saskia@post.example"
    with pytest.raises(NotAllowed):
        actions.note_address(acting(erik), proposal, email="other@post.example")
    assert queries.waiting_for_a_call(acting(erik), proposal.pk) is None


def test_the_manager_can_not_write_down_what_is_no_address(erik):
    family = ask(email="", phone="0612345678", organisation=erik.organisation)

    for email in ("", "no"):
        with pytest.raises(RuleBroken) as no:
            actions.note_address(acting(erik), family, email=email)
        assert no.value.field == "email"


@pytest.mark.parametrize("phone", ["111222333", "Noor 111222333", "x" * 41])
def test_a_telephone_number_holds_nothing_else(phone):
    with pytest.raises(RuleBroken) as no:
        ask(phone=phone)

    assert no.value.field == "phone"
    assert not Family.objects.exists()
