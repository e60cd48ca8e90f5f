"""A family's own decisions, as pages."""

import pytest
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import Visitor
from fgc.access.roles import Role
from fgc.families import actions
from fgc.families.models import Child, Commission, CoordinatorOffer, Family, MainQuestion
from fgc.families.rules import OfferState, QuestionState, Stage, Yes
from tests import factories
from tests.conftest import acting
from tests.factories import let_in

pytestmark = pytest.mark.django_db
PAGES = [
    "",
    "commission/",
    "children/",
    "deciders/",
    "deciders/ask/",
    "wishes/",
    "coordinator/",
    "coordinator/replace/",
]
PAGES += ["question/", "seen/", "seen/let-in/", "end/", "end/stop/", "end/withdraw/", "end/erase/"]


@pytest.fixture
def home(family):
    return f"/families/{family.pk}/"


@pytest.fixture
def asked(family, saskia):
    """Saskia was asked for her yes."""
    family.stage = Stage.REQUESTED
    family.save()
    return factories.CommissionFactory(family=family, giver=saskia, answer=Yes.ASKED)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("stage", ["requested", "commissioned", "preparing", "following", "stopped"])
def test_who_decides_reads_every_page_at_every_stage(visit, home, asked, saskia, noor_child, address, language, stage):
    ended = {"ended_at": timezone.now(), "ending": "stopped"} if stage == "stopped" else {}
    Family.objects.update(stage=stage, **ended)
    browser = visit(saskia)
    browser.cookies["django_language"] = language

    page = browser.get(home + address)

    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1
    assert 'class="who-sees"' in page.content.decode()


@pytest.mark.parametrize("address", PAGES[1:])
def test_a_stranger_finds_no_page_of_another_family(visit, home, stranger, address):
    assert visit(stranger).get(home).status_code == 404
    assert visit(stranger).get(home + address).status_code == 404
    assert visit(stranger).post(home + address, {}).status_code in {404, 405}
    assert visit().get(home + address).status_code == 302


# Of the list of who looked everybody reads the own lines.
@pytest.mark.parametrize("address", [a for a in PAGES[1:] if a not in ("question/", "seen/")])
def test_a_circle_member_has_only_the_own_page(visit, home, cem, address):
    assert visit(cem).get(home).status_code == 200
    assert visit(cem).get(home + address).status_code == 404


def test_the_coordinator_reads_but_does_not_decide(visit, home, mirjam, family):
    browser = visit(mirjam)
    for address in ("", "children/", "deciders/", "question/", "seen/"):
        assert browser.get(home + address).status_code == 200
    for address in ("commission/", "wishes/", "coordinator/", "seen/codes/", "end/"):
        assert browser.get(home + address).status_code == 404


def test_a_parent_who_is_asked_sees_only_the_question(visit, home, family, asked):
    kemal = let_in(factories.UserFactory(name="Kemal Aydin"), Role.PARENT, family)
    factories.CommissionFactory(family=family, giver=kemal, answer=Yes.ASKED)

    page = visit(kemal).get(home).content.decode()

    assert "Zeg je ja?" in page
    assert "Onze kring" not in page
    assert visit(kemal).get(home + "commission/").status_code == 200
    assert visit(kemal).get(home + "deciders/").status_code == 404


def test_a_mother_names_a_child_and_says_yes(visit, home, asked, saskia, family):
    browser = visit(saskia)
    assert "Over wie gaat het?" in browser.get(home).content.decode()
    browser.post(home + "children/", {"call_name": "Deniz", "birth_date": "2020-03-19"})
    child = Child.objects.get()

    page = browser.post(home + "commission/", {"child_ids": [str(child.pk)], "giver_as": "parent"}, follow=True)

    family.refresh_from_db()
    assert family.stage == Stage.COMMISSIONED
    assert "Wat voor coördinator willen jullie?" in page.content.decode()


@pytest.mark.parametrize(
    ("address", "typed", "words"),
    [
        ("children/", {"call_name": "Rik", "birth_date": "morgen"}, "Kies een dag"),
        ("children/", {"call_name": "Rik", "birth_date": "2099-01-01"}, "nog niet geweest"),
        ("children/", {"call_name": "", "birth_date": "2020-01-01"}, "die jullie thuis gebruiken"),
        ("commission/", {"giver_as": "parent"}, "minstens één kind"),
        ("commission/", {"giver_as": "parent", "child_ids": ["nee"]}, "Kies een kind"),
        ("deciders/ask/", {"giver_as": "parent"}, "Zo weten we wie we vragen"),
        ("deciders/ask/", {"giver_as": "young", "name": "Noor"}, "Kies welk kind"),
        ("wishes/", {"culture": "x" * 281}, "x" * 281),
        ("question/", {"text": ""}, "Schrijf hier jullie vraag"),
        ("question/", {"text": "111222333"}, "BSN"),
        ("seen/let-in/", {"name": "Truus"}, "Vul het adres in"),
        ("end/stop/", {"reason": "boos"}, "Kies een van de antwoorden"),
        ("end/erase/", {"typed_name": "Iets anders"}, "niet de naam"),
    ],
)
def test_a_form_that_is_refused_says_why_and_keeps_what_was_typed(visit, home, asked, saskia, address, typed, words):
    Family.objects.update(stage="preparing" if address.startswith(("question", "seen", "end")) else "requested")

    page = visit(saskia).post(home + address, typed)

    assert page.status_code == 422
    assert words in page.content.decode()


def test_somebody_says_no_and_comes_back_on_it(visit, home, asked, saskia):
    page = visit(saskia).post(home + "commission/no/", follow=True)

    assert "Je zei nee" in page.content.decode()
    assert Commission.objects.get().answer == Yes.NO


def test_a_child_is_taken_off_the_list(visit, home, asked, saskia, noor_child):
    visit(saskia).post(f"{home}children/{noor_child.pk}/remove/")

    assert not Child.objects.exists()


def test_a_mother_writes_down_the_spoken_yes_of_her_daughter(visit, home, asked, saskia, noor_child):
    browser = visit(saskia)
    browser.post(home + "deciders/ask/", {"giver_as": "young", "child_id": str(noor_child.pk), "name": "Noor"})
    question = Commission.objects.get(giver_as="young")
    address = f"{home}deciders/{question.pk}/spoken/"
    assert "Noor" in browser.get(address).content.decode()
    assert browser.post(address, {"how": "spoken"}).status_code == 422

    page = browser.post(address, {"how": "spoken", "witness": "Marleen"}, follow=True)

    assert "Opgeschreven door Saskia Verhulst" in page.content.decode()
    assert browser.get(f"{home}deciders/{asked.family_id}/spoken/").status_code == 404


def test_the_family_chooses_its_coordinator(visit, home, family, saskia, erik):
    Family.objects.update(stage=Stage.COMMISSIONED)
    hopeful = factories.WorkerFactory(name="Mirjam Tolhuis", spoken_languages="Nederlands, Turks", about="Ik luister.")
    visit(saskia).post(home + "wishes/", {"language": "Turks"})
    manager = visit(erik)
    assert "Turks" in manager.get("/matching/").content.decode()
    assert "Noor" not in manager.get("/matching/").content.decode()
    assert manager.post(f"/matching/{family.pk}/", {}).status_code == 422
    manager.post(f"/matching/{family.pk}/", {"coordinator_id": str(hopeful.pk)})
    offer = CoordinatorOffer.objects.get()
    willing = visit(hopeful)
    page = willing.get(f"/offers/{offer.pk}/").content.decode()
    assert ("Zilverdam" in page, "Noor" in page) == (True, False)
    assert willing.post(f"/offers/{offer.pk}/", {}).status_code == 422
    willing.post(f"/offers/{offer.pk}/", {"agrees": "on"})
    assert "Mirjam Tolhuis" in visit(saskia).get(home + "coordinator/").content.decode()

    page = visit(saskia).post(f"{home}coordinator/{offer.pk}/", {"answer": "yes"}, follow=True)

    assert "Mirjam krijgt bericht" in page.content.decode()
    assert grants.holders(family.pk, Role.COORDINATOR) == [hopeful]
    page = visit(saskia).post(home + "coordinator/replace/", follow=True)
    assert "ziet niets meer" in page.content.decode()


def test_whoever_looks_for_a_coordinator_again_reads_that_we_look(visit, home, family, saskia, mirjam):
    CoordinatorOffer.objects.create(
        family=family, coordinator=mirjam, state=OfferState.ACCEPTED, declared_at=timezone.now()
    )
    Family.objects.filter(pk=family.pk).update(stage=Stage.FOLLOWING)
    grants.end(family.pk, roles=[Role.COORDINATOR])
    assert "Zoek weer een coördinator" in visit(saskia).get(home + "coordinator/").content.decode()

    page = visit(saskia).post(home + "coordinator/replace/", follow=True).content.decode()

    assert "We zoeken iemand" in page
    assert ("Zoek weer een coördinator" in page, "Deze coördinator" in page) == (False, False)


def test_a_coordinator_declines_and_a_family_refuses(visit, home, family, saskia):
    offers = [CoordinatorOffer.objects.create(family=family, coordinator=factories.WorkerFactory()) for _ in range(2)]
    visit(offers[0].coordinator).post(f"/offers/{offers[0].pk}/decline/")
    actions.declare_independence(acting(offers[1].coordinator), offers[1])
    visit(saskia).post(f"{home}coordinator/{offers[1].pk}/", {"answer": "no"})

    states = set(CoordinatorOffer.objects.values_list("state", flat=True))
    assert states == {OfferState.DECLINED, OfferState.REFUSED}
    assert visit(saskia).post(f"{home}coordinator/{offers[0].pk}/", {"answer": "yes"}).status_code == 404


def test_an_offer_is_only_for_whom_it_is(visit, family, erik, saskia):
    offer = CoordinatorOffer.objects.create(family=family, coordinator=factories.WorkerFactory())
    for user in (erik, saskia, factories.WorkerFactory()):
        assert visit(user).get(f"/offers/{offer.pk}/").status_code == 404
        assert visit(user).post(f"/offers/{offer.pk}/decline/").status_code == 404
    assert visit(saskia).get("/matching/").status_code == 404
    assert visit(erik).get(f"/matching/{family.pk}/").status_code == 404


def test_the_manager_notes_a_call(visit, erik):
    family = actions.start_request(Visitor(), name="Saskia", phone="0612345678", organisation=erik.organisation)
    manager = visit(erik)
    assert "+31612345678" in manager.get("/matching/").content.decode()
    assert manager.get(f"/matching/calls/{family.pk}/").status_code == 200
    assert manager.post(f"/matching/calls/{family.pk}/", {"email": ""}).status_code == 422
    assert manager.post(f"/matching/calls/{family.pk}/", {"email": "s@post.example"}).status_code == 302
    assert manager.get(f"/matching/calls/{family.pk}/").status_code == 404


def test_a_question_from_outside_is_refused_and_stays_in_sight(visit, home, family, saskia, mirjam):
    visit(mirjam).post(
        home + "question/", {"text": "Schoolverzuim", "proposed_by": "Petra Aalders", "from_outside": "on"}
    )
    question = MainQuestion.objects.get()
    assert "Zijn dit jullie woorden?" in visit(saskia).get(home).content.decode()

    visit(saskia).post(f"{home}question/{question.pk}/", {"answer": "no"})
    page = visit(saskia).get(home + "question/").content.decode()

    assert "niet de woorden van de familie" in page
    assert "Schoolverzuim" in page


def test_the_family_confirms_its_own_words(visit, home, saskia, mirjam, cem):
    browser = visit(saskia)
    browser.post(home + "question/", {"text": "Hoe <b>zorgen</b> we?"})
    question = MainQuestion.objects.get()
    assert visit(mirjam).post(f"{home}question/{question.pk}/", {"answer": "yes"}).status_code == 404

    browser.post(f"{home}question/{question.pk}/", {"answer": "yes"})

    question.refresh_from_db()
    assert question.state == QuestionState.CONFIRMED
    page = visit(cem).get(home + "question/").content.decode()
    assert "Hoe &lt;b&gt;zorgen" in page
    other = factories.MainQuestionFactory()
    assert browser.post(f"{home}question/{other.pk}/", {"answer": "yes"}).status_code == 404


def test_a_childs_own_question(visit, home, saskia, noor_child):
    address = f"{home}question/child/{noor_child.pk}/"
    browser = visit(saskia)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {}).status_code == 422

    page = browser.post(address, {"text": "Wie luistert er?"}, follow=True)

    assert "Wie luistert er?" in page.content.decode()
    assert browser.get(f"{home}question/child/{factories.ChildFactory().pk}/").status_code == 404


def test_the_family_lets_somebody_in_and_takes_it_back(visit, home, family, saskia, truus):
    browser = visit(saskia)
    # The address of her own contact card: the family does not make somebody else of her.
    typed = {"name": "Truus", "email": truus.card.email, "role": Role.MEMBER.value, "person_id": str(truus.pk)}
    page = browser.post(home + "seen/let-in/", typed, follow=True)
    assert "Truus krijgt bericht" in page.content.decode()
    truus.refresh_from_db()
    assert truus.account.email == truus.card.email
    address = f"{home}seen/{truus.account_id}/end/"
    assert browser.get(address).status_code == 200

    browser.post(address)

    assert grants.standing(truus.account_id, family.pk).roles == frozenset()
    assert browser.get(address).status_code == 404


def test_the_list_tells_who_looked(visit, home, saskia, noor, cem):
    visit(cem).get(home)
    assert "Cem Verhulst" in visit(saskia).get(home + "seen/").content.decode()
    own = visit(noor).get(home + "seen/").content.decode()
    assert "Wat je deed, en wat er met jouw dingen is gedaan" in own


def test_one_button_stops_everything(visit, home, family, saskia, mirjam, cem):
    page = visit(saskia).post(home + "end/stop/", {"reason": "moved", "words": "We zijn weg."}, follow=True)

    assert "Het is afgelopen" in page.content.decode()
    for user in (mirjam, cem):
        assert visit(user).get(home).status_code == 404


def test_one_of_two_takes_back_the_own_yes(visit, home, family, saskia, noor):
    factories.CommissionFactory(family=family, giver=saskia)
    factories.CommissionFactory(family=family)

    page = visit(saskia).post(home + "end/withdraw/", {}, follow=True)

    assert "Je zegt geen ja" in page.content.decode()
    assert "Een van jullie zegt nee" in visit(noor).get(home).content.decode()


def test_a_family_erases_everything_in_a_week_and_keeps_it_after_all(visit, home, family, saskia, noor):
    browser = visit(saskia)
    page = browser.post(home + "end/erase/", {"typed_name": family.name}, follow=True)

    assert "Alles wordt gewist op" in page.content.decode()
    assert "Alles wordt gewist op" in visit(noor).get(home).content.decode()
    assert browser.get(home + "end/erase/")["Location"] == home + "end/keep/"
    assert visit(noor).get(home + "end/keep/").status_code == 200

    page = visit(noor).post(home + "end/keep/", follow=True)

    assert "Alles wordt gewist op" not in page.content.decode()
    assert browser.get(home + "end/keep/").status_code == 302
    assert Family.objects.get().stage == "stopped"
