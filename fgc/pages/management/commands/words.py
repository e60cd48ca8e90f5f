"""The translators' command."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fgc.pages import words


class Command(BaseCommand):
    """Finds what is said on screen, updates the translators' files, and compiles them."""

    help = "Updates and compiles the words on screen; --check fails on anything a reader could not read."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One room, or all; change, or only judge."""
        parser.add_argument("--room", type=Path, help="only this room, for example fgc/pages/plans")
        parser.add_argument("--check", action="store_true", help="change nothing; fail if anything is missing")
        parser.add_argument("--compile", action="store_true", help="change nothing; only compile")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Update, judge or only compile."""
        every_room = words.rooms()
        chosen = self._chosen(every_room, options["room"])
        if not options["compile"]:
            said = {room: words.said_in(files) for room, files in chosen.items()}
            if not options["check"]:
                self._update(said, every_room)
            lines = [line for room in said for line in words.faults(room, said[room])]
            lines += words.differences(every_room)
        for room in chosen:
            words.compile_paper(room)
        if not options["compile"]:
            self._tell(lines, strict=options["check"])

    def _chosen(self, every_room: dict[Path, list[Path]], room: Path | None) -> dict[Path, list[Path]]:
        if room is None:
            return every_room
        wanted = (words.ROOT / room).resolve()
        if wanted not in every_room:
            names = ", ".join(str(known.relative_to(words.ROOT)) for known in sorted(every_room))
            raise CommandError(f"There is no room {room}. Rooms: {names}")
        return {wanted: every_room[wanted]}

    def _update(self, said: dict[Path, dict[words.Word, str]], every_room: dict[Path, list[Path]]) -> None:
        known = words.known_words(every_room)
        for room, spoken in said.items():
            if words.update(room, spoken, known):
                self.stdout.write(f"Updated {words.paper_of(room).relative_to(words.ROOT)}")

    def _tell(self, lines: list[str], *, strict: bool) -> None:
        if not lines:
            self.stdout.write("Every word on screen is translated.")
            return
        if strict:
            raise CommandError("\n".join([*lines, f"{len(lines)} to mend."]))
        self.stdout.write("\n".join([*lines, f"{len(lines)} to mend."]))
