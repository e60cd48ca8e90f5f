"""The persons of the first story. All of them, and all places, are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Somebody:
    """A person of the story: how the family calls him or her, and how he or she is reached."""

    key: str
    name: str
    tie: str
    role: str
    side: str = "both"
    ring: str = "2"
    way: str = "mail"
    life_stage: str = "26-64"
    language: str = "nl"
    phone: str = ""
    address: str = ""
    needs: tuple[str, ...] = ()
    has_account: bool = False

    @property
    def email(self) -> str:
        """An invented address; only who is reached by mail or logs in has one."""
        return f"{self.key}@post.example" if self.way == "mail" or self.has_account else ""

    @property
    def call_name(self) -> str:
        """The first name, as it stands in the circle."""
        return self.name.split(" ")[0]


@dataclass(frozen=True)
class Worker:
    """Somebody who is in the story for work."""

    key: str
    name: str
    work: str
    function: str = ""
    employer: str = ""
    spoken_languages: str = ""
    about: str = ""
    has_legal_task: bool = False

    @property
    def email(self) -> str:
        """An invented address."""
        return f"{self.key}@werk.example"

    @property
    def call_name(self) -> str:
        """The first name."""
        return self.name.split(" ")[0]


SERVICE = "Kring Zilverdam"
FAMILY = "De kring van Noor"

SASKIA = Somebody("saskia", "Saskia Verhulst", "mama", "parent", "mother", "1", has_account=True)
KEMAL = Somebody("kemal", "Kemal Aydin", "papa", "parent", "father", "1", has_account=True)
NOOR = Somebody(
    "noor", "Noor Verhulst-Aydin", "dochter", "main_person", "child", "1", life_stage="12-15", has_account=True
)
DENIZ = Somebody("deniz", "Deniz Aydin", "broertje van Noor", "sibling", "child", "1", way="visit", life_stage="4-11")
MARLEEN = Somebody(
    "marleen", "Marleen Verhulst", "tante, zus van mama", "other_family", "mother", "1", has_account=True
)
TRUUS = Somebody(
    "truus", "Truus Verhulst", "oma", "grandparent", "mother", "1", way="letter", life_stage="65+",
    phone="+31201234567", address="Lindelaan 3\n1234 AB Zilverdam",
)  # fmt: skip
FATMA = Somebody(
    "fatma", "Fatma Aydin", "babaanne", "grandparent", "father", "2", way="visit", life_stage="65+", language="nl",
    needs=("interpreter", "reading_help", "food"),
)  # fmt: skip
CEM = Somebody("cem", "Cem Aydin", "oom, woont in het buitenland", "other_family", "father", "2", needs=("online",))
JOLANDA = Somebody("jolanda", "Jolanda Smits", "partner van papa", "other_family", "father", "2")
INEKE = Somebody(
    "ineke", "Ineke Postma", "buurvrouw met hond Bobbie", "neighbour", "other", "2", way="phone", phone="+31201234568"
)
WENDY = Somebody("wendy", "Wendy Koster", "moeder van Yara", "friend", "child", "3")
YARA = Somebody("yara", "Yara Koster", "vriendin van Noor", "friend", "child", "2", life_stage="12-15")
RIK = Somebody("rik", "Rik Smits", "zoon van Jolanda", "other_family", "father", "3", way="none", life_stage="4-11")

CIRCLE = (SASKIA, NOOR, DENIZ, KEMAL, MARLEEN, TRUUS, FATMA, CEM, JOLANDA, INEKE, WENDY, YARA, RIK)
INVITED = (SASKIA, NOOR, DENIZ, KEMAL, MARLEEN, TRUUS, FATMA, CEM, JOLANDA, INEKE, WENDY, YARA)
PRESENT = (SASKIA, NOOR, DENIZ, KEMAL, MARLEEN, TRUUS, FATMA, CEM, JOLANDA, INEKE, WENDY)

ERIK = Worker("erik", "Erik van Loon", "manager")
MIRJAM = Worker(
    "mirjam", "Mirjam Tolhuis", "coordinator", spoken_languages="Nederlands, een beetje Turks",
    about="Ik ben kok in een buurthuis. Ik luister, en ik regel wat er nodig is.",
)  # fmt: skip
PETRA = Worker("petra", "Petra Aalders", "professional", "jeugdhulpverlener", "Jeugdteam Zilverdam")
HANNEKE = Worker(
    "hanneke", "Hanneke Brand", "professional", "leerplichtambtenaar", "Gemeente Zilverdam", has_legal_task=True
)  # fmt: skip
BAS = Worker("bas", "Bas Okkers", "professional", "mentor", "Het Lindemeercollege")
JOOST = Worker("joost", "Joost Wiersma", "professional", "jeugdhulpverlener", "Jeugdteam Zilverdam")
WORKERS = (ERIK, MIRJAM, PETRA, HANNEKE, BAS, JOOST)
SIBEL = Somebody("sibel", "Sibel Kaya", "tolk Turks", "interpreter", "other", "3", way="phone", phone="+31201234569")
