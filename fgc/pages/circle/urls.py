"""The addresses of this area."""

from django.urls import include, path

from fgc.pages.circle import by_hand, calendar, corner, named, presses, views

app_name = "circle"

of_a_person = [
    path("", views.person, name="person"),
    path("change/", views.change, name="change"),
    path("card/", named.card, name="card"),
    path("contact/", views.contact, name="contact"),
    path("contact/hours/", views.hours, name="hours"),
    path("contact/readers/", named.card_readers, name="card_readers"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("needs/", views.needs, name="needs"),
    path("supporter/", views.supporter, name="supporter"),
    path("tie/", views.tie, name="tie"),
    path("account/", views.account, name="account"),
    path("leave/", views.leave, name="leave"),
    path("letter/", by_hand.letter, name="letter"),
    path("not-invite/", presses.not_invite, name="not_invite"),
    path("invite-again/", presses.invite_again, name="invite_again"),
    path("contact-person/", presses.contact_person, name="contact_person"),
    path("me/", presses.me, name="me"),
    path("take-back-links/", presses.take_back_links, name="take_back_links"),
    path("untie/<uuid:tie_id>/", presses.untie, name="untie"),
]
urlpatterns = [
    path("families/<uuid:family_id>/circle/", views.circle, name="circle"),
    path("families/<uuid:family_id>/circle/professional/", views.professional, name="professional"),
    path("families/<uuid:family_id>/circle/children/<uuid:child_id>/", presses.place_child, name="place_child"),
    path("families/<uuid:family_id>/circle/by-hand/", by_hand.by_hand, name="by_hand"),
    path("families/<uuid:family_id>/circle/by-hand/<uuid:message_id>/done/", by_hand.done, name="done_by_hand"),
    path("families/<uuid:family_id>/circle/by-hand/<uuid:message_id>/again/", by_hand.again, name="send_again"),
    path("families/<uuid:family_id>/own/", corner.corner, name="corner"),
    path("families/<uuid:family_id>/own/<uuid:note_id>/", corner.note, name="note"),
    path("families/<uuid:family_id>/own/<uuid:note_id>/remove/", corner.remove_note, name="remove_note"),
    path("families/<uuid:family_id>/circle/<uuid:person_id>/", include(of_a_person)),
]
