"""What another site, or a lying browser, makes a browser send."""

import uuid

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from fgc.checks import routes, visitors_are_told_apart
from fgc.pages.middleware import door_of

# Leaving fast works whatever the state of the page was; it ends a session, and that is all.
# And a machine that tells something signs what it says: tests/pages/test_login_of_work.py, tests/pages/test_hooks.py.
WITHOUT_PROOF = {"exit", "enter_with_log_out", "hooks:mailgun", "hooks:sms"}
POSTS = sorted(
    name
    for address, name, view in routes()
    if "POST" in getattr(door_of(view), "verbs", ()) and not address.startswith("api/") and name not in WITHOUT_PROOF
)


def address_of(name):
    for kwargs in ({}, {"token": "x"}, {"number": 1}, {"means_id": 1}):
        try:
            return reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            continue
    keys = next(address for address, known, _view in routes() if known == name)
    ids = [part.split(":")[1].rstrip(">") for part in keys.split("/") if part.startswith("<")]
    return reverse(name, kwargs={key: uuid.uuid4() for key in ids})


def test_there_are_forms_to_forge():
    assert len(POSTS) > 50


@pytest.mark.django_db
@pytest.mark.parametrize("name", POSTS)
def test_another_site_can_send_no_form_from_this_browser(name):
    browser = Client(enforce_csrf_checks=True)
    browser.get("/")

    assert browser.post(address_of(name), {}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("lie", ["evil.example", "127.0.0.1:8000@evil.example", "evil.example:8000"])
def test_a_made_up_name_of_the_site_is_answered_to_nobody(settings, caplog, lie):
    caplog.expect_errors = True
    settings.ALLOWED_HOSTS = ["afspraken.example"]

    assert Client().get("/", HTTP_HOST=lie).status_code == 400
    assert Client().get("/", HTTP_HOST="afspraken.example").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["a@post.example\nBcc: b@post.example", "a@post.example, b@post.example"])
def test_one_address_is_one_address(visit, email):
    assert visit().post("/ask/", {"name": "Saskia", "email": email}).status_code == 422
    assert visit().post("/enter/", {"email": email}).status_code == 422


def test_behind_a_proxy_visitors_are_told_apart(settings):
    settings.PRODUCTION, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 0

    assert [message.id for message in visitors_are_told_apart()] == ["fgc.E003"]
