"""Letting a professional read: nothing else than was shown, to nobody else, and not a moment longer."""

import io
import uuid
from datetime import date

import pdfua
import pikepdf
import pytest
import time_machine
from django.utils import timezone
from pypdf import PdfReader

from fgc.access.actors import UserActor
from fgc.accounts.models import User, Work
from fgc.audit.models import Act, Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child, Family
from fgc.families.rules import QuestionState, Stage
from fgc.networks.models import Person
from fgc.networks.rules import Standing
from fgc.outbox.models import Kind, Message, State
from fgc.plans import queries
from fgc.plans.actions import release, revoke_release
from fgc.plans.letters.releases import released
from fgc.plans.models import BottomLineVerdict, Commitment, Plan, Release
from fgc.plans.papers import release_pdf
from fgc.plans.queries import Reader
from fgc.plans.rules import Promise
from tests import factories
from tests.conftest import acting
from tests.plans.running import on, promised, running_plan

LATER = date(2026, 8, 31)
PETRA = Reader(name="Petra Aalders", email="Petra@Jeugdteam.example", function="jeugdteam", employer="Zilverdam")


@pytest.fixture(autouse=True)
def _in_february():
    with time_machine.travel(on(2026, 2, 25), tick=False):
        yield


@pytest.fixture
def plan(family: Family) -> Plan:
    return running_plan(family)


@pytest.fixture
def cooking(plan: Plan, truus: Person) -> Commitment:
    return promised(plan, truus, text="Truus kookt op dinsdag.")


@pytest.fixture
def parts(family: Family, cooking: Commitment) -> list[str]:
    factories.MainQuestionFactory(family=family, state=QuestionState.CONFIRMED)
    return [part.key for part in queries.parts_of(family)]


def let_petra_read(saskia: User, plan: Plan, parts: list[str], **said: object) -> Release:
    preview = queries.release_preview(plan.family, parts=parts)
    words = {"reader": PETRA, "purpose": "Om mee te denken", "until": LATER, "parts": parts, **said}
    return release(acting(saskia), plan, **{"preview_hash": preview.hash, **words})


def test_the_reader_gets_exactly_what_was_shown_and_a_message(saskia, plan, parts):
    preview = queries.release_preview(plan.family, parts=parts)

    row = let_petra_read(saskia, plan, parts)

    assert row.content == preview.content
    assert row.recipient.email == "petra@jeugdteam.example"
    assert row.recipient.work == Work.PROFESSIONAL
    assert queries.release_for(acting(row.recipient), row.pk).release == row
    assert Message.objects.get(kind=Kind.RELEASED).to_user == row.recipient
    assert Line.objects.get(act=Act.RELEASE).object_id == row.pk


def test_it_never_changes_with_the_living_plan(saskia, plan, parts, cooking):
    row = let_petra_read(saskia, plan, parts)

    cooking.agreement.wordings.update(text="Iets heel anders")

    row.refresh_from_db()
    assert "Truus kookt op dinsdag." in str(row.content)


def test_what_was_not_chosen_is_not_in_it(saskia, plan, parts):
    row = let_petra_read(saskia, plan, ["question"])

    assert [section["kind"] for section in row.content["sections"]] == ["question"]
    assert "Truus" not in str(row.content)


def test_a_plan_that_changed_since_it_was_shown_is_shown_again_first(saskia, plan, parts, cooking):
    shown = queries.release_preview(plan.family, parts=parts).hash
    Commitment.objects.update(state=Promise.LESS)

    with pytest.raises(RuleBroken) as no:
        let_petra_read(saskia, plan, parts, preview_hash=shown)

    assert no.value.code == "stale"
    assert not Release.objects.exists()


def test_pressing_twice_releases_once(saskia, plan, parts):
    first = let_petra_read(saskia, plan, parts)
    second = let_petra_read(saskia, plan, parts)

    assert first == second
    assert Message.objects.filter(kind=Kind.RELEASED).count() == 1


@pytest.mark.parametrize("who", ["mirjam", "cem", "marleen", "stranger", "petra"])
def test_nobody_but_the_family_itself_releases(who, plan, parts, request):
    with pytest.raises(NotAllowed):
        let_petra_read(request.getfixturevalue(who), plan, parts)


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"until": date(2026, 2, 24)}, "until", "past"),
        ({"until": date(2027, 2, 26)}, "until", "too_far"),
        ({"purpose": "  "}, "purpose", "required"),
        ({"purpose": "x" * 281}, "purpose", "too_long"),
        ({"purpose": "nummer 111222333"}, "purpose", "citizen_number"),
        ({"reader": Reader(email="a@b.example", function="f", employer="e")}, "name", "required"),
        ({"reader": Reader(name="P", email="nee", function="f", employer="e")}, "email", "invalid"),
        ({"reader": Reader(name="P", email="a@b.example", employer="e")}, "function", "required"),
        ({"reader": Reader(name="P", email="a@b.example", function="e")}, "employer", "required"),
        ({"reader": Reader(recipient_id=uuid.uuid4())}, "recipient_id", "unknown"),
    ],
)
def test_what_is_not_right_is_said_beside_its_field(said, field, code, saskia, plan, parts):
    with pytest.raises(RuleBroken) as no:
        let_petra_read(saskia, plan, parts, **said)

    assert (no.value.field, no.value.code) == (field, code)


def test_the_last_day_may_be_today_or_a_year_away(saskia, plan, parts):
    assert let_petra_read(saskia, plan, parts, until=date(2026, 2, 25))
    assert let_petra_read(saskia, plan, parts, until=date(2027, 2, 25))


def test_somebody_of_the_own_circle_is_no_professional(saskia, cem, plan, parts):
    with pytest.raises(RuleBroken) as no:
        let_petra_read(saskia, plan, parts, reader=Reader(name="Cem", email=cem.email, function="x", employer="y"))

    assert no.value.code == "own_circle"


def test_a_professional_whom_the_family_knows_is_chosen_from_a_list(saskia, hanneke, outsider, plan, parts):
    agnes = factories.UserFactory(name="Agnes Brand", work=Work.PROFESSIONAL, function="arts")
    factories.PersonFactory(family=plan.family, call_name="Agnes", role="professional", account=agnes)
    assert [reader.recipient_id for reader in queries.known_readers(plan.family)] == [agnes.pk, hanneke.pk]

    row = let_petra_read(saskia, plan, parts, reader=Reader(recipient_id=hanneke.pk))

    assert (row.recipient, row.recipient_function) == (hanneke, "leerplichtambtenaar")


def test_strange_signs_and_markup_stay_words(saskia, plan, parts):
    row = let_petra_read(saskia, plan, parts, purpose="<script>🙂 שלום #panic() $x$")

    assert row.purpose == "<script>🙂 שלום #panic() $x$"
    assert release_pdf(row, language="nl").startswith(b"%PDF")


def test_nothing_is_released_without_a_plan_while_disputed_or_after_the_end(saskia, plan, parts, family):
    Family.objects.update(is_disputed=True)
    with pytest.raises(RuleBroken):
        let_petra_read(saskia, plan, parts)

    Family.objects.update(is_disputed=False, stage=Stage.CLOSED)
    with pytest.raises(RuleBroken):
        let_petra_read(saskia, plan, parts)

    Plan.objects.update(version=0)
    with pytest.raises(RuleBroken):
        queries.parts_of(family)


@pytest.mark.parametrize(("chosen", "code"), [([], "required"), (["agreement:nonsense"], "stale")])
def test_a_choice_must_be_there(chosen, code, family, parts):
    with pytest.raises(RuleBroken) as no:
        queries.release_preview(family, parts=chosen)

    assert (no.value.field, no.value.code) == ("parts", code)


def test_for_everybody_else_it_does_not_exist(saskia, mirjam, petra, stranger, plan, parts):
    row = let_petra_read(saskia, plan, parts)

    for somebody in (saskia, mirjam, petra, stranger):
        with pytest.raises(NotAllowed):
            queries.release_for(acting(somebody), row.pk)
    with pytest.raises(NotAllowed):
        queries.release_for(acting(row.recipient), uuid.uuid4())


def test_taking_back_works_at_once_and_stops_the_message(saskia, plan, parts):
    row = let_petra_read(saskia, plan, parts)

    revoke_release(acting(saskia), row)
    revoke_release(acting(saskia), row)

    with pytest.raises(NotAllowed):
        queries.release_for(acting(row.recipient), row.pk)
    assert queries.released_to(row.recipient) == []
    assert Message.objects.get(kind=Kind.RELEASED).state == State.SKIPPED
    assert Line.objects.filter(act=Act.TAKE_BACK).count() == 1


def test_only_the_family_takes_back(saskia, mirjam, plan, parts):
    row = let_petra_read(saskia, plan, parts)

    for somebody in (mirjam, row.recipient):
        with pytest.raises(NotAllowed):
            revoke_release(acting(somebody), row)


def test_it_ends_by_itself_after_its_last_day_and_when_the_family_stops(saskia, plan, parts):
    row = let_petra_read(saskia, plan, parts)

    with time_machine.travel(on(2026, 8, 31, 23), tick=False):
        assert queries.release_for(acting(row.recipient), row.pk)
    with time_machine.travel(on(2026, 9, 1), tick=False), pytest.raises(NotAllowed):
        queries.release_for(acting(row.recipient), row.pk)
    Family.objects.update(stage=Stage.STOPPED)
    with pytest.raises(NotAllowed):
        queries.release_for(acting(row.recipient), row.pk)


def test_the_family_sees_when_it_was_read(saskia, plan, parts):
    row = let_petra_read(saskia, plan, parts)
    assert queries.releases_of(acting(saskia), plan.family)[0].first_read_at is None

    reading = {"family_id": plan.family_id, "act": Act.READ, "object_type": "released:release", "object_id": row.pk}
    Line.objects.create(**reading, actor_kind="user", actor_id=str(row.recipient_id), at=on(2026, 2, 26))
    Line.objects.create(**reading, actor_kind="user", actor_id=str(row.recipient_id), at=on(2026, 3, 1))
    Line.objects.create(**reading, actor_kind="user", actor_id=str(saskia.pk), at=on(2026, 3, 2))

    [seen] = queries.releases_of(acting(saskia), plan.family)
    assert (seen.first_read_at, seen.last_read_at) == (on(2026, 2, 26), on(2026, 3, 1))


def test_a_newer_version_makes_it_old_for_family_and_reader(saskia, plan, parts):
    row = let_petra_read(saskia, plan, parts)
    assert not queries.release_for(acting(row.recipient), row.pk).is_outdated

    Plan.objects.update(version=2)

    assert queries.release_for(acting(row.recipient), row.pk).is_outdated
    assert queries.releases_of(acting(saskia), plan.family)[0].is_outdated


def test_somebody_who_left_makes_it_old_too(saskia, plan, parts, truus):
    row = let_petra_read(saskia, plan, parts)

    Person.objects.filter(pk=truus.pk).update(standing=Standing.LEFT, left_at=on(2026, 3, 30))

    assert queries.release_for(acting(row.recipient), row.pk).is_outdated


def test_the_number_of_queries_does_not_grow(saskia, plan, parts, django_assert_num_queries):
    for day in (27, 28):
        let_petra_read(saskia, plan, parts, until=date(2026, 2, day))

    with django_assert_num_queries(5):
        assert len(queries.releases_of(acting(saskia), plan.family)) == 2


def test_the_paper_is_tagged_has_a_language_and_names_its_reader(saskia, plan, parts, tmp_path):
    row = let_petra_read(saskia, plan, parts)

    paper = release_pdf(row, language="nl")

    with pikepdf.open(io.BytesIO(paper)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
    (tmp_path / "paper.pdf").write_bytes(paper)
    report = pdfua.Validator().validate(tmp_path / "paper.pdf")
    assert [outcome.findings for outcome in report.outcomes if outcome.findings] == []
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert "Truus kookt op dinsdag." in words
    assert "Petra Aalders" in words
    # The page says the same of it, in the same words.
    for name, said in queries.about(row):
        assert f"{name}: {said}" in words
    assert ("Vrijgegeven door", "Saskia Verhulst") in queries.about(row)
    assert paper == release_pdf(row, language="nl")


def test_a_bottom_line_that_its_professional_still_writes_cannot_be_chosen(saskia, plan, family, outsider):
    """For a next meeting a draft may lie ready: the family has not read it yet."""
    draft = factories.BottomLineFactory(conference__family=family, person=outsider, delivered_at=None)
    key = f"bottom_line:{draft.pk}"

    assert key not in {part.key for part in queries.parts_of(family)}
    with pytest.raises(RuleBroken):
        queries.release_preview(family, parts=[key])


def test_a_childs_question_and_a_bottom_line_with_its_answer_can_be_in_it(saskia, plan, family, outsider, noor_child):
    Child.objects.update(question="Wie luistert er als ik niet kan praten?")
    meeting = factories.ConferenceFactory(family=family)
    line = factories.BottomLineFactory(
        family=family, person=outsider, conference=meeting, family_reply="Graag met Bas."
    )
    BottomLineVerdict.objects.create(family=family, bottom_line=line, version=1, verdict="met_if", reason="met lesplan")

    row = let_petra_read(saskia, plan, [part.key for part in queries.parts_of(family)])

    child, bottom = queries.in_words(row.content)
    assert (child.is_childs, child.rows[0].title) == (True, "Noor")
    assert bottom.is_from_outside
    assert [words for _name, words in bottom.rows[0].facts] == [
        "leerplichtambtenaar",
        "voldaan, met een voorwaarde",
        "1",
        "met lesplan",
        "Graag met Bas.",
    ]


def test_a_promise_stands_there_with_the_persons_own_words(saskia, plan, cooking):
    Commitment.objects.update(note="om de week")

    [agreements] = queries.in_words(
        queries.release_preview(plan.family, parts=[f"agreement:{cooking.agreement_id}"]).content
    )

    assert agreements.rows[0].facts[0] == ("Wie", "Truus (bevestigd: om de week)")


def test_the_message_asks_once_more_whether_it_may_be_read(saskia, plan, parts):
    row = let_petra_read(saskia, plan, parts)
    message = Message.objects.get(kind=Kind.RELEASED)
    assert str(row.pk) in released(message).leads_to

    Release.objects.update(revoked_at=timezone.now())

    assert released(message).reason == "taken_back"


def test_a_deactivated_professional_reads_nothing(saskia, plan, parts):
    row = let_petra_read(saskia, plan, parts)
    User.objects.filter(pk=row.recipient_id).update(is_active=False)

    with pytest.raises(NotAllowed):
        queries.release_for(UserActor(User.objects.get(pk=row.recipient_id)), row.pk)
