"""The words of a family's page, said to its coordinator.

A family's pages speak to the family: "our plan", "your circle". The coordinator reads the same pages and is not one of
them: there the words are the family's, by its name. What doesn't stand in this table is said to everybody alike.
"""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fgc.access.can import Can

if TYPE_CHECKING:
    from django.http import HttpRequest

FAMILY_AND_YOU = _("The family and you see this.")
CIRCLE_AND_YOU = _("The family, its circle and you see this.")
WHO_DECIDES_AND_YOU = _("Those who decide in the family, and you, see this.")

BY_NAME: dict[str, str | Promise] = {
    # the family
    "The pages of your family": _("The pages of %(family)s"),
    "Our plan": _("The plan of %(family)s"),
    "Our circle": _("The people of %(family)s"),
    "Our question": _("The question of %(family)s"),
    "To our question": _("To the question"),
    "Our people": _("Everybody"),
    "Who are our people": _("Who belongs to them, and who else?"),
    "What we let professionals read": _("What professionals may read"),
    "Everybody whom you let in has a page like this, with only what is for that person.": _(
        "Everybody whom the family lets in has a page like this, with only what is for that person."
    ),
    "Everybody whom you let in and the coordinator see this.": _(
        "Everybody whom the family lets in, and you, see this."
    ),
    "Those who decide and the coordinator see what was sent about the meeting and the plan. What was sent to you about "
    "other things, only you see.": _("Those who decide, and you, see what was sent about the meeting and the plan."),
    "Those who decide and the coordinator see this.": WHO_DECIDES_AND_YOU,
    "There is no question yet. Write one below, in your own words.": _(
        "There is no question yet. Write the words of the family below; it says yes to them itself."
    ),
    "Everybody with authority, and children from 12 years. We tell nobody by ourselves: you choose whom "
    "you ask, and when.": _(
        "Everybody with authority, and children from 12 years. The family chooses who is asked, and when."
    ),
    "Your own corner": _("Written for you alone"),
    # the circle
    "You and the coordinator see this.": FAMILY_AND_YOU,
    "You and the coordinator see this. Address and telephone are seen only by the person and the coordinator.": _(
        "The family and you see this. Address and telephone are seen only by the person and you."
    ),
    "You and the coordinator see this. Danger or violence is never drawn here: tell that to your coordinator.": _(
        "The family and you see this. Danger or violence is never drawn here."
    ),
    "You and the coordinator see this. The circle sees only the name and the tie.": _(
        "The family and you see this. The circle sees only the name and the tie."
    ),
    "You, the circle and the coordinator see the names. The drawing is seen by you and the coordinator.": _(
        "The family, its circle and you see the names. The drawing is seen by the family and you."
    ),
    "Nobody is in the circle yet. Begin with yourself: fill in your own name above.": _(
        "Nobody is in the circle yet. Begin with whom it is about: fill in a name above."
    ),
    "They see nothing of you but what you let out yourselves.": _(
        "They see nothing of the family but what it lets out itself."
    ),
    "This person may tell you something before the meeting, and sees nothing but what you let out.": _(
        "This person may tell the family something before the meeting, and sees nothing but what it lets out."
    ),
    "Of everybody whom you let in we know already who it is. First let this person in.": _(
        "Of everybody whom the family let in we know already who it is. The family lets this person in first."
    ),
    "You let these people in. Which of them is this person? Then the own promises and answers belong together.": _(
        "The family let these people in. Which of them is this person? "
        "Then the own promises and answers belong together."
    ),
    "School: who is kind to you there? A teacher, another parent, the janitor?": _(
        "School: who is kind to them there? A teacher, another parent, the janitor?"
    ),
    "The street: who has your key, who walks the dog, who lived there before?": _(
        "The street: who has their key, who walks the dog, who lived there before?"
    ),
    "Sport, music, a club, church or mosque: who would notice that you are not there?": _(
        "Sport, music, a club, church or mosque: who would notice that they are not there?"
    ),
    "Somebody who looked after you earlier, or a volunteer.": _(
        "Somebody who looked after them earlier, or a volunteer."
    ),
    # the plan for the children
    "You, your circle and the coordinator read this here. Others around the children read the same lines, and "
    "nothing of your own plan.": _(
        "The family, its circle and you read this here. Others around the children read the same lines."
    ),
    # the meeting
    "Your family and the coordinator see this.": FAMILY_AND_YOU,
    "Who comes is seen by those who decide in your family, and the coordinator. Others see when and where.": _(
        "Who comes is seen by those who decide in the family, and you. Others see when and where."
    ),
    "Those who decide in your family, and the coordinator, see who is asked and who comes. Others see "
    "only their own answer.": _(
        "Those who decide in the family, and you, see who is asked and who comes. Others see only their own answer."
    ),
    "Reads only what you released, until %(day)s.": _("Reads only what the family released, until %(day)s."),
    "You see the order. Who answered what is seen only by the coordinator.": _(
        "The family sees the order. Who answered what is seen only by you."
    ),
    "Those who decide in your family, the coordinator, and each professional for the own page see this.": _(
        "Those who decide in the family, you, and each professional for the own page see this."
    ),
    "Only the coordinator sees this page.": _("Only you see this page."),
    "Which day suits you all?": _("Which day suits everybody?"),
    "Who is asked to come?": _("Who is asked to come to the meeting?"),
    "Choose whom you ask. Invitations go out once there is a date.": _(
        "Choose together who is asked. Invitations go out once there is a date."
    ),
    "Choose whom you ask": _("Choose who is asked"),
    "Nobody is on the list yet. Who should be there? Begin with whom you trust.": _(
        "Nobody is on the list yet. Ask the family who should be there."
    ),
    "Everybody in your circle is on the list.": _("Everybody of the circle is on the list."),
    "What professionals tell you": _("What professionals tell the family"),
    "You read this before the day. On the day itself there is no new news.": _(
        "The family reads this before the day. On the day itself there is no new news."
    ),
    "There is nothing to read yet. You get a message when there is.": _(
        "There is nothing to read yet. Ask a professional on the page of the preparation."
    ),
    "Your circle and the coordinator see this. What is said is not kept.": _(
        "The circle and you see this. What is said is not kept."
    ),
    "Our own sheet": _("The own sheet of the family"),
    "In your own words is best.": _("In their own words is best."),
    "What we agree on": _("What they agree on"),
    "Print this page for private time. It stays with you.": _("Print this page for private time. It stays with them."),
    "What you write on paper is seen only by you.": _("What they write on paper is seen only by them."),
    # the plan
    "All versions of our plan": _("All versions of the plan of %(family)s"),
    "Version %(number)s of our plan": _("Version %(number)s of the plan of %(family)s"),
    "What we agreed": _("What they agreed"),
    "We notice it by": _("They notice it by"),
    "%(name)s keeps an eye on the plan for you.": _("%(name)s keeps an eye on the plan for the family."),
    "Begin our plan": _("Begin the plan"),
    "Write down your first agreement": _("Write down the first agreement"),
    "Write down what you agreed, one line at a time. You can do that after the meeting, or without a meeting.": _(
        "Write down what they agreed, one line at a time. That can be done after the meeting, or without a meeting."
    ),
    "There is no version yet. It comes when you say yes to your plan.": _(
        "There is no version yet. It comes when the family says yes to its plan."
    ),
    "You, your circle and the coordinator see this.": CIRCLE_AND_YOU,
    "You, your circle and the coordinator see this. Professionals see nothing of it, unless you let them.": _(
        "The family, its circle and you see this. Professionals see nothing of it, unless the family lets them."
    ),
    "You, your circle and the coordinator see this. You can keep a line to yourselves.": _(
        "The family, its circle and you see this. A line can be kept from the circle."
    ),
    "You and the coordinator see this. Who is asked sees this line, the old and the new words.": _(
        "The family and you see this. Who is asked sees this line, the old and the new words."
    ),
    "This comes in your plan as a new version. Only who is named here gets a question.": _(
        "This comes in the plan as a new version. Only who is named here gets a question."
    ),
    "Do you stop with agreement %(number)s?": _("Does the family stop with agreement %(number)s?"),
    "Yes, we stop with it": _("Yes, they stop with it"),
    "Who promised this hears that it is no longer needed. The old version of your plan stays readable.": _(
        "Who promised this hears that it is no longer needed. The old version of the plan stays readable."
    ),
    # afterwards
    "Your agreements": _("The agreements"),
    "You look back together": _("They look back together"),
    "To our plan": _("To the plan"),
    "When do you look back?": _("When does the family look back?"),
    "You, the coordinator and %(name)s see this.": _("The family, %(name)s and you see this."),
    "There is no plan yet. Once you have said yes to your plan, you see here how it goes.": _(
        "There is no plan yet. Once the family has said yes to its plan, you see here how it goes."
    ),
    "Open an agreement and say how it goes. There is no good or bad: if something does not run, you change it. "
    "You may leave out what you like.": _(
        "Open an agreement and write down how it goes. There is no good or bad: if something does not run, "
        "they change it. Leave out what they like."
    ),
    "Nothing of your plan leaves your circle unless you let somebody read it.": _(
        "Nothing of the plan leaves the circle unless the family lets somebody read it."
    ),
    "Nobody outside your circle can read anything. You can let a professional read a part of your plan.": _(
        "Nobody outside the circle can read anything. The family can let a professional read a part of its plan."
    ),
    "Nobody outside your circle can read anything. Once you have said yes to a plan, you can let a "
    "professional read a part of it.": _(
        "Nobody outside the circle can read anything. Once the family has said yes to a plan, it can let a "
        "professional read a part of it."
    ),
}


def speaks_by_name(rights: frozenset[Can]) -> bool:
    """Is the reader at work on this family's page, without being of it? That is only the coordinator."""
    return Can.SEND_LINK in rights


def family_named_to(request: "HttpRequest | None") -> str:
    """The name of the family as it stands inside a sentence, for whom its words are said by name; "
    "nothing for others."""
    family = getattr(request, "family", None)
    if family is None or not speaks_by_name(getattr(request, "rights", frozenset())):
        return ""
    # A name begins with a capital where it stands alone: "De kring van Noor" makes "the plan of de kring van Noor".
    article, _space, rest = family.name.partition(" ")
    return f"{article.lower()} {rest}" if article in ("De", "Het", "The") else family.name
