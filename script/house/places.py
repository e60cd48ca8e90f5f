"""Where things stand on this machine."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("FGC_HOME") or ROOT / ".local").expanduser().resolve()
VENV = HOME / "venv"
LOGS = HOME / "logs"


def python() -> Path:
    """The Python inside our own environment."""
    return VENV / "bin" / "python"


def packages() -> Path:
    """Where the installed packages lie inside our own environment."""
    return next((VENV / "lib").glob("python3.*/site-packages"))


def make_home() -> None:
    """Make the folder that holds all state of this checkout."""
    LOGS.mkdir(parents=True, exist_ok=True)
