"""script/bench: measures the product against servers of its own."""

import subprocess
from collections.abc import Sequence

from house import environment, marks, places, screens, surroundings, words
from house.say import Trouble
from house.workshop import workshop


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing and hand over to the measurements."""
    if not (places.ROOT / "bench" / "__main__.py").exists():
        raise Trouble("There is nothing to measure in this version.")
    with marks.one_at_a_time():
        environment.ensure("dev")
        screens.ensure()
        words.ensure()
    with workshop("bench", throwaway=False) as place:
        variables = surroundings.tests(place.database, place.queue, place.folder)
        measured = subprocess.run(
            [str(places.python()), "-m", "bench", *arguments],
            cwd=places.ROOT, env={**place.outside, **variables}, check=False,
        )  # fmt: skip
    return measured.returncode
