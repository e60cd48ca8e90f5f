"""A service that families trust: TLS everywhere, secrets from outside, no demo."""

from fgc.settings import env
from fgc.settings.base import *  # noqa: F403

PRODUCTION = True
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "")
SECURE_SSL_REDIRECT = True
# What ends TLS stands before us, and says who knocks.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("TRUSTED_PROXY_COUNT", "1"))
# A watch on the same machine asks without TLS; the answer is one of a few words.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
