"""Who may do what: one table.

A role is held in one family, from a moment until a moment (`models.FamilyGrant`). The letters:

    A  everything of this kind in the family
    O  only what is one's own: the own promise, the own answer, the own contact card
    -  never

A right that is missing in a row is a no. Source of the table: the field's matrix of roles and rights; rules that
outrank it (a child's private corner, named readers) are asked where they apply, and only ever take away.
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from fgc.access.can import Can


class Role(StrEnum):
    """A role in one family. The value is the codename of the guardian permission that stands for it."""

    COMMISSIONER = "act_commissioner"  # parent or adult who gave the commission
    YOUNG = "act_young_person"  # the young person from 12 years
    PARENT = "act_parent"  # a parent who was asked for a yes and has not given it, or has no authority
    MEMBER = "act_member"  # family, friend, neighbour
    SUPPORTER = "act_supporter"  # who sits beside the child
    COORDINATOR = "act_coordinator"  # the independent coordinator, once the family accepted
    JOINT = "act_joint"  # who decides on a plan for the children, together with somebody of another circle
    LINK = "link"  # a circle member without account, by a personal link: never granted, only held by the link
    PROFESSIONAL = "professional"  # never granted: only what names this professional
    OUTSIDE = "outside"  # never granted: what is left of a coordinator while the family has its private time

    @property
    def words(self) -> str:
        """The role in words for people."""
        return str(WORDS[self])


WORDS = {
    Role.COMMISSIONER: _("commissioning person"),
    Role.YOUNG: _("young person"),
    Role.PARENT: _("parent"),
    Role.MEMBER: _("circle member"),
    Role.SUPPORTER: _("support person"),
    Role.COORDINATOR: _("coordinator"),
    Role.JOINT: _("decides along for the children"),
    Role.LINK: _("circle member by personal link"),
    Role.PROFESSIONAL: _("professional"),
    Role.OUTSIDE: _("coordinator, waiting outside"),
}

GRANTED = (
    Role.COMMISSIONER,
    Role.YOUNG,
    Role.PARENT,
    Role.MEMBER,
    Role.SUPPORTER,
    Role.COORDINATOR,
    Role.JOINT,
)
OF_THE_CIRCLE = frozenset(GRANTED) - {Role.COORDINATOR} | {Role.LINK}
# A coordinator stays one while waiting outside: nobody becomes one of the circle in that hour.
COORDINATES = frozenset({Role.COORDINATOR, Role.OUTSIDE})
# Seats that the family gives and takes back; who decides holds the say by a yes, and ends it by taking that back.
SEATS = (Role.MEMBER, Role.SUPPORTER)
DECIDES = frozenset({Role.COMMISSIONER, Role.YOUNG, Role.JOINT})
# Whose say ends only by taking back the own yes.
HOLDS_THE_SAY = frozenset({Role.COMMISSIONER, Role.JOINT})

COLUMNS = (*GRANTED, Role.LINK, Role.PROFESSIONAL, Role.OUTSIDE)
#                            commissioner
#                            | young person
#                            | | parent without (or not yet with) a yes
#                            | | | member
#                            | | | | supporter
#                            | | | | | coordinator
#                            | | | | | | decides along on a plan for the children
#                            | | | | | | | link
#                            | | | | | | | | professional
#                            | | | | | | | | | coordinator during private time
TABLE = {
    Can.SEE_FAMILY:           "A A A A A A A - - -",
    Can.COMMISSION:           "O O O - - - O - - -",
    Can.ASK_COMMISSION:       "A - - - - A - - - -",
    Can.RECORD_AUTHORITY:     "- - - - - A - - - -",
    Can.WITHDRAW_COMMISSION:  "A - - - - - A - - -",
    Can.STATE_WISHES:         "A A - - - - - - - -",
    Can.DECLARE_INDEPENDENCE: "- - - - - - - - O -",
    Can.CHOOSE_COORDINATOR:   "A A - - - - A - - -",
    Can.HAND_OVER:            "- - - - - A - - - -",
    Can.SEE_QUESTION:         "A A - A A A - - - -",
    Can.WORD_QUESTION:        "A A - - - A - - - -",
    Can.CONFIRM_QUESTION:     "A A - - - - - - - -",
    Can.ASK_CHILD:            "A A - - - A - - - -",
    Can.SEE_AGES:             "A A - - - A - - - -",
    Can.SEE_WHO_LOOKED:       "A O O O O A O O - -",
    Can.SEE_SENT:             "A A O O O A O O - -",
    Can.SEE_AS:               "A A - - - - - - - -",
    Can.LET_IN:               "A - - - - - - - - -",
    Can.PAUSE:                "A A - - - - - - - -",
    Can.ASK_CODES:            "A A - - - - - - - -",
    Can.CLOSE:                "A - - - - - - - - -",
    Can.TAKE_ALONG:           "A - - - - - - - - -",
    Can.ERASE:                "A - - - - - A - - -",
    Can.KEEP:                 "A A A - - - A - - -",
    Can.SPLIT_CIRCLE:         "- - - - - A - - - -",
    Can.SEE_NAMES:            "A A - A A A A - - -",
    Can.SEE_CIRCLE:           "A A - - - A - - - -",
    Can.SEE_CONTACT:          "O O O O O A O O - -",
    Can.DRAW_CIRCLE:          "A A - - - A - - - -",
    Can.CHANGE_OWN_CONTACT:   "O O O O O A O O - -",
    Can.LEAVE:                "- O O O O A - O - -",
    Can.OWN_CORNER:           "O O O O O O - - - -",
    Can.WRITE_NOTES:          "O O O O - - - - - -",
    Can.TELL_SAFETY:          "O O O O - - - - - -",
    Can.KEEP_SAFETY:          "- - - - - A - - - -",
    Can.SEND_LINK:            "- - - - - A - - - -",
    Can.SEE_CONFERENCE:       "A A - A A A - - - -",
    Can.ORGANISE:             "- - - - - A - - - -",
    Can.ANSWER_POLL:          "O O O O O A - O O -",
    Can.CHOOSE_DATE:          "A A - - - A - - - -",
    Can.INVITE:               "A A - - - A - - - -",
    Can.ANSWER_INVITATION:    "O O O O O A - O O -",
    Can.PREPARE:              "- - - - - A - - - -",
    Can.INFORM:               "- - - - - - - - O -",
    Can.SET_BOTTOM_LINE:      "- - - - - - - - O -",
    Can.SEE_INFORMATION:      "A A - - - A A - O -",
    Can.REPLY_TO_BOTTOM_LINE: "A A - - - - - - - -",
    Can.SEE_DAY:              "A A - A A A - - - A",
    Can.WRITE_PRIVATELY:      "A A - A A - - - - -",
    Can.LEAD_DAY:             "- - - - - A - - - -",
    Can.END_PRIVATE_TIME:     "A A - A A - - - - -",
    Can.SEE_PLAN:             "A A - A A A A - - -",
    Can.RECORD_PLAN:          "A A - - - A - - - -",
    Can.APPROVE_PLAN:         "A A - - - - A - - -",
    Can.JUDGE_BOTTOM_LINE:    "- - - - - - - - O -",
    Can.SEE_OWN_PROMISE:      "O O O O O A O O O -",
    Can.CONFIRM:              "O O O O O - O O O -",
    Can.CONFIRM_ON_BEHALF:    "- - - - - A - - - -",
    Can.AMEND:                "A A - - - A A - - -",
    Can.AGREE_AMENDMENT:      "O O O O O - O O O -",
    Can.RELEASE:              "A A - - - - - - - -",
    Can.SHARE_WITH_PARENTS:   "- O - - - - - - - -",
    Can.AGREE_RELEASE:        "- O - - - - - - - -",
    Can.ALLOW_RELEASE:        "A - - - - - - - - -",
    Can.SEE_RELEASES:         "A A - - - A - - - -",
    Can.READ_RELEASE:         "- - - - - - - - O -",
    Can.REPORT:               "O O O O O - O O O -",
    Can.REPORT_ON_BEHALF:     "- - - - - A - - - -",
    Can.REVIEW:               "A A - - - A - - - -",
    Can.SEE_FOLLOW_UP:        "A A - - - A - - - -",
    Can.CHOOSE_LADDER:        "A A - - - - A - - -",
    Can.CHOOSE_REMINDERS:     "O O O O O A O O O -",
}  # fmt: skip


class Reach(StrEnum):
    """How far a right reaches."""

    ALL = "A"
    OWN = "O"
    NONE = "-"


REACH: dict[tuple[Role, Can], Reach] = {
    (role, can): Reach(letter)
    for can, letters in TABLE.items()
    for role, letter in zip(COLUMNS, letters.split(), strict=True)
}

# What work allows apart from any family, and what a visitor may do.
BY_WORK: dict[str, frozenset[Can]] = {
    "none": frozenset(),
    "coordinator": frozenset({Can.SEE_DESK}),
    "manager": frozenset({Can.MATCH, Can.SEE_MATCHING, Can.OPEN_EMERGENCY, Can.SEE_SENDING}),
    "professional": frozenset({Can.PROPOSE, Can.SEE_OWN_PROPOSALS, Can.SEE_WORK}),
}
BY_VISITING = frozenset({Can.START_REQUEST, Can.ANSWER_PROPOSAL})
BY_THE_CLOCK = frozenset({Can.KEEP_TIME, Can.DELIVER, Can.SEND_LINK})


def reach(role: Role, can: Can) -> Reach:
    """How far this role reaches with this right."""
    return REACH.get((role, can), Reach.NONE)


def roles_that(can: Can, *, at_least: Reach = Reach.ALL) -> list[Role]:
    """The granted roles that hold this right, wholly or (with `at_least=Reach.OWN`) for what is their own."""
    wanted = {Reach.ALL} if at_least is Reach.ALL else {Reach.ALL, Reach.OWN}
    return [role for role in GRANTED if reach(role, can) in wanted]
