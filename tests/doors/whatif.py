"""Trials of drafts, which are open to everybody; what was tried here; and the door where two sites answer."""

from __future__ import annotations

import json

from tests.doors.door import PUBLIC, Door
from tests.world import World


def whatif(world: World) -> dict[str, tuple[Door, ...]]:
    """One trial, run and answered here."""
    one, frozen = {"digest": world.trial.digest}, {"digest": world.evidence}
    return {
        "trial-runs": (Door(),),
        "trial-run": (Door(one, post=302),),
        "trial": (Door(one, PUBLIC),),
        "trial-csv": (Door(one, PUBLIC),),
        "evidence": (Door(frozen, PUBLIC),),
        "evidence-file": (Door(frozen, PUBLIC),),
        "api-trial": (Door(one, PUBLIC),),
        "api-trial-figures": (Door(one, PUBLIC),),
        "trial-answers": tuple(
            Door(facts={"site": site}, get=405, post=200, body=answer(world, site)) for site in ("vest", "nord")
        ),
    }


def answer(world: World, site: str) -> bytes:
    """An answer of a site that has nobody to count."""
    told = {
        "trial": world.trial.digest,
        "site": site,
        "as_of": "2022-04-30",
        "made_at": "2022-05-01T06:00:00Z",
        "organisations": {},
        "in_force": [],
        "draft": [],
        "moves": [],
        "unregistered": [],
    }
    return json.dumps(told).encode()
