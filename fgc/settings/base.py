"""What is the same everywhere. Nothing exists only in production."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from fgc.settings import env

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = Path(env.text("FGC_HOME", str(ROOT / ".local")))

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Demo mode lets anybody enter as a person of a story: fgc.checks refuses it beside a production setting.
DEMO = env.switch("FGC_DEMO")
DEMO_MAIL_DIR = Path(env.text("FGC_MAIL_DIR", str(HOME / "mail")))
PRODUCTION = False

INSTALLED_APPS = [
    "fgc.accounts",
    "fgc.access",
    "fgc.audit",
    "fgc.outbox",
    "fgc.families",
    "fgc.networks",
    "fgc.conferences",
    "fgc.plans",
    "fgc.pages",
    "fgc.demo",
    "api",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "csp",
    "phonenumber_field",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "fgc.pages.middleware.QuietHeaders",
    "fgc.pages.watch.first.Watched",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fgc.pages.middleware.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fgc.pages.staying.Staying",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fgc.pages.middleware.FamilyTransaction",
    "fgc.pages.middleware.OnlyThroughADoor",
]

ROOT_URLCONF = "fgc.urls"
WSGI_APPLICATION = "fgc.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fgc.pages.context.house",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "fgc.pages.templatetags.looks",
                "fgc.pages.templatetags.voice",
            ],
        },
    }
]

# Behind a pooler that hands out a line per transaction nothing may stay in it; the limits stand at the role as well.
IS_POOLED = env.switch("DATABASE_POOLED")
# A line to a machine that is gone, which nobody hung up, is found dead within a minute and not within two hours.
FOUND_DEAD = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}
LIMITS = "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
DATABASES = {
    "default": {
        **dj_database_url.parse(env.text("DATABASE_URL")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": IS_POOLED,
        # Our own middleware owns the transaction, so that it also covers the rendering of the page.
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"connect_timeout": 5, **FOUND_DEAD, **({} if IS_POOLED else {"options": LIMITS})},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "fgc",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "fgc.access.backends.DatedGrants",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ANONYMOUS_USER_NAME = None
# Our own backend stands in for guardian's: it knows the dates of a grant.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
LOGIN_URL = "enter"
LOGIN_REDIRECT_URL = "mine"
LOGOUT_REDIRECT_URL = "start"

# Families come in with a code by mail; nobody can make an account by himself: an account follows from a request.
ACCOUNT_ADAPTER = "fgc.pages.entrance.adapter.Entrance"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = True
# By place only: by address it would let anybody shut out somebody else. Our own form counts both together.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
# How many of our own proxies stand before the site: whose word on a visitor's address we believe.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("TRUSTED_PROXY_COUNT", "0"))

# Who works here takes a second step: an app that shows codes, or a passkey that asks for a finger, a face or a code.
MFA_ADAPTER = "fgc.pages.second_step.adapter.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Clocks differ, and people type slowly: the code before and after this one fits too, each of them once.
MFA_TOTP_TOLERANCE = 1
# How long ago, in seconds, the step may have been taken for what asks it again.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# How long somebody stays in, in seconds: without a sign of life, and at most. "own" is somebody of a family on a device
# that nobody else uses.
STAYS = {
    "work": {"idle": 15 * 60, "most": 12 * 60 * 60},
    "family": {"idle": 20 * 60, "most": 24 * 60 * 60},
    "own": {"idle": 12 * 60 * 60, "most": 24 * 60 * 60},
}

# Every device may be a shared one, until its owner says that it is not: the cookie goes with the browser.
SESSION_ENGINE = "fgc.accounts.sessions"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 24 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Where the quick exit leads: a page that everybody reads.
NEUTRAL_URL = env.text("NEUTRAL_URL", "https://www.buienradar.nl/")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The quick exit is a form that ends at the neutral page, also without JavaScript.
        "form-action": [SELF, f"{urlsplit(NEUTRAL_URL).scheme}://{urlsplit(NEUTRAL_URL).netloc}"],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE, DATA_UPLOAD_MAX_NUMBER_FIELDS = 512 * 1024, 400
FILE_UPLOAD_HANDLERS = ["fgc.pages.uploads.NoFiles"]

EMAIL = urlsplit(env.text("EMAIL_URL", "smtp://127.0.0.1:1025"))
EMAIL_BACKEND = "fgc.outbox.mail.Backend"
EMAIL_HOST, EMAIL_PORT = EMAIL.hostname or "127.0.0.1", EMAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.username or "", EMAIL.password or ""
EMAIL_USE_TLS, EMAIL_TIMEOUT = EMAIL.scheme == "smtp+tls", 15
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Mijn afspraken <bericht@mijnafspraken.example>")

# Text messages for who has no e-mail; without an address of a provider nobody is offered one.
SMS_URL, SMS_TOKEN = env.text("SMS_URL", ""), env.text("SMS_TOKEN", "")
SMS_SENDER = env.text("SMS_SENDER", "Bericht")
SMS_COUNTRIES = env.words("SMS_COUNTRIES", "NL")
# At night, on the reader's clock, only what can't wait goes out; who wants other hours says so.
QUIET_HOURS = env.hours("QUIET_HOURS", "21:00-08:00")
# Providers say afterwards what became of a message: CM.com knows an address that nobody else knows, Mailgun signs it.
SMS_REPORT_TOKEN = env.text("SMS_REPORT_TOKEN", "")
ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": env.text("MAILGUN_SIGNING_KEY", "")}
# How many messages a minute each provider takes from us; 0 is as many as there are.
PER_MINUTE = {"mail": env.number("MAIL_PER_MINUTE", 0), "sms": env.number("SMS_PER_MINUTE", 60)}
# Touched by every loop that found nothing overdue: a watch on another machine cries when it grows old.
DEADMAN_FILE = env.text("DEADMAN_FILE", "")
# Who shows this token reads the numbers of the sending at /metrics; without one nobody does.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = sorted(path for path in [*(ROOT / "fgc").glob("**/locale"), ROOT / "api" / "locale"] if path.is_dir())
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "NL"
PHONENUMBER_DB_FORMAT = "E164"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE

REST_FRAMEWORK = {
    # The door opens; whatever did not come through it is refused.
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.ClosedUnlessADoorOpens"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.tokens.BearerToken"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.SmallJson"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttles.PerAccount"],
    "DEFAULT_THROTTLE_RATES": {"account": "600/min"},
    "DEFAULT_SCHEMA_CLASS": "api.schema.DoorSchema",
    "EXCEPTION_HANDLER": "api.problems.problem",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Our own table of tokens takes the place of knox's, so that one is never made.
MIGRATION_MODULES = {"knox": None}
KNOX_TOKEN_MODEL = "accounts.Token"  # noqa: S105  # the name of a table
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer"}
SPECTACULAR_SETTINGS = {
    "TITLE": "fgc",
    "DESCRIPTION": "The steps of a family group conference, for programs. The same rules as the pages.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.0.3",
    "CONTACT": {
        "name": "Mijn afspraken",
        "email": "bericht@mijnafspraken.example",
        "url": "https://mijnafspraken.example/",
    },
    "LICENSE": {"name": "EUPL-1.2"},
    "SERVERS": [{"url": "/"}],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": ["api.schema.say_once"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Addresses of pages hold ids and, for a moment, link tokens: no request lines in our own log.
    "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"level": "ERROR"}},
}
