"""The demo's telephone company: it takes text messages as the provider does, and puts them beside the mail."""

import json
import threading
from email.message import EmailMessage
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.utils import timezone

from fgc.demo.mailcatcher import open_box

LONGEST_MESSAGE_BYTES = 10_000


class Taker(BaseHTTPRequestHandler):
    """Takes one POST of JSON for each message, and answers as the provider does."""

    folder: Path

    def do_POST(self) -> None:  # the standard library's name
        """Keep the messages of one request."""
        try:
            size = min(int(self.headers.get("Content-Length", "0")), LONGEST_MESSAGE_BYTES)
            taken = [_as_letter(one) for one in json.loads(self.rfile.read(size))["messages"]["msg"]]
        except (ValueError, LookupError, TypeError):
            self._say(HTTPStatus.BAD_REQUEST, {"details": "malformed", "errorCode": 202, "messages": []})
            return
        for letter in taken:
            open_box(self.folder).add(letter.as_bytes())
        said = [{"to": str(letter["To"]), "status": "Accepted", "messageErrorCode": 0} for letter in taken]
        self._say(HTTPStatus.OK, {"details": f"Created {len(said)} message(s)", "errorCode": 0, "messages": said})

    def _say(self, status: HTTPStatus, words: dict[str, Any]) -> None:
        body = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # the standard library's name
        """It would log who writes, and when."""


def _as_letter(message: dict[str, Any]) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = f"{message['from']} <sms@localhost>"
    letter["To"] = letter["X-Handed-To"] = message["to"][0]["number"].replace("00", "+", 1)
    letter["Subject"] = "Sms"
    letter["Date"] = format_datetime(timezone.now())
    letter.set_content(message["body"]["content"])
    return letter


def serve(folder: Path, *, host: str, port: int) -> ThreadingHTTPServer:
    """Start taking; the caller shuts down what is returned."""
    open_box(folder)
    company = ThreadingHTTPServer((host, port), type("TakerHere", (Taker,), {"folder": folder}))
    threading.Thread(target=company.serve_forever, daemon=True, name="text-catcher").start()
    return company
