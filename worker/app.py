"""Door 3: the clock. Celery rings the bell; what must be sent lives in the outbox, so a dead broker loses nothing."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fgc.settings.production")

app = Celery("fgc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["worker"])

from worker.schedule import BELL  # noqa: E402  # after the settings are known

app.conf.beat_schedule = BELL
