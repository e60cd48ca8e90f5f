"""The addresses of a family's own decisions, and of who looks for a coordinator."""

from django.urls import include, path

from fgc.pages.families import (
    codes,
    commission,
    coordinator,
    emergency,
    ending,
    hand_over,
    home,
    matching,
    question,
    seen,
    seen_as,
)

app_name = "families"

of_a_family = [
    path("", home.home, name="home"),
    path("commission/", commission.commission, name="commission"),
    path("commission/no/", commission.refuse, name="refuse_commission"),
    path("children/", commission.children, name="children"),
    path("children/<uuid:child_id>/remove/", commission.remove_child, name="remove_child"),
    path("ages/", commission.ages, name="ages"),
    path("deciders/", commission.deciders, name="deciders"),
    path("deciders/ask/", commission.ask, name="ask"),
    path("deciders/<uuid:commission_id>/spoken/", commission.spoken, name="spoken"),
    path("wishes/", coordinator.wishes, name="wishes"),
    path("coordinator/", coordinator.coordinator, name="coordinator"),
    path("coordinator/longer/", coordinator.prolong, name="prolong"),
    path("coordinator/replace/", coordinator.replace, name="replace"),
    path("coordinator/hand-over/", hand_over.hand_over, name="hand_over"),
    path("coordinator/hand-over/<uuid:hand_over_id>/take-back/", hand_over.take_back, name="take_back_hand_over"),
    path("coordinator/hand-back/", hand_over.hand_back, name="hand_back"),
    path("coordinator/<uuid:offer_id>/", coordinator.choose, name="choose"),
    path("question/", question.question, name="question"),
    path("question/<uuid:question_id>/", question.answer, name="answer_question"),
    path("question/child/<uuid:child_id>/", question.child_question, name="child_question"),
    path("seen/", seen.seen, name="seen"),
    path("seen/as/", seen_as.whose_eyes, name="whose_eyes"),
    path("seen/as/<uuid:user_id>/", seen_as.account, name="seen_as_account"),
    path("seen/as/person/<uuid:person_id>/", seen_as.person, name="seen_as_person"),
    path("seen/as/reader/<uuid:release_id>/", seen_as.reader, name="seen_as_reader"),
    path("seen/codes/", codes.codes, name="codes"),
    path("seen/let-in/", seen.let_in, name="let_in"),
    path("seen/<uuid:user_id>/end/", seen.end_access, name="end_access"),
    path("end/", ending.ways, name="ways"),
    path("end/pause/", ending.pause, name="pause"),
    path("end/stop/", ending.stop, name="stop"),
    path("end/withdraw/", ending.withdraw, name="withdraw"),
    path("end/erase/", ending.erase, name="erase"),
    path("end/keep/", ending.keep, name="keep"),
]
urlpatterns = [
    path("families/<uuid:family_id>/", include(of_a_family)),
    path("emergency/", emergency.emergencies, name="emergencies"),
    path("emergency/<uuid:emergency_id>/", emergency.opened, name="emergency"),
    path("emergency/<uuid:emergency_id>/allow/", emergency.allow, name="allow_emergency"),
    path("emergency/<uuid:emergency_id>/end/", emergency.end, name="end_emergency"),
    path("matching/", matching.matching, name="matching"),
    path("matching/<uuid:match_id>/", matching.match, name="match"),
    path("matching/calls/<uuid:call_id>/", matching.call, name="call"),
    path("offers/<uuid:offer_id>/", coordinator.offer, name="offer"),
    path("offers/<uuid:offer_id>/decline/", coordinator.decline, name="decline_offer"),
]
