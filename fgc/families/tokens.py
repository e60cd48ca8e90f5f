"""The token in the letter of a proposal: random, and kept only as a hash."""

import hashlib
import secrets


def new() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """All that we keep of it."""
    return hashlib.sha256(token.encode()).hexdigest()
