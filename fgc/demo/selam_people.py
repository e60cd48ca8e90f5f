"""The persons of the second story, "De kring van Selam". All of them, and all places, are invented."""

from fgc.demo.people import Somebody, Worker

CIRCLE_A, CIRCLE_B, CHILDREN = "a", "b", "children"
FAMILY = "De kring van Selam"

SELAM = Somebody("selam", "Selam Tesfay", "mama", "parent", "mother", "1", language="ti", has_account=True)
NATNAEL = Somebody("natnael", "Natnael Kuiper", "zoon", "main_person", "child", "1", way="visit", life_stage="4-11")
HIWET = Somebody("hiwet", "Hiwet Kuiper", "dochter", "main_person", "child", "1", way="visit", life_stage="4-11")
RIA = Somebody(
    "ria", "Ria Kuiper", "oma", "grandparent", "father", "1", way="phone", life_stage="65+", phone="+31201234571"
)
ABEBA = Somebody("abeba", "Abeba Gebre", "vriendin van de kerk", "friend", "mother", "1", has_account=True)
FREWEYNI = Somebody("freweyni", "Freweyni Tesfay", "tante, woont in Bologna", "other_family", "mother", "2")
LIES = Somebody(
    "lies", "Lies Zandstra", "buurvrouw van de oude straat", "neighbour", "other", "2", way="letter",
    life_stage="65+", address="Vlierhof 12\n4321 ZX Oosterkolk",
)  # fmt: skip
PATRICK = Somebody(
    "patrick", "Patrick Moens", "trainer van Natnael", "club", "child", "3", way="phone", phone="+31201234572"
)
YONAS = Somebody(
    "yonas", "Yonas Haile", "tolk Tigrinya", "interpreter", "other", "3", way="phone", phone="+31201234573"
)
OF_A = (SELAM, RIA, ABEBA, FREWEYNI, LIES, PATRICK)

DENNIS = Somebody("dennis", "Dennis Kuiper", "papa", "parent", "father", "1", has_account=True)
MARCO = Somebody("marco", "Marco Kuiper", "broer van Dennis", "other_family", "father", "1")
STEF = Somebody("stef", "Stef Bos", "vriend van Dennis", "friend", "father", "2")
OF_B = (DENNIS, MARCO, STEF)

HATICE = Worker(
    "hatice", "Hatice Demirel", "coordinator", spoken_languages="Nederlands, Engels",
    about="Ik was buschauffeur. Ik heb tijd, en ik oordeel niet.",
)  # fmt: skip
ANOUK = Worker(
    "anouk", "Anouk de Reus", "coordinator", spoken_languages="Nederlands, Italiaans",
    about="Ik werk in een bibliotheek. Ik luister eerst.",
)  # fmt: skip
# A coordinator of the same service, who also sings in the choir of Abeba's church.
JAN = Worker("jan", "Jan Boersma", "coordinator", spoken_languages="Nederlands", about="Ik heb de tijd.")
MARIT = Worker("marit", "Marit Slagter", "professional", "jeugdbeschermer", "GI De Brug", has_legal_task=True)
CARLA = Worker("carla", "Carla Wijnen", "professional", "leerkracht", "Basisschool De Wilg")
TILLY = Worker("tilly", "Tilly Sanders", "professional", "begeleider", "Contacthuis Het Bruggetje")
WORKERS = (HATICE, ANOUK, JAN, MARIT, CARLA, TILLY)
