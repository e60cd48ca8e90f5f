"""What the family and its circle do with the plan: every change of it, by subject."""

from fgc.plans.actions.about import (
    choose_what_parents_read,
    say_whom_it_is_about,
    write_down_what_parents_read,
)
from fgc.plans.actions.agreements import (
    add_line_to_running_plan,
    change_draft_agreement,
    record_agreement,
    remove_agreement,
)
from fgc.plans.actions.amendments import (
    answer_amendment,
    answer_amendment_on_behalf,
    propose_amendment,
    withdraw_amendment,
)
from fgc.plans.actions.archive import finish, print_versions, take_along
from fgc.plans.actions.authority import record_end_of_authority
from fgc.plans.actions.childrens_plan import carry_childrens_plans
from fgc.plans.actions.follow_up import plan_follow_up, report_progress
from fgc.plans.actions.ladder import choose_ladder, choose_reminders, name_watcher
from fgc.plans.actions.leave import leave
from fgc.plans.actions.looks import hold_look, move_look, plan_look, schedule_looks
from fgc.plans.actions.more import answer_for_more, ask_for_more
from fgc.plans.actions.plan import approve_plan, begin_plan, judge_bottom_line
from fgc.plans.actions.promises import confirm_commitment, confirm_on_behalf, take_it_myself, take_over
from fgc.plans.actions.readers import code_for_reader
from fgc.plans.actions.releases import give_up_release, release, revoke_release
from fgc.plans.actions.splitting import part_circles, split_circle
from fgc.plans.actions.terms import forget_unmet, keep_terms
from fgc.plans.actions.yeses import agree_to_release, allow_release, record_yes_to_release

__all__ = [
    "add_line_to_running_plan",
    "agree_to_release",
    "allow_release",
    "answer_amendment",
    "answer_amendment_on_behalf",
    "answer_for_more",
    "approve_plan",
    "ask_for_more",
    "begin_plan",
    "carry_childrens_plans",
    "change_draft_agreement",
    "choose_ladder",
    "choose_reminders",
    "choose_what_parents_read",
    "code_for_reader",
    "confirm_commitment",
    "confirm_on_behalf",
    "finish",
    "forget_unmet",
    "give_up_release",
    "hold_look",
    "judge_bottom_line",
    "keep_terms",
    "leave",
    "move_look",
    "name_watcher",
    "part_circles",
    "plan_follow_up",
    "plan_look",
    "print_versions",
    "propose_amendment",
    "record_agreement",
    "record_end_of_authority",
    "record_yes_to_release",
    "release",
    "remove_agreement",
    "report_progress",
    "revoke_release",
    "say_whom_it_is_about",
    "schedule_looks",
    "split_circle",
    "take_along",
    "take_it_myself",
    "take_over",
    "withdraw_amendment",
    "write_down_what_parents_read",
]
