"""Every route has decided who comes in."""

from fgc.checks import demo_stands_alone, routes
from fgc.pages.middleware import door_of


def test_every_route_has_a_door() -> None:
    assert [address for address, _name, view in routes() if door_of(view) is None] == []


def test_the_demo_never_stands_beside_production(settings: object) -> None:
    settings.DEMO, settings.PRODUCTION = True, True  # type: ignore[attr-defined]

    assert [message.id for message in demo_stands_alone()] == ["fgc.E002"]
