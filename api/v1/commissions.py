"""The commission: the children, who is asked for a yes, and the answers."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Choice, Day, Flag, Id, Input, Moment, Output, Text, ids, page_of
from fgc.access.can import Can
from fgc.families import actions, queries, rules
from fgc.plans import actions as plan_actions

if TYPE_CHECKING:
    from fgc.families.models import Child, Commission


class ChildOut(Output):
    """A child whom it is about, with the own question."""

    id = serializers.UUIDField()
    call_name = serializers.CharField()
    birth_date = serializers.DateField()
    question = serializers.CharField()
    question_asked_on = serializers.DateField(allow_null=True)
    did_not_want = serializers.BooleanField()


class ChildIn(Input):
    """A child whom it is about."""

    call_name = Text()
    birth_date = Day()


class Children(FamilyEndpoint):
    """The children whom it is about."""

    rights = {"GET": Can.ASK_CHILD, "POST": Can.ASK_COMMISSION}
    takes = {"POST": ChildIn}
    gives = {"GET": page_of(ChildOut), "POST": ChildOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The children, eldest first."""
        return self.listed(queries.children_of(self.family))

    def post(self, request: Request, **ids: Any) -> Response:
        """Names a child; the same one when it was named already."""
        return self.answer(actions.add_child(self.actor, self.family, **self.said()))


class TurnOut(Output):
    """A birthday on which a child decides more."""

    age = serializers.IntegerField()
    on = serializers.DateField()
    becomes = serializers.CharField()


class AgesOut(Output):
    """What a child decides today (heard, along, alone, grown_up), and from which day on more."""

    child_id = serializers.UUIDField(source="child.pk")
    age = serializers.IntegerField()
    decides = serializers.CharField()
    turns = TurnOut(many=True)


class ChildrensAges(FamilyEndpoint):
    """What the children decide."""

    rights = {"GET": Can.SEE_AGES}
    gives = {"GET": page_of(AgesOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Of each child what it decides today, and from which day on more."""
        return self.listed(queries.ages_of(self.family))


class OneChild(FamilyEndpoint):
    """One child."""

    rights = {"GET": Can.ASK_CHILD, "DELETE": Can.ASK_COMMISSION}
    gives = {"GET": ChildOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """One child whom it is about."""
        return self.answer(found(queries.child_for(self.family, ids["child_id"])))

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes back the name of a child, as long as nobody said yes for it."""
        child = found(queries.child_for(self.family, ids["child_id"]))
        actions.remove_child(self.actor, self.family, child_id=child.pk)
        return self.done()


class ChildQuestionIn(Input):
    """A child's own question, or that it did not want one."""

    text = Text(required=False)
    did_not_want = Flag(required=False)


class ChildQuestion(FamilyEndpoint):
    """A child's own question."""

    rights = {"GET": Can.ASK_CHILD, "PUT": Can.ASK_CHILD}
    takes = {"PUT": ChildQuestionIn}
    gives = {"GET": ChildOut, "PUT": ChildOut}
    amends = ("PUT",)
    child: "Child"

    def look_up(self) -> None:
        """The child, of this family."""
        self.child = found(queries.child_for(self.family, self.kwargs["child_id"]))

    def get(self, request: Request, **ids: Any) -> Response:
        """The child with its question."""
        return self.answer(self.child)

    def put(self, request: Request, **ids: Any) -> Response:
        """Writes down the child's own question in its own words."""
        self.must_match(self.child)
        return self.answer(actions.record_child_question(self.actor, self.child, **self.said()))


class CommissionOut(Output):
    """What one person was asked and answered."""

    id = serializers.UUIDField()
    giver = serializers.CharField(source="giver_name")
    giver_as = serializers.ChoiceField(choices=rules.Giver.choices)
    answer = serializers.ChoiceField(choices=rules.Yes.choices)
    how = serializers.CharField()
    witness = serializers.CharField()
    written_by = serializers.CharField(source="on_behalf_by.first_name", default="")
    child_ids = serializers.SerializerMethodField()
    asked_at = Moment()
    answered_at = Moment(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)

    def get_child_ids(self, commission: Any) -> list[str]:
        """For which children the yes counts."""
        return [str(row.child_id) for row in commission.children.all()]


class AskedChildOut(Output):
    """A child for whom a yes may be given."""

    id = serializers.UUIDField()
    call_name = serializers.CharField()


class OwnCommissionOut(CommissionOut):
    """What you were asked, and for which children you may say yes."""

    children = AskedChildOut(many=True)


class CommissionIn(Input):
    """Another person who decides along."""

    name = Text()
    email = Text(required=False)
    phone = Text(required=False)
    giver_as = Choice(choices=rules.Giver.choices, required=False)
    child_id = Id(required=False, allow_null=True)


class Commissions(FamilyEndpoint):
    """Who was asked for a yes."""

    rights = {"GET": Can.ASK_COMMISSION, "POST": Can.ASK_COMMISSION}
    takes = {"POST": CommissionIn}
    gives = {"GET": page_of(CommissionOut), "POST": CommissionOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """Every yes and no of the family, oldest first."""
        return self.listed(queries.commissions_of(self.family))

    def post(self, request: Request, **ids: Any) -> Response:
        """Asks another person who decides along."""
        asked = actions.ask_commission(self.actor, self.family, **self.said())
        return self.answer(queries.commission_for(self.family, asked.pk))


class CommissionAnswerIn(Input):
    """Your own yes or no."""

    says = Choice(choices=["yes", "no"])
    child_ids = ids(required=False)
    giver_as = Choice(choices=rules.Giver.choices, required=False)


class OwnCommission(FamilyEndpoint):
    """What you yourself were asked."""

    own = True
    rights = {"GET": Can.COMMISSION, "PUT": Can.COMMISSION}
    takes = {"PUT": CommissionAnswerIn}
    gives = {"GET": OwnCommissionOut, "PUT": OwnCommissionOut}
    asked: "Commission"

    def look_up(self) -> None:
        """The own question; who was not asked has none."""
        self.asked = found(queries.own_commission(self.actor, self.family))

    def get(self, request: Request, **ids: Any) -> Response:
        """What you were asked, and what you answered."""
        return self._shown()

    def put(self, request: Request, **ids: Any) -> Response:
        """Says yes, for these children, or no."""
        said = self.said()
        if said.pop("says") == "yes":
            self.asked = actions.give_commission(self.actor, self.asked, **said)
        else:
            self.asked = actions.refuse_commission(self.actor, self.asked)
        return self._shown()

    def _shown(self) -> Response:
        rows = {row.pk: row for row in queries.commissions_of(self.family)}
        shown = dict(CommissionOut(rows[self.asked.pk]).data)
        return Response({**shown, "children": AskedChildOut(queries.children_of(self.family), many=True).data})


class SpokenIn(Input):
    """A yes that was spoken before a witness, or that stands on paper."""

    child_ids = ids(required=False)
    witness = Text()
    how = Choice(choices=rules.How.choices, required=False)


class SpokenCommission(FamilyEndpoint):
    """A yes that was given elsewhere."""

    rights = {"PUT": Can.ASK_COMMISSION}
    takes = {"PUT": SpokenIn}
    gives = {"PUT": CommissionOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Writes down a yes that was spoken or stands on paper; everybody sees who wrote it down."""
        commission = found(queries.commission_for(self.family, ids["commission_id"]))
        actions.record_spoken_commission(self.actor, commission, **self.said())
        return self.answer(queries.commission_for(self.family, commission.pk))


class AuthorityIn(Input):
    """Why somebody decides no longer, since when, and who says so."""

    because = Choice(choices=[one.value for one in rules.DECIDES_NO_LONGER])
    ended_on = Day()
    witness = Text()


class EndOfAuthority(FamilyEndpoint):
    """A parent or guardian who decides no longer."""

    rights = {"PUT": Can.RECORD_AUTHORITY}
    takes = {"PUT": AuthorityIn}
    gives = {"PUT": CommissionOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Writes down that this person has no authority any more or died; what was released is asked anew."""
        commission = found(queries.commission_for(self.family, ids["commission_id"]))
        plan_actions.record_end_of_authority(self.actor, commission, **self.said())
        return self.answer(queries.commission_for(self.family, commission.pk))


class TakenBackIn(Input):
    """A yes that was taken back before a witness, or on paper."""

    witness = Text()
    how = Choice(choices=[rules.How.SPOKEN, rules.How.PAPER], required=False)


class TakenBack(FamilyEndpoint):
    """A yes that was taken back elsewhere."""

    rights = {"PUT": Can.RECORD_AUTHORITY}
    takes = {"PUT": TakenBackIn}

    def put(self, request: Request, **ids: Any) -> Response:
        """Writes down that this person takes back the own yes. With the last yes everything stops for everybody."""
        commission = found(queries.commission_for(self.family, ids["commission_id"]))
        actions.record_withdrawal(self.actor, commission, **self.said())
        return self.done()
