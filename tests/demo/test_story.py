"""The first story can be told from its first call to its last look back, by every rule of the house."""

from typing import Any

import pytest

from fgc.demo import telling
from tests.postman import at_work


@pytest.mark.django_db
def test_the_story_of_noor_can_be_told(settings: Any) -> None:
    with at_work() as postman:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port

        telling.tell_noor()

    assert len(postman.letters) > 50


@pytest.mark.django_db
def test_after_it_the_coordinator_has_a_family_to_prepare_today(settings: Any) -> None:
    with at_work() as postman:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port
        telling.tell_noor(until=1)

        stage = telling.tell_yara()

    assert stage.conference.moment == "planning"
