"""A provider of text messages for tests: it speaks as the real one does, and misbehaves when a test asks for that."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TOKEN = "token-of-the-tests"


class Company(ThreadingHTTPServer):
    """Keeps each message; `status`, `body` and `slow_s` are what it does with the next ones."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.asked: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.status = 200
        self.body: bytes | None = None
        self.headers: dict[str, str] = {}
        self.slow_s = 0.0
        self.drips = False

    @property
    def address(self) -> str:
        """Where messages are taken."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1.0/message"

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What was handed in, oldest first."""
        return [one for asked in self.asked for one in asked["messages"]["msg"]]

    def words_to(self, number: str) -> list[str]:
        """The texts to one number, written as "0031…"."""
        return [one["body"]["content"] for one in self.messages if one["to"] == [{"number": number}]]


class _Counter(BaseHTTPRequestHandler):
    server: Company

    def do_POST(self) -> None:
        company = self.server
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        company.tokens.append(self.headers["X-CM-PRODUCTTOKEN"])
        company.asked.append(sent)
        time.sleep(company.slow_s)
        body = company.body if company.body is not None else _accepted(sent)
        self.send_response(company.status)
        for name, value in company.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            if company.drips:
                for one in body:
                    self.wfile.write(bytes([one]))
                    self.wfile.flush()
                    time.sleep(0.05)
            else:
                self.wfile.write(body)
        except OSError:
            pass

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _accepted(sent: dict[str, Any]) -> bytes:
    said = [
        {"to": one["to"][0]["number"], "status": "Accepted", "reference": None, "parts": 1, "messageErrorCode": 0}
        for one in sent["messages"]["msg"]
    ]
    return json.dumps({"details": "Created 1 message(s)", "errorCode": 0, "messages": said}).encode()


def failed(code: int) -> bytes:
    """What the provider says when one message will not do."""
    said = [{"to": "", "status": "Rejected", "reference": None, "parts": 0, "messageErrorCode": code}]
    return json.dumps({"details": "", "errorCode": 201, "messages": said}).encode()


@contextmanager
def at_work(certificate: Path | None = None) -> Iterator[Company]:
    """A provider who listens until the end of the block.

    Args:
        certificate: with it over TLS; key and certificate in one file.
    """
    company = Company()
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        company.socket = context.wrap_socket(company.socket, server_side=True)
    threading.Thread(target=company.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield company
    finally:
        company.shutdown()
        company.server_close()
