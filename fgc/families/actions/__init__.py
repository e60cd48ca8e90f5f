"""What can be done in a family: request, commission, coordinator, question, seats, ending."""

from fgc.families.actions.authority import end_authority
from fgc.families.actions.birthdays import tell_of_birthdays
from fgc.families.actions.care import ask_codes
from fgc.families.actions.commission import (
    add_child,
    ask_commission,
    give_commission,
    record_spoken_commission,
    refuse_commission,
    remove_child,
)
from fgc.families.actions.coordinator import (
    accept_coordinator,
    declare_independence,
    decline_offer,
    hand_back,
    offer_coordinator,
    prolong_coordinator,
    refuse_coordinator,
    replace_coordinator,
    state_wishes,
)
from fgc.families.actions.ending import (
    close_family,
    erase_again,
    erase_due,
    erase_family,
    keep_family,
    record_withdrawal,
    stop_family,
    withdraw_commission,
)
from fgc.families.actions.joining import join_circles
from fgc.families.actions.proposal import accept_proposal, decline_proposal, note_address, propose
from fgc.families.actions.question import confirm_question, propose_question, record_child_question, refuse_question
from fgc.families.actions.request import start_request
from fgc.families.actions.seats import end_access, go_to_own_circle, let_in
from fgc.families.actions.splitting import begin_childrens_plan, open_other_circle
from fgc.families.actions.telling import tell_of_erasing
from fgc.families.actions.terms import forget_request, tell_of_its_end

__all__ = [
    "accept_coordinator",
    "accept_proposal",
    "add_child",
    "ask_codes",
    "ask_commission",
    "begin_childrens_plan",
    "close_family",
    "confirm_question",
    "declare_independence",
    "decline_offer",
    "decline_proposal",
    "end_access",
    "end_authority",
    "erase_again",
    "erase_due",
    "erase_family",
    "forget_request",
    "give_commission",
    "go_to_own_circle",
    "hand_back",
    "join_circles",
    "keep_family",
    "let_in",
    "note_address",
    "offer_coordinator",
    "open_other_circle",
    "prolong_coordinator",
    "propose",
    "propose_question",
    "record_child_question",
    "record_spoken_commission",
    "record_withdrawal",
    "refuse_commission",
    "refuse_coordinator",
    "refuse_question",
    "remove_child",
    "replace_coordinator",
    "start_request",
    "state_wishes",
    "stop_family",
    "tell_of_birthdays",
    "tell_of_erasing",
    "tell_of_its_end",
    "withdraw_commission",
]
