"""The twelve lines of the first story's plan, in the family's words."""

from dataclasses import dataclass, field
from datetime import date

from fgc.demo import people
from fgc.demo.people import Somebody, Worker


@dataclass(frozen=True)
class Line:
    """One agreement: what, who, and the few things that the family wanted to say besides."""

    text: str
    by: tuple[Somebody | Worker, ...]
    kind: str = "do"
    repeats: str = "as_needed"
    starts_on: date | None = None
    ends_on: date | None = None
    for_whom: str = ""
    what_if: str = ""
    supports: int | None = None
    meets_bottom_line: bool = False
    more: dict[str, str] = field(default_factory=dict)


LINES = (
    Line(
        "Noor gaat dinsdag en donderdag 's ochtends naar school. Bas wacht bij de zijdeur.", (people.NOOR,),
        repeats="weekly", starts_on=date(2026, 3, 3), for_whom="Noor", meets_bottom_line=True,
        what_if="Dan appt Noor 'rood' aan Marleen.",
    ),
    Line(
        "Het tekenlokaal is een rustige plek voor Noor. Bas regelt de sleutel.", (people.BAS,),
        for_whom="Noor", supports=1, meets_bottom_line=True,
    ),
    Line(
        "Noor volgt de training tegen angst bij De Linde. Marleen wandelt elke woensdag met haar.", (people.MARLEEN,),
        kind="scale_up", repeats="weekly", starts_on=date(2026, 3, 10), ends_on=date(2026, 6, 30), for_whom="Noor",
        more={"sign_it_works": "Noor slaapt weer door.", "what_if": "Langer alleen als wij dat samen willen."},
    ),
    Line(
        "Er komt geen nieuwe hulpverlener bij zonder Noor.", (people.SASKIA, people.KEMAL),
        kind="stop", for_whom="Noor",
    ),
    Line(
        "Noor slaapt om de week op vrijdag bij Marleen.", (people.MARLEEN,),
        repeats="fortnightly", starts_on=date(2026, 2, 27), for_whom="Noor",
    ),
    Line(
        "Wendy brengt Deniz op dinsdag naar zwemmen.", (people.WENDY,),
        repeats="weekly", starts_on=date(2026, 2, 24), for_whom="Deniz",
    ),
    Line(
        "Op dinsdag kookt er iemand voor ons.", (people.INEKE,),
        repeats="weekly", starts_on=date(2026, 2, 24), for_whom="iedereen thuis",
    ),
    Line("Saskia vraagt hulp in huis aan. Petra belt erachteraan.", (people.SASKIA, people.PETRA), supports=7),
    Line(
        "Kemal belt Noor elke woensdag om 18 uur. Niet over school.", (people.KEMAL,),
        kind="start", repeats="weekly", starts_on=date(2026, 2, 25), for_whom="Noor",
    ),
    Line(
        "Fatma stuurt elke eerste zondag eten. Cem betaalt de taxi.", (people.FATMA, people.CEM),
        repeats="monthly", starts_on=date(2026, 3, 1), for_whom="iedereen thuis",
    ),
    Line(
        "Saskia rust van 13 tot 15 uur. Niemand belt dan.", (people.SASKIA,),
        kind="keep", repeats="daily", starts_on=date(2026, 2, 22),
    ),
    Line(
        "Als Noor niet kan: ze appt 'rood' aan Marleen. Marleen belt Bas. Geen gedoe.", (people.NOOR, people.MARLEEN),
        kind="what_if", for_whom="Noor",
    ),
)  # fmt: skip
