"""Where providers say what became of a message. Nobody comes in here, and nothing is shown."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from fgc.outbox import returned
from fgc.outbox.queue import Channel
from fgc.outbox.returned import Word
from fgc.pages.door import PageRequest, hook_page
from fgc.pages.hooks import cm
from fgc.pages.hooks import mailgun as mailgun_words
from fgc.pages.hooks.reading import NotTaken

log = logging.getLogger(__name__)


@hook_page
def mailgun(request: PageRequest) -> HttpResponse:
    """What became of a mail; without a key in the settings it does not exist."""
    if not returned.is_heard(Channel.MAIL):
        raise Http404
    return _take_in(mailgun_words.word_in, request)


@hook_page
def text_message(request: PageRequest, token: str) -> HttpResponse:
    """What became of a text message, for who knows this address."""
    is_known = constant_time_compare(token, settings.SMS_REPORT_TOKEN)
    if not returned.is_heard(Channel.SMS) or not is_known:
        raise Http404
    return _take_in(cm.word_in, request)


def _take_in(read: Callable[[HttpRequest], Word | None], request: HttpRequest) -> HttpResponse:
    """What was said before is no fault: our answer may have been lost, and a provider that hears no repeats itself."""
    try:
        word = read(request)
    except NotTaken as no:
        log.warning("word of a provider was not taken: %d", no.status)
        return HttpResponse(status=no.status)
    if word is not None:
        returned.take_in(word)
    return HttpResponse(status=200)
