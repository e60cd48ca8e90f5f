"""`script/bench NAME`: one measurement, beside its baseline in the same run, told as a ratio."""

import sys

import django

django.setup()

from bench import access, delivery  # noqa: E402  # models are there only now

NAMES = {"access": access.main, "delivery": delivery.main}


def main(arguments: list[str]) -> int:
    """Runs what is named; without a name it says what there is."""
    if len(arguments) != 1 or arguments[0] not in NAMES:
        sys.stderr.write(f"Say what to measure: {', '.join(NAMES)}.\n")
        return 2
    return NAMES[arguments[0]]()


sys.exit(main(sys.argv[1:]))
