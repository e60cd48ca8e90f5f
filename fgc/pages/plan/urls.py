"""The addresses of the plan."""

from django.urls import path

from fgc.pages.plan import about, answers, ladder, printed, reminders, views, work, writing

app_name = "plan"

FAMILY = "families/<uuid:family_id>/plan/"
PERSON = "families/<uuid:family_id>/circle/<uuid:person_id>/"

urlpatterns = [
    path(FAMILY, views.plan, name="plan"),
    path(f"{FAMILY}begin/", views.begin, name="begin"),
    path(f"{FAMILY}approve/", views.approve, name="approve"),
    path(f"{FAMILY}versions/", views.versions, name="versions"),
    path(f"{FAMILY}versions/paper/", printed.paper, name="paper"),
    path(f"{FAMILY}versions/check/", printed.check, name="check"),
    path(f"{FAMILY}versions/<int:number>/", views.version, name="version"),
    path(f"{FAMILY}versions/<int:old>/<int:new>/", views.difference, name="difference"),
    path(f"{FAMILY}record/", writing.record, name="record"),
    path(f"{FAMILY}add/", writing.add, name="add"),
    path(f"{FAMILY}lines/<uuid:agreement_id>/edit/", writing.edit, name="edit"),
    path(f"{FAMILY}lines/<uuid:agreement_id>/remove/", writing.remove, name="remove"),
    path(f"{FAMILY}lines/<uuid:agreement_id>/change/", writing.amend, name="amend"),
    path(f"{FAMILY}lines/<uuid:agreement_id>/about/", about.about, name="about"),
    path(f"{FAMILY}lines/<uuid:agreement_id>/watcher/", ladder.watcher, name="watcher"),
    path(f"{FAMILY}ladder/", ladder.ladder, name="ladder"),
    path(f"{FAMILY}parents/", about.parents, name="parents"),
    path(f"{FAMILY}parents/<uuid:commission_id>/", about.parents_told, name="parents_told"),
    path(f"{FAMILY}lines/<uuid:agreement_id>/drop/", writing.drop, name="drop"),
    path(f"{FAMILY}lines/<uuid:agreement_id>/take/", writing.take, name="take"),
    path(f"{FAMILY}lines/<uuid:agreement_id>/take-myself/", writing.take_myself, name="take_myself"),
    path(f"{FAMILY}changes/<uuid:amendment_id>/withdraw/", writing.withdraw, name="withdraw"),
    path(f"{PERSON}promise/<uuid:commitment_id>/", answers.person_promise, name="person_promise"),
    path(f"{PERSON}promise/<uuid:commitment_id>/reminders/", reminders.person_reminders, name="person_reminders"),
    path(f"{PERSON}change/<uuid:consent_id>/", answers.person_amendment, name="person_amendment"),
    path("l/promise/<uuid:commitment_id>/", answers.link_promise, name="link_promise"),
    path("l/promise/<uuid:commitment_id>/reminders/", reminders.link_reminders, name="link_reminders"),
    path("l/change/<uuid:consent_id>/", answers.link_amendment, name="link_amendment"),
    path("promise/<uuid:commitment_id>/", work.promise, name="work_promise"),
    path("promise/<uuid:commitment_id>/reminders/", reminders.work_reminders, name="work_reminders"),
    path("change/<uuid:consent_id>/", work.amendment, name="work_amendment"),
    path("verdict/<uuid:bottom_line_id>/", work.verdict, name="verdict"),
]
