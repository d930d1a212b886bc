"""What is open to everybody at every installation: the front page, health, logging in and out."""

from __future__ import annotations

from tests.doors.door import Door
from tests.world import World


def base(world: World) -> dict[str, tuple[Door, ...]]:
    """The front page, health, languages, and who one is."""
    return {
        "front": (Door(),),
        "alive": (Door(),),
        "ready": (Door(),),
        "openapi": (Door(),),
        "language": (Door(get=405, post=302, form={"language": "nn"}, writes=False),),
        "login": (Door(post=422, form={"username": "x", "password": "y"}, writes=False),),
        "logout": (Door(get=405, post=302, writes=False),),
        "persons": (Door(post=302, form={"person": "demo-tilskudd"}),),
    }
