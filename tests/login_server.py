"""A login server of an organisation for tests: it speaks OpenID Connect on loopback, and lies where a test wants it."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "fgc at the municipality", "a secret: with signs / & spaces"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _number in range(2))
SMALL_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


def public(key: Any, **more: Any) -> dict[str, Any]:
    """The public half of a key, as a server shows it."""
    shown: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {**shown, "kid": "one", "use": "sig", "alg": "RS256", **more}


def pem(key: Any) -> bytes:
    """The public half, as somebody may take it for a shared secret."""
    found: bytes = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return found


class LoginServer(ThreadingHTTPServer):
    """Knows one person; every answer of it can be bent by the test."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.codes: dict[str, dict[str, str]] = {}
        self.served: list[str] = []
        # What a test changes: claims, the head of the token, the key, and any answer as a whole.
        self.claims: dict[str, Any] = {}
        self.head: dict[str, Any] = {}
        self.key: Any = KEY
        self.algorithm = "RS256"
        self.keys: Any = [public(KEY)]
        self.metadata: dict[str, Any] = {}
        self.bent: dict[str, Callable[[], tuple[int, dict[str, str], bytes]]] = {}
        self.returned: dict[str, str] = {}

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def lets_in(self, address: str) -> str:
        """What the browser comes back with, after its person logged in at this address: the address to go to."""
        asked = {name: said[0] for name, said in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        said = {"code": code, "state": asked["state"], **self.returned}
        return asked["redirect_uri"] + "?" + "&".join(f"{name}={value}" for name, value in said.items() if value)

    def token(self, **claims: Any) -> str:
        """A token as this server signs it."""
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "sub": "person-1", "iat": now, "exp": now + 300, **claims}
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(said, self.key, algorithm=self.algorithm, headers={"kid": "one", **self.head})

    def log_out_token(self, **claims: Any) -> str:
        """A token that says that somebody logged out."""
        self.head = {"typ": "logout+jwt", **self.head}
        return self.token(**{"jti": "number-1", "events": {LOGOUT: {}}, **claims})


class _Desk(BaseHTTPRequestHandler):
    server: LoginServer

    def do_GET(self) -> None:
        there = self.server
        if self.path == "/.well-known/openid-configuration":
            self._say("metadata", {
                "issuer": there.issuer, "authorization_endpoint": f"{there.issuer}/authorize",
                "token_endpoint": f"{there.issuer}/token", "jwks_uri": f"{there.issuer}/keys", **there.metadata,
            })  # fmt: skip
        elif self.path == "/keys":
            self._say("keys", {"keys": there.keys})
        else:
            self._say("elsewhere", {})

    def do_POST(self) -> None:
        there = self.server
        sent = {
            name: said[0]
            for name, said in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()
        }
        asked = there.codes.pop(sent.get("code", ""), None)
        if asked is None or not self._is_ours(sent) or not _fits(asked, sent):
            self._say("refused", {"error": "invalid_grant"}, 400)
            return
        claims = {"nonce": asked["nonce"], "auth_time": int(time.time()), "amr": ["pwd", "mfa"], **there.claims}
        self._say("token", {"access_token": "x", "token_type": "Bearer", "id_token": there.token(**claims)})

    def _is_ours(self, sent: dict[str, str]) -> bool:
        head = self.headers.get("Authorization", "")
        if head.startswith("Basic "):
            name, word = base64.b64decode(head[6:]).decode().split(":")
            return (unquote(name), unquote(word)) == (CLIENT, SECRET)
        return (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)

    def _say(self, what: str, words: Any, status: int = 200) -> None:
        self.server.served.append(what)
        headers, body = {"Content-Type": "application/json"}, json.dumps(words).encode()
        if what in self.server.bent:
            status, headers, body = self.server.bent[what]()
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _fits(asked: dict[str, str], sent: dict[str, str]) -> bool:
    made = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=")
    return made.decode() == asked["code_challenge"] and sent.get("redirect_uri") == asked["redirect_uri"]


@contextmanager
def at_work() -> Iterator[LoginServer]:
    """A server that listens until the end of the block."""
    there = LoginServer()
    threading.Thread(target=there.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield there
    finally:
        there.shutdown()
        there.server_close()
