"""The table of rights, held against what must never be in it."""

from fgc.access.can import Can
from fgc.access.roles import (
    BY_THE_CLOCK,
    BY_VISITING,
    BY_WORK,
    GRANTED,
    OF_THE_CIRCLE,
    TABLE,
    Reach,
    Role,
    reach,
)


def test_every_right_is_given_to_somebody_and_every_row_is_a_right() -> None:
    apart = BY_THE_CLOCK | BY_VISITING | frozenset().union(*BY_WORK.values())

    assert set(TABLE) | apart == set(Can)


def test_nobody_from_outside_has_a_right_in_private_time() -> None:
    allowed = {can for can in Can if reach(Role.OUTSIDE, can) is not Reach.NONE}

    assert allowed == {Can.SEE_DAY}


def test_a_professional_reaches_only_what_is_named_for_him_or_her() -> None:
    assert {reach(Role.PROFESSIONAL, can) for can in Can} == {Reach.OWN, Reach.NONE}


def test_a_link_reaches_only_what_is_its_own() -> None:
    assert {reach(Role.LINK, can) for can in Can} == {Reach.OWN, Reach.NONE}


def test_the_coordinator_decides_nothing() -> None:
    decisions = (
        Can.COMMISSION, Can.WITHDRAW_COMMISSION, Can.CHOOSE_COORDINATOR, Can.CONFIRM_QUESTION, Can.APPROVE_PLAN,
        Can.RELEASE,
        Can.CONFIRM, Can.CLOSE, Can.ERASE, Can.TAKE_ALONG, Can.LET_IN, Can.WRITE_PRIVATELY, Can.END_PRIVATE_TIME,
    )  # fmt: skip

    assert {reach(Role.COORDINATOR, can) for can in decisions} == {Reach.NONE}


def test_only_the_family_itself_lets_words_out() -> None:
    assert {role for role in GRANTED if reach(role, Can.RELEASE) is Reach.ALL} == {
        Role.COMMISSIONER,
        Role.YOUNG,
    }


def test_nobody_confirms_for_somebody_else() -> None:
    assert {reach(role, Can.CONFIRM) for role in OF_THE_CIRCLE} == {Reach.OWN}
