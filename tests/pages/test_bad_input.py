"""Every form of every page, filled in wrongly in every way: a clear sentence beside the field, and nothing is lost.

The forms are found by looking at the pages as the people of the story, so a new form is taken up by itself. Of each a
way to fill it in must be known that is accepted: only then is a refusal one for the right reason.
"""

import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import transaction

from fgc.demo.stage import HERE, Stage
from fgc.demo.telling import NOOR
from fgc.settings import base
from tests import factories
from tests.access.house import callers, ids
from tests.pages.amiss import amiss_in_what_is_taken, form_like, lost, not_in_the_language, sentences_for
from tests.pages.forms_on_pages import DAYS, Input
from tests.pages.props_for_forms import PROPS, Prop
from tests.pages.walking_the_forms import Answer, Caller, Found, Walk, every_form, every_page, rows, stored
from tests.pages.wrong_input import BY_NAME, Wrong, another, in_days, wrong_order, wrongs

# After which scene somebody looks for forms, who does, and in which parts of the house: it takes too long to look for
# all of them everywhere at every moment. A form that is missed so is named at the end.
MOMENTS: dict[str, dict[str, str]] = {
    "kemal_says_no": {
        # First, since the second step of just now is asked for again after five minutes.
        "coordinator": "entrance",
        "manager": "families",
        "commissioner": "entrance tokens circle families follow_up",
        "visitor": "entrance",
        "link": "links",
        "named": "entrance",
        "newcomer": "",
    },
    "a_coordinator_is_offered": {"commissioner": "families circle"},
    "the_question_is_theirs": {
        "commissioner": "families plan",
        "coordinator": "families circle conference desk safety",
        "link": "links",
        "visitor": "links",
        "young": "circle safety",
    },
    "dates_are_answered": {"commissioner": "conference", "coordinator": "conference", "link": "conference"},
    "the_date_is_chosen": {"coordinator": "conference"},
    "invitations_are_answered": {"coordinator": "conference", "link": "conference", "named": "conference"},
    "everybody_is_prepared": {"coordinator": "conference", "named": "conference"},
    "the_family_reads_it_before_the_day": {
        "commissioner": "conference",
        "coordinator": "conference",
        "named": "conference",
    },
    "part_one": {"coordinator": "conference"},
    "private_time": {"commissioner": "conference"},
    "they_call_her_back": {"commissioner": "plan", "coordinator": "conference plan"},
    "the_plan_is_theirs": {
        "commissioner": "follow_up plan",
        "coordinator": "circle follow_up plan",
        "link": "plan",
        "named": "plan",
        "worker": "plan released",
    },
    "a_summary_is_released": {
        "commissioner": "released families",
        "coordinator": "released",
        "link": "follow_up",
        "named": "released",
        "worker": "follow_up plan released",
        "young": "released",
    },
    "ineke_stops": {"commissioner": "plan", "coordinator": "plan", "link": "", "worker": "", "helper": "plan"},
    "truus_takes_over": {"young": "plan", "coordinator": "plan"},
}
# At what hour, where it is not an hour after the scene.
AT = {"the_family_reads_it_before_the_day": datetime(2026, 2, 21, 9, 30, tzinfo=HERE)}
# What cannot be filled in rightly here.
ONLY_A_DEVICE = "only an app or a device answers: tests/pages/test_second_step.py, tests/pages/test_passkeys.py"
NOT_HERE = {
    "account_confirm_login_code": "the code is only in the mail: tests/pages/test_entrance.py",
    "links:elsewhere": "only on a second device: tests/attacks/test_forwarded_links.py",
    "enrol": "only an account with a code on paper: tests/attacks/test_setting_up_for_another.py",
    "asked_to_work": "only who was asked: tests/attacks/test_setting_up_for_another.py",
    "enter_with_log_out": "a machine signs it: tests/pages/test_login_of_work.py",
    **dict.fromkeys(
        ("second_step_tie", "second_step_untie"), "needs a login elsewhere: tests/pages/test_login_of_work.py"
    ),
    **dict.fromkeys(("hooks:mailgun", "hooks:sms"), "a machine signs it: tests/pages/test_hooks.py"),
    "circle:send_again": "only what did not arrive: tests/pages/test_circle.py",
    "circle:calendar": "only for who has no account: tests/plans/test_calendar.py",
    "enter_who": "only after a code by text message: tests/pages/test_entrance_by_phone.py",
    **dict.fromkeys(
        ("enter_by_passkey", "mfa_authenticate", "mfa_reauthenticate", "second_step_app", "second_step_passkey"),
        ONLY_A_DEVICE,
    ),
}
# Days that may lie long ago and far away.
ANY_DAY = {
    ("plan:record", "starts_on"),
    ("plan:add", "starts_on"),
    ("plan:edit", "starts_on"),
    ("plan:amend", "starts_on"),
}
# A second press that does something again, on purpose.
AGAIN = {
    "circle:letter": "each paper has a code of its own",
    "links:calendar": "each address is shown once, and the one before it stops",
}
# It works whatever is sent, and reads nothing of it.
READS_NOTHING = "exit"

URLENCODED = "application/x-www-form-urlencoded"
TOO_MUCH = b"text=" + b"x" * base.DATA_UPLOAD_MAX_MEMORY_SIZE
LANGUAGES = ("nl", "en")
HOUR = timedelta(hours=1)
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.mark.django_db
def test_whatever_is_typed_is_taken_or_refused_with_a_sentence_beside_it(
    settings: Any, caplog: Any, monkeypatch: Any
) -> None:
    caplog.expect_errors = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    monkeypatch.setitem(BY_NAME, "code", lambda: "")
    foreign, walk = factories.PersonFactory().pk, Walk()

    complaints = [complaint for found in _every_form(walk) for complaint in _complaints(found, foreign)]

    unseen = [f"{name}: nobody is known who fills it in: {walk.refused.get(name)}" for name in sorted(walk.wanted)]
    assert unseen + complaints == []


def _every_form(walk: Walk) -> Iterator[Found]:
    """Tells the story, and looks for forms as it goes."""
    stage = Stage()
    for scene in NOOR:
        with time_machine.travel(scene.moment, tick=True):
            scene.play(stage)
        name = scene.play.__name__
        if name in MOMENTS:
            with time_machine.travel(AT.get(name, scene.moment + HOUR), tick=True), transaction.atomic():
                yield from _forms_at_this_moment(walk, stage, name)
                transaction.set_rollback(True)


def _forms_at_this_moment(walk: Walk, stage: Stage, name: str) -> Iterator[Found]:
    prop = PROPS.get(name, lambda _stage: Prop())(stage)
    browsers, known = {**callers(stage), **prop.browsers}, ids(stage)
    walk.begin(every_form(known) - set(NOT_HERE))
    for who, where in MOMENTS[name].items():
        browsers[who].raise_request_exception = False
        yield from walk.over_pages(Caller(who, browsers[who]), where.split(), prop.addresses, every_page(known))


def _complaints(found: Found, foreign: uuid.UUID) -> Iterator[str]:
    """Everything that is amiss with a form, each in a sentence that says where."""
    tried = (
        *_typed_wrongly(found, foreign),
        *_in_the_wrong_order(found),
        *_days_of_which_none_is_refused(found),
        *_sent_as_no_browser_does(found),
        *_sent_twice(found),
        *_sent_late(found),
    )
    yield from (f"{found.route} ({found.caller.name}), {complaint}" for complaint in tried)


def _typed_wrongly(found: Found, foreign: uuid.UUID) -> Iterator[str]:
    """The same is wrong with every input of which it can be, until each is settled; a refusal stores nothing."""
    wrong: dict[str, dict[str, Wrong]] = {}
    for one in _of_each_sort(found):
        for what in wrongs(one, required=one.name in found.required, foreign=foreign):
            wrong.setdefault(f"{what.what} {one.kind == 'hidden'}", {})[one.name] = what
    with found.caller.in_vain():
        before = stored()
        for number, tried in enumerate(wrong.values()):
            yield from _until_settled(found, tried, LANGUAGES[number % 2])
        if stored() != before:
            yield "something is stored of what was refused"


def _until_settled(found: Found, tried: dict[str, Wrong], language: str) -> Iterator[str]:
    """What is refused by name is done rightly the next time, until all is taken or nothing wrong is left."""
    found.caller.speaks(language)
    left = dict(tried)
    while left:
        body = {**found.body, **{name: wrong.said for name, wrong in left.items()}}
        with found.caller.in_vain(unless_refused=True):
            answer = found.caller.post(found.address, body)
            if not answer.is_refused:
                yield from amiss_in_what_is_taken(found, left, answer)
                return
        if any(found.form.inputs[name].kind != "hidden" for name in left):
            yield from lost(answer, body, left)
        named = {name: sentences_for(found.form.inputs[name], answer) for name in left}
        settled = {name: said for name, said in named.items() if said}
        yield from (foreign for said in settled.values() for foreign in not_in_the_language(language, said))
        if not settled:
            yield f"{left}: nothing is said beside any, but {answer.status} {answer.page.above}"
            return
        left = {name: wrong for name, wrong in left.items() if name not in settled}


def _of_each_sort(found: Found) -> list[Input]:
    """The inputs of a form, and only one of those that are asked of each person or each line."""
    return list({ID.sub("", one.name): one for one in found.form.inputs.values()}.values())


def _in_the_wrong_order(found: Found) -> Iterator[str]:
    found.caller.speaks("nl")
    for name, said in wrong_order(found.form):
        body = {**found.body, **said}
        with found.caller.in_vain():
            answer = found.caller.post(found.address, body)
        if not answer.is_refused or not sentences_for(found.form.inputs[name], answer):
            yield f"{name} before its beginning: {answer.status} {answer.page.beside}"
        yield from lost(answer, body, {})


def _days_of_which_none_is_refused(found: Found) -> Iterator[str]:
    """Of each day is known on which side of now it lies: one long ago or one far away is refused."""
    days = [one for one in found.form.inputs.values() if one.kind in DAYS and (found.route, one.name) not in ANY_DAY]
    for one in days:
        clock = "T10:00" if one.kind == "datetime-local" else ""
        answers = [_with_day(found, one, f"{in_days(day)}{clock}") for day in (-400, 400)]
        if not any(f"id_{one.name}" in answer.page.beside for answer in answers):
            yield f"{one.name}: neither a day long ago nor one far away is refused"


def _with_day(found: Found, one: Input, day: str) -> Answer:
    with found.caller.in_vain():
        return found.caller.post(found.address, {**found.body, one.name: [day]})


def _sent_as_no_browser_does(found: Found) -> Iterator[str]:
    doubled = {name: [*said, *said, "x"] for name, said in found.body.items()}
    for what, body in (("nothing at all", {}), ("everything twice", doubled)):
        with found.caller.in_vain():
            answer = found.caller.post(found.address, body)
        if answer.status >= 500:
            yield f"{what}: {answer.status}"
    if found.route != READS_NOTHING:
        yield from _sent_too_much(found)


def _sent_too_much(found: Found) -> Iterator[str]:
    file = BytesIO(b"words")
    file.name = "plan.txt"
    for what, body, how, status in (
        ("too much", TOO_MUCH, {"content_type": URLENCODED}, 413),
        ("a file", {"text": file}, {}, 400),
    ):
        with found.caller.in_vain(), found.caller.guarded():
            before, answer = stored(), found.caller.post(found.address, body, **how)
            if answer.status != status or "<h1>" not in answer.html or stored() != before:
                yield f"{what}: {answer.status}"


def _sent_twice(found: Found) -> Iterator[str]:
    """A second press on the same button adds nothing."""
    with found.caller.in_vain():
        found.caller.post(found.address, found.body)
        once = rows()
        answer = found.caller.post(found.address, found.body)
        added = {name: many - once[name] for name, many in rows().items() if many != once[name]}
    if answer.status >= 500 or (added and found.route not in AGAIN):
        yield f"sent twice: {answer.status}, and {added} more rows"


def _sent_late(found: Found) -> Iterator[str]:
    """Who writes over words that somebody else wrote meanwhile is told so first; a second press keeps them."""
    changes = ((name, another(one, found.body.get(name, []))) for name, one in found.form.inputs.items())
    name, two = next(((name, two) for name, two in changes if two), ("", []))
    if not two:
        return
    with found.caller.in_vain():
        found.caller.post(found.address, {**found.body, name: two[0]})
        now = [form for form in found.caller.get(found.page).page.forms if form.action == found.form.action]
        if not any(name in form.inputs and form.inputs[name].values == two[0] for form in now):
            return
        before, late = stored(), found.caller.post(found.address, {**found.body, name: two[1]})
        if not late.is_refused or f"id_{name}" not in late.page.beside or stored() != before:
            yield f"{name} is written over unseen: {late.status} {late.page.above}"
            return
        again = form_like(late.page, found.body)
        if not found.caller.post(found.address, {**found.body, **again.typed()}).is_taken:
            yield f"{name} is refused also to who read it"
