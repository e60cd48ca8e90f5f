"""The demo's mail is caught by a real server, kept, and read back."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from house import ports

from fgc import elsewhere
from fgc.demo import mailcatcher, textcatcher
from fgc.outbox import sms


@pytest.fixture
def letter() -> EmailMessage:
    """A message as the outbox sends them."""
    message = EmailMessage()
    message["From"] = "Mijn afspraken <bericht@mijnafspraken.example>"
    message["To"] = "oma@familie.example"
    message["Subject"] = "Er staat een bericht voor je klaar"
    message["Date"] = "Mon, 02 Mar 2026 09:00:00 +0100"
    message.set_content("Lees het hier: één adres, alleen voor jou. 🌱")
    return message


def send(letter: EmailMessage, port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as post:
        post.send_message(letter)


def test_what_is_sent_can_be_read_newest_first(tmp_path, letter):
    port = ports.free()
    catcher = mailcatcher.serve(tmp_path / "mail", host="127.0.0.1", port=port)
    try:
        send(letter, port)
        letter.replace_header("Date", "Tue, 03 Mar 2026 09:00:00 +0100")
        letter.replace_header("To", "buurvrouw@straat.example")
        send(letter, port)
    finally:
        catcher.stop()

    newest, oldest = mailcatcher.messages(tmp_path / "mail")

    assert newest.recipients == ("buurvrouw@straat.example",)
    assert oldest.recipients == ("oma@familie.example",)
    assert oldest.subject == "Er staat een bericht voor je klaar"
    assert "één adres, alleen voor jou. 🌱" in oldest.text
    assert mailcatcher.messages(tmp_path / "mail", to="oma@familie.example") == [oldest]


def test_a_sender_that_does_not_tell_where_it_is_says_universal_time(tmp_path, letter):
    letter.replace_header("Date", "Tue, 03 Mar 2026 09:00:00 -0000")
    box = mailcatcher.open_box(tmp_path / "mail")
    box.add(letter.as_bytes())

    [message] = mailcatcher.messages(tmp_path / "mail")

    assert message.sent_at == datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def test_the_post_office_stops_when_it_is_told_to(tmp_path, root):
    port = ports.free()
    env = {**os.environ, "FGC_MAIL_DIR": str(tmp_path / "mail")}
    office = subprocess.Popen(
        [sys.executable, "manage.py", "catch_mail", "--port", str(port), "--sms-port", str(ports.free())],
        cwd=root,
        env=env,
    )
    while not ports.answers(port) and office.poll() is None:
        time.sleep(0.1)

    office.send_signal(signal.SIGTERM)

    assert office.wait(10) == 0


def test_a_text_message_is_kept_beside_the_mail(tmp_path, settings):
    port = ports.free()
    settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{port}/v1.0/message", "token"
    taker = textcatcher.serve(tmp_path / "mail", host="127.0.0.1", port=port)
    try:
        sent = sms.send("+31612345678", "Je code is één-twee.")
    finally:
        taker.shutdown()
        taker.server_close()

    [message] = mailcatcher.messages(tmp_path / "mail")

    assert sent is sms.Outcome.SENT
    assert (message.recipients, message.text.strip()) == (("+31612345678",), "Je code is één-twee.")
    assert message.subject == "Sms"


def test_what_is_no_text_message_is_refused_and_not_kept(tmp_path, settings):
    port = ports.free()
    taker = textcatcher.serve(tmp_path / "mail", host="127.0.0.1", port=port)
    try:
        for body in (b"", b"[]", b"{}", b"\xff", b'{"messages": {"msg": [{}]}}'):
            answer = elsewhere.ask("POST", f"http://127.0.0.1:{port}/", seconds=2, data=body)
            assert answer.status == 400
    finally:
        taker.shutdown()
        taker.server_close()

    assert mailcatcher.messages(tmp_path / "mail") == []
