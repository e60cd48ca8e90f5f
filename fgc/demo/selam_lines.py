"""The lines of the second story: of each circle, of the plan for the children, and the bottom lines in two wordings."""

from dataclasses import dataclass
from datetime import date

from fgc.demo.people import Somebody, Worker
from fgc.demo.selam_people import (
    ABEBA,
    CARLA,
    CIRCLE_A,
    CIRCLE_B,
    DENNIS,
    FREWEYNI,
    LIES,
    MARCO,
    PATRICK,
    RIA,
    SELAM,
    STEF,
)


@dataclass(frozen=True)
class Line:
    """One agreement."""

    text: str
    by: tuple[Somebody | Worker, ...] = ()
    kind: str = "do"
    repeats: str = "as_needed"
    for_whom: str = ""
    ends_on: date | None = None
    what_if: str = ""
    sign_it_works: str = ""
    meets: int = 0
    supports_first: bool = False


NO_CONTACT = "Dennis en Selam hebben geen rechtstreeks contact. Berichten over de kinderen gaan via Het Bruggetje."
UNTIL_SEPTEMBER = "Tot 1 september ziet Dennis de kinderen alleen in Het Bruggetje."
# The number of this one, which has a last day.
UNTIL_A_DAY = 3
# The same four for both, with the same numbers; nothing in the words for him says that there is another circle.
BOTTOM_LINES = {
    CIRCLE_A: {
        1: ("Alleen kring A en de GI weten waar de kinderen slapen en naar school gaan.", "Dat is nu nodig."),
        2: (NO_CONTACT, "Zo blijft het rustig."),
        3: (UNTIL_SEPTEMBER, "Dat zei de rechter."),
        4: ("Elke dag is er een vaste volwassene (niet Dennis) bereikbaar voor de kinderen.", "Dat geeft rust."),
    },
    CIRCLE_B: {
        1: ("De plek waar de kinderen wonen en leren blijft geheim.", "Dat is nu nodig."),
        2: (NO_CONTACT, "Zo blijft het rustig."),
        3: (UNTIL_SEPTEMBER, "Dat zei de rechter."),
        4: ("Voor elke dag is een volwassene geregeld.", "Dat geeft rust."),
    },
}
LINES = {
    CIRCLE_A: (
        Line("Abeba belt elke avond om zeven uur.", (ABEBA,), repeats="daily", for_whom="Selam", meets=4),
        Line("Lies leest op donderdag de Nederlandse brieven.", (LIES,), repeats="weekly", for_whom="Selam"),
        Line("Patrick haalt Natnael op voor de training en brengt hem terug.", (PATRICK,), repeats="weekly",
             for_whom="Natnael"),
        Line("Ria naait en past op maandag op.", (RIA,), repeats="weekly", for_whom="de kinderen"),
        Line("Ria haalt Hiwet op vrijdag op.", (RIA,), repeats="weekly", for_whom="Hiwet"),
        Line("Freweyni leest op zondag een verhaal voor, met video.", (FREWEYNI,), repeats="weekly",
             for_whom="de kinderen"),
        Line("Selam gaat naar de taalles.", (SELAM,), kind="start", repeats="weekly"),
        Line("Carla vertelt Selam zelf hoe het gaat, met een tolk erbij.", (CARLA,), supports_first=True),
        Line("Natnael krijgt hulp bij wat hij heeft meegemaakt.", (SELAM,), kind="scale_up", for_whom="Natnael",
             ends_on=date(2026, 10, 31), sign_it_works="Natnael slaapt door.",
             what_if="Daarna is er voetbal, en Abeba."),
        Line("Ziet iemand Dennis dichtbij: het codewoord, en dan de bellijst.", (ABEBA,), kind="what_if", meets=1),
    ),
    CIRCLE_B: (
        Line("Dennis volgt de cursus Rustig blijven.", (DENNIS,), kind="start", ends_on=date(2026, 7, 15), meets=2),
        Line("Stef is op zaterdag na het bezoek bij hem.", (STEF,), repeats="weekly", for_whom="Dennis"),
        Line("Marco helpt met de papieren van de schulden.", (MARCO,), for_whom="Dennis"),
        Line("Dennis schrijft elke week een regel in het schriftje.", (DENNIS,), repeats="weekly"),
        Line("Dennis rijdt niet meer door de oude straat.", (DENNIS,), kind="stop", meets=1),
        Line("Is Dennis boos: dan belt hij Stef en gaat hij lopen.", (DENNIS, STEF), kind="what_if"),
    ),
}  # fmt: skip

VISITS = "Bezoek is op zaterdag van 10.00 tot 11.30 uur in Het Bruggetje."
# Of both circles: whose task it is stands there as "somebody of the family", or with the name of who is here for work.
FOR_CHILDREN = (
    (VISITS, "contact", "weekly", 1),
    ("Er gaat een schriftje mee, via Tilly.", "do", "weekly", 0),
    ("Een kaart op een verjaardag mag.", "keep", "as_needed", 0),
    ("Bij voetbal praat niemand over grote-mensendingen.", "keep", "as_needed", 0),
    ("Gaat een bezoek niet door, dan horen de kinderen dat dezelfde dag van Tilly.", "what_if", "as_needed", 0),
    ("We kijken op 18 juli samen opnieuw.", "do", "as_needed", 0),
)
