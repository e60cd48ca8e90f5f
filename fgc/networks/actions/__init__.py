"""Everything that changes the circle."""

from fgc.networks.actions.accounts import add_professional, link_account, this_is_me
from fgc.networks.actions.childrens_plan import make_childrens_plan
from fgc.networks.actions.contact import set_contact, take_back_links
from fgc.networks.actions.emergency import allow_emergency, ask_emergency, end_emergency
from fgc.networks.actions.feeds import end_calendar_address, make_calendar_address
from fgc.networks.actions.handover import take_back_hand_over, write_hand_over
from fgc.networks.actions.leaving import leave_circle
from fgc.networks.actions.notes import choose_note_reader, remove_note, write_note
from fgc.networks.actions.pausing import go_on, pause_family
from fgc.networks.actions.persons import (
    add_person,
    add_person_by_line,
    change_person,
    choose_support_person,
    invite_again,
    make_contact_person,
    mark_not_invited,
    place_child,
    set_needs,
)
from fgc.networks.actions.readers import choose_card_readers
from fgc.networks.actions.safety import (
    erase_old_safety,
    keep_safety_sheet,
    note_safety_step,
    take_back_about_safety,
    tell_about_safety,
    write_safety_sheet,
)
from fgc.networks.actions.ties import tie, untie

__all__ = [
    "add_person",
    "add_person_by_line",
    "add_professional",
    "allow_emergency",
    "ask_emergency",
    "change_person",
    "choose_card_readers",
    "choose_note_reader",
    "choose_support_person",
    "end_calendar_address",
    "end_emergency",
    "erase_old_safety",
    "go_on",
    "invite_again",
    "keep_safety_sheet",
    "leave_circle",
    "link_account",
    "make_calendar_address",
    "make_childrens_plan",
    "make_contact_person",
    "mark_not_invited",
    "note_safety_step",
    "pause_family",
    "place_child",
    "remove_note",
    "set_contact",
    "set_needs",
    "take_back_about_safety",
    "take_back_hand_over",
    "take_back_links",
    "tell_about_safety",
    "this_is_me",
    "tie",
    "untie",
    "write_hand_over",
    "write_note",
    "write_safety_sheet",
]
