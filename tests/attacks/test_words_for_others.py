"""Words reach only whom they were written for."""

import io
import zipfile

import pytest
from django.urls import reverse

from fgc.conferences import actions, queries
from fgc.errors import NotAllowed
from fgc.networks.rules import Standing
from fgc.plans.actions import take_along
from tests.conftest import acting
from tests.factories import BottomLineFactory, by_link

SECRET = "Ik durf dit alleen aan jullie te zeggen."


def test_a_spoken_answer_opens_nobodys_own_message(invited, truus, mirjam, visit):
    """The coordinator writes down that somebody comes after all, and does not read what she wrote before."""
    actions.answer_invitation(by_link(truus), invited, coming="message", message=SECRET)
    actions.answer_invitation(acting(mirjam), invited, coming="in_person")
    address = reverse("conference:person_invitation", args=[invited.family_id, truus.pk, invited.pk])

    assert SECRET not in visit(mirjam).get(address).content.decode()
    assert queries.invitation_in(invited.family, invited.pk).message == SECRET


def test_a_second_spoken_answer_keeps_the_own_message(invited, truus, mirjam):
    actions.answer_invitation(by_link(truus), invited, coming="message", message=SECRET)
    for coming in ("in_person", "video"):
        actions.answer_invitation(acting(mirjam), invited, coming=coming)

    assert queries.invitation_in(invited.family, invited.pk).message == SECRET


def test_who_stands_in_reads_no_message_and_the_person_does(invited, truus, mirjam, visit):
    answered = actions.answer_invitation(by_link(truus), invited, coming="message", message=SECRET)

    assert queries.message_for(acting(mirjam), answered) == ""
    assert queries.message_for(by_link(truus), answered) == SECRET


def test_the_archive_holds_nothing_that_the_family_did_not_get_yet(sheet, page, hanneke, mirjam, saskia, family):
    actions.hand_in_information(acting(hanneke), sheet, **page)
    actions.set_bottom_line(acting(hanneke), sheet, text="Noor gaat naar school.", reason="De wet.")

    assert "Noor tekent elke dag" not in read(take_along(acting(saskia), family))
    assert "Noor gaat naar school" not in read(take_along(acting(saskia), family))
    actions.deliver_information(acting(mirjam), sheet.conference)
    assert "Noor tekent elke dag" in read(take_along(acting(saskia), family))


def read(box):
    with zipfile.ZipFile(io.BytesIO(box)) as files:
        return "".join(files.read(name).decode() for name in files.namelist())


@pytest.fixture
def page():
    return {"facts": "Zes keer op school.", "worries": "", "strengths": "Noor tekent elke dag.", "offers": ""}


def test_a_professional_who_is_not_here_any_more_judges_nothing(sheet, outsider, hanneke):
    line = BottomLineFactory(conference=sheet.conference, person=outsider)
    assert line.named_user_id == hanneke.pk
    outsider.standing = Standing.NOT_INVITED
    outsider.save()

    line.refresh_from_db()
    assert line.named_user_id is None
    with pytest.raises(NotAllowed):
        queries.sheet_for(acting(hanneke), sheet.pk)
