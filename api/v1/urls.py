"""The addresses of version 1: nouns, and no slash at the end."""

from typing import Any

from django.urls import URLPattern, path

from api.v1 import (
    agreements,
    circle,
    commissions,
    conferences,
    coordinators,
    dates,
    days,
    description,
    endings,
    families,
    follow_up,
    invitations,
    other_circles,
    persons,
    plans,
    preparation,
    promises,
    proposals,
    questions,
    releases,
    work,
)

app_name = "api"

FAMILY = "families/<uuid:family_id>"
CHILD = f"{FAMILY}/children/<uuid:child_id>"
PERSON = f"{FAMILY}/persons/<uuid:person_id>"
CONFERENCE = f"{FAMILY}/conferences/<uuid:conference_id>"
INVITATION = f"{CONFERENCE}/invitations/<uuid:invitation_id>"
PLAN = f"{FAMILY}/plan"
AGREEMENT = f"{PLAN}/agreements/<uuid:agreement_id>"
COMMITMENT = f"{PERSON}/commitments/<uuid:commitment_id>"
SHEET = "asked-sheets/<uuid:sheet_id>"


def at(address: str, view: type[Any]) -> URLPattern:
    """An endpoint at its address, by its own name."""
    endpoint: URLPattern = path(address, view.as_view(), name=view.__name__)
    return endpoint


urlpatterns = [
    at("openapi.json", description.Description),
    # a request, and what happens before a family has its coordinator
    at("families", families.Families),
    at("proposals", proposals.Proposals),
    at("proposal-answers", proposals.ProposalAnswers),
    at("matching", coordinators.Matching),
    at("matching/<uuid:family_id>/candidates", coordinators.Candidates),
    at("matching/<uuid:family_id>/offers", coordinators.MatchingOffers),
    at("call-backs", coordinators.CallBacks),
    at("call-backs/<uuid:call_id>/address", coordinators.CallBackAddress),
    at("offers", coordinators.Offers),
    at("offers/<uuid:offer_id>/declaration", coordinators.Declaration),
    at("due-calls", follow_up.DueCalls),
    # the family
    at(FAMILY, families.OneFamily),
    at(f"{FAMILY}/wishes", families.Wishes),
    at(f"{FAMILY}/seats", families.Seats),
    at(f"{FAMILY}/seats/<uuid:user_id>", families.OneSeat),
    at(f"{FAMILY}/children", commissions.Children),
    at(CHILD, commissions.OneChild),
    at(f"{CHILD}/question", commissions.ChildQuestion),
    at(f"{FAMILY}/commissions", commissions.Commissions),
    at(f"{FAMILY}/commissions/own", commissions.OwnCommission),
    at(f"{FAMILY}/commissions/<uuid:commission_id>/spoken-answer", commissions.SpokenCommission),
    at(f"{FAMILY}/coordinator", coordinators.FamilyCoordinator),
    at(f"{FAMILY}/coordinator-offers", coordinators.CoordinatorOffers),
    at(f"{FAMILY}/coordinator-offers/<uuid:offer_id>/acceptance", coordinators.CoordinatorAcceptance),
    at(f"{FAMILY}/coordinator-offers/<uuid:offer_id>/refusal", coordinators.CoordinatorRefusal),
    at(f"{FAMILY}/other-circles", other_circles.OtherCircles),
    at(f"{FAMILY}/other-circles/<uuid:split_id>/childrens-plan", other_circles.OtherCirclePlan),
    at(f"{FAMILY}/question", questions.Question),
    at(f"{FAMILY}/questions", questions.Questions),
    at(f"{FAMILY}/questions/<uuid:question_id>/confirmation", questions.QuestionConfirmation),
    at(f"{FAMILY}/questions/<uuid:question_id>/refusal", questions.QuestionRefusal),
    at(f"{FAMILY}/access-log", endings.AccessLog),
    at(f"{FAMILY}/withdrawal", endings.Withdrawal),
    at(f"{FAMILY}/stop", endings.Stop),
    at(f"{FAMILY}/ending", endings.Ending),
    at(f"{FAMILY}/archive", endings.Archive),
    at(f"{FAMILY}/erasure", endings.Erasure),
    # the circle
    at(f"{FAMILY}/names", circle.Names),
    at(f"{FAMILY}/persons", circle.Persons),
    at(f"{FAMILY}/person-lines", circle.PersonLines),
    at(f"{FAMILY}/children/<uuid:child_id>/place", circle.ChildPlace),
    at(f"{FAMILY}/professionals", circle.Professionals),
    at(f"{FAMILY}/ties", circle.Ties),
    at(f"{FAMILY}/ties/<uuid:tie_id>", circle.OneTie),
    at(f"{FAMILY}/by-hand", circle.ByHand),
    at(f"{FAMILY}/by-hand/<uuid:message_id>/done", circle.ByHandDone),
    at(PERSON, persons.OnePerson),
    at(f"{PERSON}/contact-card", persons.ContactCard),
    at(f"{PERSON}/needs", persons.Needs),
    at(f"{PERSON}/support-person", persons.SupportPerson),
    at(f"{PERSON}/standing", persons.PersonStanding),
    at(f"{PERSON}/contact-person", persons.ContactPerson),
    at(f"{PERSON}/this-is-me", persons.ThisIsMe),
    at(f"{PERSON}/personal-links", persons.PersonalLinks),
    at(f"{PERSON}/departure", persons.Departure),
    at(f"{PERSON}/open-questions", persons.OpenQuestions),
    # the way to the day, and the day
    at(f"{FAMILY}/conferences", conferences.Conferences),
    at(CONFERENCE, conferences.OneConference),
    at(f"{CONFERENCE}/appointment", conferences.Appointment),
    at(f"{CONFERENCE}/safety-check", conferences.SafetyCheck),
    at(f"{CONFERENCE}/date", conferences.ConferenceDate),
    at(f"{CONFERENCE}/cancellation", conferences.Cancellation),
    at(f"{CONFERENCE}/date-options", dates.DateOptions),
    at(f"{CONFERENCE}/date-options/<uuid:option_id>", dates.OneDateOption),
    at(f"{CONFERENCE}/date-requests", dates.DateRequests),
    at(f"{CONFERENCE}/date-replies", dates.DateReplies),
    at(f"{PERSON}/date-replies/<uuid:conference_id>", dates.OwnPoll),
    at(f"{CONFERENCE}/invitations", invitations.Invitations),
    at(f"{CONFERENCE}/invitations/sending", invitations.InvitationsByMail),
    at(f"{INVITATION}/sending", invitations.InvitationSending),
    at(f"{INVITATION}/printing", invitations.InvitationPrinting),
    at(f"{INVITATION}/telling", invitations.InvitationTelling),
    at(f"{PERSON}/invitations/<uuid:invitation_id>", invitations.OwnInvitation),
    at(f"{CONFERENCE}/preparation", preparation.Preparation),
    at(f"{CONFERENCE}/talks/<uuid:person_id>", preparation.Talk),
    at(f"{CONFERENCE}/sheet-requests", preparation.SheetRequests),
    at(f"{CONFERENCE}/information-delivery", preparation.InformationDelivery),
    at(f"{FAMILY}/information", preparation.Information),
    at(f"{FAMILY}/bottom-lines/<uuid:bottom_line_id>/reply", preparation.BottomLineReply),
    at(f"{CONFERENCE}/day", days.Day),
    at(f"{CONFERENCE}/day/start", days.DayStart),
    at(f"{CONFERENCE}/day/private-time", days.PrivateTimeStart),
    at(f"{CONFERENCE}/day/private-time/end", days.PrivateTimeEnd),
    at(f"{CONFERENCE}/day/end", days.DayEnd),
    at(f"{CONFERENCE}/day/attendance", days.Attendance),
    at(f"{CONFERENCE}/private-paper", days.PrivatePaper),
    # the plan
    at(PLAN, plans.WholePlan),
    at(f"{PLAN}/approval", plans.PlanApproval),
    at(f"{PLAN}/versions", plans.PlanVersions),
    at(f"{PLAN}/versions/<int:number>", plans.OnePlanVersion),
    at(f"{PLAN}/versions/<int:old>/differences/<int:new>", plans.PlanDifference),
    at(f"{PLAN}/agreements", agreements.Agreements),
    at(f"{PLAN}/additions", agreements.Additions),
    at(AGREEMENT, agreements.OneAgreement),
    at(f"{AGREEMENT}/amendments", agreements.Amendments),
    at(f"{AGREEMENT}/takeover", agreements.Takeover),
    at(f"{PLAN}/amendments/<uuid:amendment_id>", agreements.OneAmendment),
    at(f"{PERSON}/commitments", promises.Commitments),
    at(COMMITMENT, promises.OneCommitment),
    at(f"{COMMITMENT}/answer", promises.CommitmentAnswer),
    at(f"{COMMITMENT}/answer-on-behalf", promises.CommitmentAnswerOnBehalf),
    at(f"{COMMITMENT}/progress", promises.Progress),
    at(f"{COMMITMENT}/progress-on-behalf", promises.ProgressOnBehalf),
    at(f"{PERSON}/consents/<uuid:consent_id>", promises.Consent),
    at(f"{PERSON}/consents/<uuid:consent_id>/on-behalf", promises.ConsentOnBehalf),
    at(f"{PERSON}/free-tasks", promises.FreeTasks),
    at(f"{FAMILY}/release-parts", releases.ReleaseParts),
    at(f"{FAMILY}/release-previews", releases.ReleasePreviews),
    at(f"{FAMILY}/releases", releases.Releases),
    at(f"{FAMILY}/releases/<uuid:release_id>", releases.OneRelease),
    at(f"{FAMILY}/follow-up", follow_up.FollowUp),
    at(f"{FAMILY}/looks", follow_up.Looks),
    at(f"{FAMILY}/looks/<uuid:look_id>", follow_up.OneLook),
    at(f"{FAMILY}/looks/<uuid:look_id>/holding", follow_up.LookHeld),
    # what a professional is asked, and may read
    at("asked-sheets", work.AskedSheets),
    at("asked-work", work.AskedWork),
    at(SHEET, work.AskedSheet),
    at(f"{SHEET}/bottom-lines", work.SheetBottomLines),
    at(f"{SHEET}/bottom-lines/<uuid:bottom_line_id>", work.SheetBottomLine),
    at("bottom-lines/<uuid:bottom_line_id>/verdict", work.BottomLineVerdict),
    at("commitments/<uuid:commitment_id>", work.WorkPromise),
    at("commitments/<uuid:commitment_id>/progress", work.WorkProgress),
    at("consents/<uuid:consent_id>", work.WorkConsent),
    at("released", releases.Released),
    at("released/<uuid:release_id>", releases.OneReleased),
    at("released/<uuid:release_id>/paper", releases.ReleasedPaper),
]
