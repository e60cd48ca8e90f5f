"""One line of typing becomes a person: "Truus oma moeder 06 12345678".

Forgiving: nothing is asked again and nothing is thrown away. What is not understood stays as the word for the tie.
"""

import re
from dataclasses import dataclass

import phonenumbers

from fgc.networks.rules import CircleRole, Side, Way

MAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+\.[^\s,;<>().]+")

ROLES: dict[str, CircleRole] = {
    word: role
    for role, words in {
        CircleRole.PARENT: "moeder mama mam vader papa pap pa stiefmoeder stiefvader"
        " mother mum mom father dad anne baba",
        CircleRole.SIBLING: "zus zusje broer broertje zusjes stiefbroer stiefzus sister brother abla abi",
        CircleRole.GRANDPARENT: "oma opa omi opi grootmoeder grootvader grandma grandpa grandmother grandfather granny"
        " babaanne anneanne dede nene jadda",
        CircleRole.OTHER_FAMILY: "tante oom neef nicht nichtje neefje schoonzus zwager achternicht familie"
        " stiefoma stiefopa aunt auntie uncle cousin niece nephew teyze hala amca dayi dayı family",
        CircleRole.FRIEND: "vriend vriendin vriendje vriendinnetje kennis friend",
        CircleRole.NEIGHBOUR: "buurvrouw buurman buur buurmeisje buurjongen neighbour neighbor",
        CircleRole.SCHOOL: "mentor juf meester leraar lerares docent school teacher klasgenoot",
        CircleRole.WORK: "collega baas werkgever colleague boss",
        CircleRole.CLUB: "trainer trainster coach sportclub voetbal zwemclub scouting",
        CircleRole.FAITH: "dominee pastoor imam kerk moskee pastor priest church mosque",
        CircleRole.FOSTER: "pleegmoeder pleegvader pleegouder pleegzus pleegbroer",
        CircleRole.BUDDY: "buddy maatje vrijwilliger volunteer mentormaatje",
    }.items()
    for word in words.split()
}
# Words that say through whom, when they stand beside a word for the tie.
SIDES: dict[str, Side] = {
    word: side
    for side, words in {
        Side.MOTHER: "moeder moeders moeder's moederskant mama mama's mam mother mother's mum's mum mom mom's",
        Side.FATHER: "vader vaders vader's vaderskant papa papa's pap father father's dad dad's",
    }.items()
    for word in words.split()
}
ONLY_SIDES = frozenset({"moeders", "moeder's", "moederskant", "mama's", "mother's", "mum's", "mom's"}) | frozenset(
    {"vaders", "vader's", "vaderskant", "papa's", "father's", "dad's"}
)
# The Turkish words for a grandparent say the side themselves.
BY_THEMSELVES = {"babaanne": Side.FATHER, "anneanne": Side.MOTHER}
BETWEEN = frozenset(["van", "kant", "zijde", "aan", "side", "of", "the", "on", "de"])
OF = frozenset({"van", "of"})
# "moeder van Yara" is no parent in this circle.
OF_SOMEBODY = {
    CircleRole.PARENT: CircleRole.FRIEND,
    CircleRole.SIBLING: CircleRole.OTHER_FAMILY,
    CircleRole.GRANDPARENT: CircleRole.OTHER_FAMILY,
}
# Small words inside a name: "Wouter van den Berg".
PARTICLES = frozenset(
    ["van", "de", "den", "der", "het", "ten", "ter", "te", "el", "al", "ben", "bin", "di", "la", "von"]
)


@dataclass(frozen=True)
class Told:
    """What one line said of a person."""

    call_name: str
    tie_label: str = ""
    role: CircleRole = CircleRole.OTHER_FAMILY
    side: Side = Side.BOTH
    way: Way = Way.NONE
    email: str = ""
    phone: str = ""


def understand(line: str) -> Told:
    """What this line says: a name first, then in any order the tie, the side, a telephone number, an address for mail.

    Args:
        line: what somebody typed, one person.
    """
    rest, email = _take_mail(line)
    rest, phone = _take_phone(rest)
    words = [word for word in (raw.strip(".,;:()<>–") for raw in rest.split()) if word.strip("-")]
    name, tie = _name_and_tie(words)
    # Who is only called "oma" has the tie as a name.
    role, side, label = _read_tie(tie or name)
    label = label if tie else ""
    way = Way.MAIL if email else Way.PHONE if phone else Way.NONE
    return Told(call_name=" ".join(name), tie_label=label, role=role, side=side, way=way, email=email, phone=phone)


def _take_mail(line: str) -> tuple[str, str]:
    found = MAIL.search(line)
    return (line.replace(found.group(), " "), found.group()) if found else (line, "")


def _take_phone(line: str) -> tuple[str, str]:
    for match in phonenumbers.PhoneNumberMatcher(line, "NL"):
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        return line[: match.start] + " " + line[match.end :], number
    return line, ""


def _key(word: str) -> str:
    return word.casefold().replace("’", "'")


def _name_and_tie(words: list[str]) -> tuple[list[str], list[str]]:
    """The name is the run of capitals at the beginning; "oma Truus" has its tie before it."""
    before: list[str] = []
    if len(words) > 1 and _key(words[0]) in ROLES and _key(words[1]) not in {*ROLES, *SIDES, *BETWEEN}:
        before, words = words[:1], words[1:]
    length = _length_of_name(words)
    return words[:length], before + words[length:]


def _length_of_name(words: list[str]) -> int:
    length = min(1, len(words))
    for at, word in enumerate(words[1:], start=1):
        if _key(word) in ROLES or _key(word) in SIDES:
            break
        if word[0].isupper() or not word[0].isalpha():
            length = at + 1
        elif _key(word) not in PARTICLES:
            break
    return length


def _read_tie(words: list[str]) -> tuple[CircleRole, Side, str]:
    """The role and the side that these words name, and the words that stay as the family's own for the tie."""
    at = next((i for i, word in enumerate(words) if _key(word) in ROLES and _key(word) not in ONLY_SIDES), None)
    role = CircleRole.OTHER_FAMILY if at is None else ROLES[_key(words[at])]
    side_at = next((i for i, word in enumerate(words) if i != at and _key(word) in SIDES), None)
    if at is not None and side_at is None and _is_of_somebody(words[at + 1 :]):
        role = OF_SOMEBODY.get(role, role)
    if side_at is None:
        alone = BY_THEMSELVES.get(_key(words[at]), Side.BOTH) if at is not None else Side.BOTH
        return role, alone, " ".join(words)
    kept = [
        word
        for i, word in enumerate(words)
        if i != side_at and not (_key(word) in BETWEEN and (at is None or i > at) and abs(i - side_at) <= 3)
    ]
    return role, SIDES[_key(words[side_at])], " ".join(kept)


def _is_of_somebody(words: list[str]) -> bool:
    return len(words) > 1 and _key(words[0]) in OF and words[1][0].isupper()
