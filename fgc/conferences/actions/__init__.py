"""What can be done on the way to the day, and on the day itself."""

from fgc.conferences.actions.arrivals import agree_arrival, erase_old_arrivals, take_back_arrival
from fgc.conferences.actions.choosing import cancel_conference, choose_date, move_conference, record_safety_check
from fgc.conferences.actions.dates import (
    add_date_option,
    answer_date,
    ask_for_dates,
    offer_dates,
    plan_conference,
    remove_date_option,
)
from fgc.conferences.actions.day import (
    end_day,
    end_forgotten_private_time,
    end_private_time,
    record_attendance,
    start_day,
    start_private_time,
    write_privately,
)
from fgc.conferences.actions.ending import call_off_ended
from fgc.conferences.actions.information import (
    hand_in_information,
    renew_bottom_line,
    reply_to_bottom_line,
    set_bottom_line,
    withdraw_bottom_line,
)
from fgc.conferences.actions.invitations import (
    answer_invitation,
    done_by_hand,
    invite,
    mark_told,
    printed,
    send_invitation,
    send_waiting,
)
from fgc.conferences.actions.preparation import ask_information, deliver_information, record_talk
from fgc.conferences.actions.terms import forget_meetings

__all__ = [
    "add_date_option",
    "agree_arrival",
    "answer_date",
    "answer_invitation",
    "ask_for_dates",
    "ask_information",
    "call_off_ended",
    "cancel_conference",
    "choose_date",
    "deliver_information",
    "done_by_hand",
    "end_day",
    "end_forgotten_private_time",
    "end_private_time",
    "erase_old_arrivals",
    "forget_meetings",
    "hand_in_information",
    "invite",
    "mark_told",
    "move_conference",
    "offer_dates",
    "plan_conference",
    "printed",
    "record_attendance",
    "record_safety_check",
    "record_talk",
    "remove_date_option",
    "renew_bottom_line",
    "reply_to_bottom_line",
    "send_invitation",
    "send_waiting",
    "set_bottom_line",
    "start_day",
    "start_private_time",
    "take_back_arrival",
    "withdraw_bottom_line",
    "write_privately",
]
