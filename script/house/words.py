"""The words on screen: compiled when a translation is newer than what the program reads."""

from house import places, surroundings, work
from house.say import step


def ensure() -> None:
    """Have every room's words compiled."""
    rooms = [places.ROOT / "fgc", places.ROOT / "api"]
    written = [paper for room in rooms for paper in room.rglob("LC_MESSAGES/*.po")]
    stale = [
        paper
        for paper in written
        if not (made := paper.with_suffix(".mo")).exists() or made.stat().st_mtime < paper.stat().st_mtime
    ]
    if stale:
        with step("Compiling the words"):
            work.run(
                [places.python(), "manage.py", "words", "--compile"],
                log="words",
                wish="compile the words",
                env=surroundings.without_servers(),
            )
