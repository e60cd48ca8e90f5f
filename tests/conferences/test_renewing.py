"""A bottom line with a last day counts longer: by whoever set it, with a reason that the family reads."""

from datetime import date

import pytest

from fgc.accounts.models import User
from fgc.conferences import actions
from fgc.conferences.models import BottomLine, Conference, InformationSheet
from fgc.conferences.rules import Moment
from fgc.errors import NotAllowed, RuleBroken
from fgc.networks.models import Person
from fgc.outbox.models import Kind, Message
from tests.conftest import acting

LINE = {"text": "Noor is minstens twee dagdelen per week op school.", "reason": "Dat vraagt de wet."}


@pytest.fixture
def delivered(sheet: InformationSheet, hanneke: User, mirjam: User) -> BottomLine:
    line = actions.set_bottom_line(acting(hanneke), sheet, **LINE, valid_until=date(2026, 9, 1))
    actions.deliver_information(acting(mirjam), sheet.conference)
    line.refresh_from_db()
    return line


def test_a_bottom_line_counts_longer_with_a_reason_also_after_the_day(
    delivered: BottomLine, hanneke: User, saskia: User
) -> None:
    Conference.objects.update(moment=Moment.HELD)
    Message.objects.all().delete()

    renewed = actions.renew_bottom_line(
        acting(hanneke), delivered, until=date(2026, 12, 1), reason="De rechter kijkt in november."
    )

    assert (renewed.text, renewed.valid_until) == (delivered.text, date(2026, 12, 1))
    assert renewed.renewed_because == "De rechter kijkt in november."
    assert not renewed.is_over
    assert saskia in {message.to_user for message in Message.objects.filter(kind=Kind.INFORMATION_CAME)}


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (date(2026, 9, 1), "Daarom.", "until"),
        (date(2026, 1, 1), "Daarom.", "until"),
        (date(2027, 9, 1), "Daarom.", "until"),
        (date(2026, 12, 1), " ", "reason"),
        (date(2026, 12, 1), "x" * 501, "reason"),
    ],
)
def test_it_counts_no_shorter_not_for_years_and_not_for_nothing(
    until: date, reason: str, field: str, delivered: BottomLine, hanneke: User
) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.renew_bottom_line(acting(hanneke), delivered, until=until, reason=reason)
    assert no.value.field == field
    assert BottomLine.objects.get().valid_until == date(2026, 9, 1)


def test_only_what_has_a_last_day_and_is_delivered_counts_longer(delivered: BottomLine, hanneke: User) -> None:
    for change in ({"valid_until": None}, {"delivered_at": None, "valid_until": date(2026, 9, 1)}):
        BottomLine.objects.update(**change)
        with pytest.raises(RuleBroken) as no:
            actions.renew_bottom_line(acting(hanneke), delivered, until=date(2026, 12, 1), reason="x")
        assert no.value.code == "wrong_moment"


def test_nobody_else_and_nobody_without_the_task_renews_it(
    delivered: BottomLine, hanneke: User, petra: User, saskia: User, mirjam: User
) -> None:
    more = {"until": date(2026, 12, 1), "reason": "x"}
    for other in (petra, saskia, mirjam):
        with pytest.raises(NotAllowed):
            actions.renew_bottom_line(acting(other), delivered, **more)
    Person.objects.filter(pk=delivered.person_id).update(has_legal_task=False)
    with pytest.raises(RuleBroken) as no:
        actions.renew_bottom_line(acting(hanneke), delivered, **more)
    assert no.value.code == "no_legal_task"
