"""The suite: real PostgreSQL, real SMTP; a broker that can't be reached, since nothing in a request may need it."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-for-people-with-something-to-lose-at-all")

from fgc.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
# A run at night must not differ from one by day; the tests of the hours set them.
QUIET_HOURS = None, None
CELERY_BROKER_URL = os.environ.get("FGC_TEST_BROKER", "redis://127.0.0.1:1/0")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]
# Two branches can't both add "the next" migration: the newest is written down beside them.
INSTALLED_APPS += ["django_linear_migrations"]
