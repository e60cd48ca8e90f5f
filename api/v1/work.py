"""What a professional is asked: a page of information, bottom lines, the own promises, and a verdict."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Endpoint, found
from api.fields import Choice, Day, Id, Input, Output, Text, page_of
from api.v1.endings import SeenOut
from api.v1.plans import WordsOut
from api.v1.preparation import BottomLineOut, SheetOut
from api.v1.promises import CommitmentOut, ConsentIn, ConsentOut, ProgressIn, ProgressOut, PromiseAnswerIn
from fgc.access.can import Can
from fgc.conferences import actions, queries
from fgc.conferences.rules import Verdict
from fgc.families import queries as families
from fgc.plans import actions as plan_actions
from fgc.plans import queries as plans


class AskedSheetOut(SheetOut):
    """A page of information that you were asked for."""

    id = serializers.UUIDField()
    due_on = serializers.DateField(allow_null=True)


class AskedSheets(Endpoint):
    """The pages of information that you were asked for."""

    area = "conference"
    rights = {"GET": Can.SEE_WORK}
    gives = {"GET": page_of(AskedSheetOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """What you were asked for, newest first; nothing of families that ended."""
        return self.listed(queries.sheets_for(self.actor.account))


class OwnAccessLog(Endpoint):
    """What you looked at yourself."""

    rights = {"GET": Can.SEE_WORK}
    gives = {"GET": page_of(SeenOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """What you looked at, in whatever family, newest first."""
        return self.listed(families.reads_of(self.actor))


class AskedWorkOut(Output):
    """What waits for your answer, by the ids under which it is read and answered."""

    bottom_line_ids = serializers.ListField(child=serializers.UUIDField())
    commitment_ids = serializers.ListField(child=serializers.UUIDField())
    consent_ids = serializers.ListField(child=serializers.UUIDField())


class AskedWork(Endpoint):
    """What you, a professional, are asked after the meeting."""

    area = "plan"
    rights = {"GET": Can.SEE_WORK}
    gives = {"GET": AskedWorkOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """Verdicts to give, promises of your own, and changes of your own task."""
        work = plans.work_of(self.actor.account)
        return self.answer(
            {
                "bottom_line_ids": [line.pk for line in work.verdicts],
                "commitment_ids": [line.commitment.pk for line in work.promises],
                "consent_ids": [consent.pk for consent in work.changes],
            }
        )


class SheetIn(Input):
    """One page, in plain words."""

    facts = Text()
    worries = Text(required=False)
    strengths = Text()
    offers = Text(required=False)


class AskedSheet(Endpoint):
    """One page of information that you were asked for."""

    area = "conference"
    rights = {"GET": Can.SEE_WORK, "PUT": Can.SEE_WORK}
    takes = {"PUT": SheetIn}
    gives = {"GET": AskedSheetOut, "PUT": AskedSheetOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """The page as it is now."""
        sheet = queries.sheet_for(self.actor, ids["sheet_id"])
        self.note_read(sheet, Can.INFORM)
        return self.answer(sheet)

    def put(self, request: Request, **ids: Any) -> Response:
        """Hands in the page; it can be changed until the family has it."""
        sheet = queries.sheet_for(self.actor, ids["sheet_id"])
        said = {"worries": "", "offers": "", **self.said()}
        return self.answer(actions.hand_in_information(self.actor, sheet, **said))


class BottomLineIn(Input):
    """What must in any case be arranged, and why."""

    text = Text()
    reason = Text()
    child_id = Id(required=False, allow_null=True)
    valid_until = Day(required=False, allow_null=True)


class SheetBottomLines(Endpoint):
    """The bottom lines that you set."""

    area = "conference"
    rights = {"GET": Can.SEE_WORK, "POST": Can.SEE_WORK}
    takes = {"POST": BottomLineIn}
    gives = {"GET": page_of(BottomLineOut), "POST": BottomLineOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """Your bottom lines, with the family's reply."""
        sheet = queries.sheet_for(self.actor, ids["sheet_id"])
        self.note_read(sheet, Can.SET_BOTTOM_LINE)
        return self.listed(queries.lines_on(sheet))

    def post(self, request: Request, **ids: Any) -> Response:
        """Before the day, by a professional with a legal task: concrete, with a reason."""
        sheet = queries.sheet_for(self.actor, ids["sheet_id"])
        return self.answer(actions.set_bottom_line(self.actor, sheet, **self.said()))


class SheetBottomLine(Endpoint):
    """One bottom line that you set."""

    area = "conference"
    rights = {"DELETE": Can.SEE_WORK}

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes a bottom line back before the day."""
        sheet = queries.sheet_for(self.actor, ids["sheet_id"])
        actions.withdraw_bottom_line(self.actor, found(queries.line_on(sheet, ids["bottom_line_id"])))
        return self.done()


class RenewalIn(Input):
    """Until when a bottom line counts now, and why longer."""

    until = Day()
    reason = Text()


class BottomLineRenewal(Endpoint):
    """A bottom line of yours that counts longer."""

    area = "conference"
    rights = {"PUT": Can.SEE_WORK}
    takes = {"PUT": RenewalIn}
    gives = {"PUT": BottomLineOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Gives it a later last day, with a reason; the family is told, and may reply."""
        sheet = queries.sheet_for(self.actor, ids["sheet_id"])
        line = found(queries.line_on(sheet, ids["bottom_line_id"]))
        return self.answer(actions.renew_bottom_line(self.actor, line, **self.said()))


class JudgementOut(Output):
    """All that a professional sees for a verdict."""

    bottom_line = BottomLineOut()
    version = serializers.IntegerField()
    lines = WordsOut(many=True)
    verdict = serializers.CharField(source="verdict.verdict", default="")
    reason = serializers.CharField(source="verdict.reason", default="")


class VerdictIn(Input):
    """Met, met if, or not met."""

    verdict = Choice(choices=Verdict.choices)
    reason = Text(required=False)


class BottomLineVerdict(Endpoint):
    """Your verdict on your own bottom line."""

    area = "plan"
    rights = {"GET": Can.SEE_WORK, "PUT": Can.SEE_WORK}
    takes = {"PUT": VerdictIn}
    gives = {"GET": JudgementOut, "PUT": JudgementOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """Your bottom line, and the lines that the family tied to it."""
        asked = plans.judgement_for(self.actor, ids["bottom_line_id"])
        self.note_read(asked.bottom_line, Can.JUDGE_BOTTOM_LINE)
        return self.answer(asked)

    def put(self, request: Request, **ids: Any) -> Response:
        """Met, met if, or not met; nothing else of the plan."""
        asked = plans.judgement_for(self.actor, ids["bottom_line_id"])
        plan_actions.judge_bottom_line(self.actor, asked.bottom_line, **self.said())
        return self.answer(plans.judgement_for(self.actor, ids["bottom_line_id"]))


class WorkPromise(Endpoint):
    """A promise of your own, wherever you come from."""

    area = "plan"
    rights = {"GET": None, "PUT": None}
    takes = {"PUT": PromiseAnswerIn}
    gives = {"GET": CommitmentOut, "PUT": CommitmentOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What you are asked to promise."""
        asked = plans.work_promise(self.actor, ids["commitment_id"])
        self.note_read(asked.promise, Can.CONFIRM)
        return self.answer(asked)

    def put(self, request: Request, **ids: Any) -> Response:
        """Yes, less, or rather not."""
        asked = plans.work_promise(self.actor, ids["commitment_id"])
        plan_actions.confirm_commitment(self.actor, asked.promise, **self.said())
        return self.answer(plans.work_promise(self.actor, ids["commitment_id"]))


class WorkProgress(Endpoint):
    """How it goes with a promise of your own."""

    area = "follow_up"
    rights = {"PUT": None}
    takes = {"PUT": ProgressIn}
    gives = {"PUT": ProgressOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Says how it goes."""
        asked = plans.work_promise(self.actor, ids["commitment_id"])
        return self.answer(plan_actions.report_progress(self.actor, asked.promise, **self.said()))


class WorkConsent(Endpoint):
    """Your yes or no to a change of your own task."""

    area = "plan"
    rights = {"GET": None, "PUT": None}
    takes = {"PUT": ConsentIn}
    gives = {"GET": ConsentOut, "PUT": ConsentOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What would change in your task."""
        asked = plans.work_consent(self.actor, ids["consent_id"])
        self.note_read(asked.consent, Can.AGREE_AMENDMENT)
        return self.answer(asked)

    def put(self, request: Request, **ids: Any) -> Response:
        """Yes or no to a change."""
        asked = plans.work_consent(self.actor, ids["consent_id"])
        plan_actions.answer_amendment(self.actor, asked.consent, said_yes=self.said()["says"] == "yes")
        return self.answer(plans.work_consent(self.actor, ids["consent_id"]))
