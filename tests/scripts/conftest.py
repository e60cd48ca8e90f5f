"""The scripts work with Python's own library only, from a folder of their own."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "script"))

from house import places  # noqa: E402  # only there once the line above has run


@pytest.fixture
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for state, open to the account of the database, with our installed packages."""
    folder = Path(tempfile.mkdtemp(prefix="fgc-"))
    folder.chmod(0o755)
    monkeypatch.setattr(places, "HOME", folder)
    monkeypatch.setattr(places, "LOGS", folder / "logs")
    monkeypatch.setattr(places, "VENV", Path(sys.prefix))
    places.make_home()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def bare(home: Path) -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "FGC_HOME": str(home)}
