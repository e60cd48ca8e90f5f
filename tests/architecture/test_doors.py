"""Whatever can be done here, can be done by a person on a page and by a program; the few exceptions say why."""

import ast
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BY_THE_CLOCK = "only the clock does this"
ELSEWHERE = {
    "begin_childrens_plan": "a part of make_childrens_plan, which puts the people in it as well",
    "close_family": "a part of finish, which closes the plan as well",
    "end_authority": "a part of record_end_of_authority, which asks anew what was released",
    "go_to_own_circle": "a part of split_circle, which takes out who goes along",
    "leave_circle": "a part of leave, which frees the promises as well",
    "open_other_circle": "a part of split_circle, which is the same when nobody goes along",
    "schedule_looks": "a part of approve_plan",
    "offer_dates": "the story puts several moments on the list at once; a page and a program do one at a time",
    "call_off_ended": BY_THE_CLOCK,
    "carry_childrens_plans": BY_THE_CLOCK,
    "end_forgotten_private_time": BY_THE_CLOCK,
    "erase_again": "only the operator does this, after a restore",
    "erase_due": BY_THE_CLOCK,
    "erase_old_arrivals": BY_THE_CLOCK,
    "erase_old_safety": BY_THE_CLOCK,
    "forget_meetings": BY_THE_CLOCK,
    "forget_request": BY_THE_CLOCK,
    "forget_unmet": BY_THE_CLOCK,
    "keep_terms": BY_THE_CLOCK,
    "plan_follow_up": BY_THE_CLOCK,
    "tell_of_its_end": BY_THE_CLOCK,
    "tell_of_birthdays": BY_THE_CLOCK,
    "tell_of_erasing": BY_THE_CLOCK,
}
ONLY_PEOPLE = dict.fromkeys(
    ("ask_emergency", "allow_emergency", "end_emergency"),
    "emergency access takes two persons who are asked again who is there: no program does that",
) | dict.fromkeys(
    ("make_calendar_address", "end_calendar_address"),
    "a token of a program, that ends after 90 days, makes no address that is open for a year",
)
ONLY_PROGRAMS = {"add_person": "a page adds by one line of typing, and then changes what was not understood"}


def actions() -> set[str]:
    """Every public action of the domain."""
    apps = ("families", "networks", "conferences", "plans")
    return {name for app in apps for name in import_module(f"fgc.{app}.actions").__all__}


def used_in(folder: str) -> set[str]:
    """Every name that a door speaks of."""
    trees = [ast.parse(path.read_text()) for path in (ROOT / folder).rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {
        node.id for node in nodes if isinstance(node, ast.Name)
    }


def test_a_person_can_do_on_a_page_whatever_can_be_done() -> None:
    assert actions() - used_in("fgc/pages") == {*ELSEWHERE, *ONLY_PROGRAMS}


def test_a_program_can_do_whatever_can_be_done() -> None:
    assert actions() - used_in("api") == {*ELSEWHERE, *ONLY_PEOPLE}
