"""Another coordinator, for programs."""

from fgc.networks.models import HandOver


def test_programs_hand_over_read_it_take_it_back_and_stop(program, mirjam, saskia, cem):
    mine, hers = program(mirjam), program(saskia)
    assert mine.put("~/coordinator/hand-over", {}).status_code == 422
    written = mine.put("~/coordinator/hand-over", {"agreed": "Overdag."}).json()
    assert (written["agreed"], written["author"]) == ("Overdag.", "Mirjam Tolhuis")
    assert mine.get("~/coordinator/hand-over").json()["results"] == [written]
    assert hers.get("~/hand-overs").json()["results"] == [written]
    assert program(cem).get("~/hand-overs").status_code == 404
    assert hers.get("~/coordinator/hand-over").status_code == 404

    assert hers.delete(f"~/hand-overs/{written['id']}").status_code == 204
    assert hers.delete(f"~/hand-overs/{written['id']}").status_code == 404
    assert not HandOver.objects.exists()
    assert hers.post("~/coordinator/hand-back").status_code in (403, 404)
    assert mine.post("~/coordinator/hand-back").status_code == 204
    assert mine.get("~/coordinator/hand-over").status_code == 404
