"""The Python environment: made once, filled from pinned files, renewed when those change."""

import importlib.util
import shutil
import subprocess
import sys

from house import marks, places, work
from house.say import Trouble, step

ROOM_NEEDED = 1_500_000_000
REGISTRY = "the Python package registry"


def ensure(kind: str) -> None:
    """Have the environment hold what the named requirements file asks.

    Args:
        kind: "base" to run the product, "dev" to prove it as well.

    Raises:
        Trouble: It cannot be made; the text says why and what to do.
    """
    if not _is_usable():
        _make()
    files = places.ROOT / "requirements"
    wanted = marks.print_of([files / f"{kind}.txt"], _version())
    if marks.matches(f"packages-{kind}", wanted):
        return
    _leave_room()
    with step("Installing the Python packages (a minute or two, once)"):
        _install(kind)
    marks.keep(f"packages-{kind}", wanted)
    if kind == "dev":
        marks.keep("packages-base", marks.print_of([files / "base.txt"], _version()))


def _install(kind: str) -> None:
    """The file names every package, so pip looks for none: it would try a newer one for "coverage[toml]"."""
    work.run(
        [
            places.python(), "-m", "pip", "install", "--require-hashes", "--no-deps", "--disable-pip-version-check",
            "--no-input", "--retries", "2", "-r", places.ROOT / "requirements" / f"{kind}.txt",
        ],
        log="pip",
        wish="install the Python packages",
        registry=REGISTRY,
    )  # fmt: skip


def _is_usable() -> bool:
    """A copied folder or a removed Python leaves an environment that no longer starts."""
    if not places.python().exists():
        return False
    asked = subprocess.run([str(places.python()), "-c", "import pip"], capture_output=True, check=False)
    return asked.returncode == 0


def _make() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Trouble(
            "This Python cannot make environments: install its venv and ensurepip parts "
            f"(Debian and Ubuntu: the package python3.{sys.version_info.minor}-venv) and start again."
        )
    _leave_room()
    shutil.rmtree(places.VENV, ignore_errors=True)
    for kind in ("base", "dev"):
        marks.forget(f"packages-{kind}")
    with step(f"Making a Python environment in {places.VENV}"):
        work.run([sys.executable, "-m", "venv", places.VENV], log="venv", wish="make a Python environment")


def _version() -> str:
    """The environment's own Python, which may be another than the one that runs this."""
    return (places.VENV / "pyvenv.cfg").read_text()


def _leave_room() -> None:
    places.make_home()
    if shutil.disk_usage(places.HOME).free < ROOM_NEEDED:
        raise Trouble(
            f"The disk has too little room for fgc in {places.HOME}: free {ROOM_NEEDED // 10**9 + 1} GB, "
            "or set FGC_HOME to a folder on a disk that has it."
        )
