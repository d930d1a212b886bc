"""Searching, and saved searches."""

from __future__ import annotations

from typing import Any

from normverk.base.policy import Actor
from tests.doors.door import Door
from tests.world import World


def search(world: World) -> dict[str, tuple[Door, ...]]:
    """Searching, which is open to everybody, and searches that two persons have saved."""
    save = {"name": "Et navn", "query": "q=kreft"}

    def asked(actor: Actor) -> dict[str, Any]:
        return {"account": actor.id}

    saved = [
        ({"id": row.pk}, {"account": world.actors[who].id})
        for row, who in ((world.saved_own, "demo-normeier"), (world.saved_other, "author"))
    ]
    return {
        "search": (Door(),),
        "search-file": (Door(),),
        "api-search": (Door(),),
        "saved-searches": (Door(facts=asked, post=302, form=save),),
        "saved-search-remove": tuple(Door(kwargs, facts, get=405, post=302) for kwargs, facts in saved),
    }
