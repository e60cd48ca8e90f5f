"""Whoever saw a page stands in the list, and no request costs more than it should."""

import re
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fgc.audit.models import Act, Line


def reads_of(user):
    return Line.objects.filter(act=Act.READ, actor_id=str(user.pk))


def test_a_page_that_comes_back_with_a_refused_form_was_looked_at(visit, mirjam, truus, family):
    answer = visit(mirjam).post(reverse("circle:contact", args=[family.pk, truus.pk]), {"way": "owl"})

    assert answer.status_code == 422
    assert truus.card.email in visit(mirjam).get(reverse("circle:person", args=[family.pk, truus.pk])).content.decode()
    assert reads_of(mirjam).filter(object_type="circle:contact", object_id=None).count() == 1


def test_a_form_that_was_accepted_is_no_look(visit, saskia, family):
    answer = visit(saskia).post(reverse("circle:circle", args=[family.pk]), {"line": "Truus oma"})

    assert answer.status_code == 302
    assert not reads_of(saskia).exists()


@pytest.mark.django_db
def test_nobody_fills_the_disk_with_a_file():
    browser = Client(enforce_csrf_checks=True)
    browser.get("/enter/")
    big = SimpleUploadedFile("x.bin", b"x" * 3_000_000)

    answer = browser.post("/enter/", {"email": "a@post.example", "file": big})

    assert answer.status_code == 400


@pytest.mark.django_db
def test_one_place_that_guesses_codes_does_not_shut_out_the_rest_behind_the_same_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guesser, honest = {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}, {"HTTP_X_FORWARDED_FOR": "198.51.100.8"}
    for _try in range(11):
        Client().post("/code/", {"code": "ABCDEFGHJK"}, **guesser)

    wrong = Client().post("/code/", {"code": "ABCDEFGHJK"}, **guesser).content.decode()
    other = Client().post("/code/", {"code": "ABCDEFGHJK"}, **honest).content.decode()
    assert wrong != other
    assert "Wacht een kwartier" in wrong
    assert "Wacht een kwartier" not in other


@pytest.mark.django_db
def test_after_the_code_one_goes_nowhere_but_here(visit, saskia, family, mailoutbox):
    browser = Client()
    browser.post("/enter/", {"email": saskia.email, "next": "https://evil.example/"})
    for thread in threading.enumerate():
        if thread.name == "login-code":
            thread.join()
    [code] = re.findall(r"^\s*([A-Z0-9-]{5,12})\s*$", mailoutbox[-1].body, re.MULTILINE)[:1]
    answer = browser.post("/enter/code/", {"code": code, "next": "https://evil.example/"})

    assert answer.status_code == 302, answer.content.decode()[:500]
    assert "evil" not in answer["Location"]


@pytest.mark.django_db
def test_another_language_leads_back_to_this_site():
    answer = Client().post("/language/", {"language": "en", "next": "https://evil.example/"})

    assert answer["Location"] == "/"
