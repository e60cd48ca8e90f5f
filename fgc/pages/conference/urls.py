"""The addresses of this area."""

from django.urls import include, path

from fgc.pages.conference import answers, arrivals, asked, dates, day, information, invitations, overview, preparation

app_name = "conference"

of_a_conference = [
    path("", overview.conference, name="conference"),
    path("start/", overview.start, name="start"),
    path("calendar/", overview.calendar, name="calendar"),
    path("safety/", overview.safety, name="safety"),
    path("arrivals/", arrivals.arrivals, name="arrivals"),
    path("arrivals/<uuid:person_id>/", arrivals.arrival, name="arrival"),
    path("arrivals/<uuid:person_id>/remove/", arrivals.take_back, name="take_back_arrival"),
    path("dates/", dates.dates, name="dates"),
    path("dates/ask/", dates.ask, name="ask_dates"),
    path("dates/<uuid:option_id>/remove/", dates.remove, name="remove_date"),
    path("dates/<uuid:option_id>/choose/", dates.choose, name="choose_date"),
    path("move/", dates.move, name="move"),
    path("cancel/", dates.cancel, name="cancel"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/send/", invitations.send_all, name="send_invitations"),
    path("invitations/<uuid:invitation_id>/send/", invitations.send, name="send_invitation"),
    path("invitations/<uuid:invitation_id>/printed/", invitations.printed, name="printed"),
    path("invitations/<uuid:invitation_id>/told/", invitations.told, name="told"),
    path("preparation/", preparation.preparation, name="preparation"),
    path("preparation/ask/", preparation.ask, name="ask_information"),
    path("preparation/deliver/", preparation.deliver, name="deliver"),
    path("preparation/<uuid:person_id>/", preparation.talk, name="talk"),
    path("information/", information.information, name="information"),
    path("information/<uuid:line_id>/reply/", information.reply, name="reply"),
    path("day/", day.day, name="day"),
    path("day/start/", day.start, name="start_day"),
    path("day/private/", day.leave_them, name="start_private"),
    path("day/ready/", day.ready, name="end_private"),
    path("day/end/", day.end, name="end_day"),
    path("day/who/<str:phase>/", day.who, name="attendance"),
    path("day/sheet/", day.sheet, name="sheet"),
]
urlpatterns = [
    path("families/<uuid:family_id>/conference/", include(of_a_conference)),
    path(
        "families/<uuid:family_id>/circle/<uuid:person_id>/date/<uuid:conference_id>/",
        answers.person_date,
        name="person_date",
    ),
    path(
        "families/<uuid:family_id>/circle/<uuid:person_id>/invitation/<uuid:invitation_id>/",
        answers.person_invitation,
        name="person_invitation",
    ),
    path("l/date/<uuid:conference_id>/", answers.link_date, name="link_date"),
    path("l/invitation/<uuid:invitation_id>/", answers.link_invitation, name="link_invitation"),
    path("l/invitation/<uuid:invitation_id>/calendar/", answers.link_calendar, name="link_calendar"),
    path("asked/<uuid:sheet_id>/", asked.asked, name="asked"),
    path("asked/<uuid:sheet_id>/bottom-line/", asked.bottom_line, name="bottom_line"),
    path("asked/<uuid:sheet_id>/bottom-line/<uuid:line_id>/renew/", asked.renew, name="renew_bottom_line"),
    path("asked/<uuid:sheet_id>/bottom-line/<uuid:line_id>/withdraw/", asked.withdraw, name="withdraw_bottom_line"),
]
