"""One machine, one developer or curious visitor: `script/server`."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-one-machine-and-never-for-people-with-something-to-lose")

from fgc.settings.base import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}
