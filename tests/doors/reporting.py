"""What is to be mended at one's own hospitals."""

from __future__ import annotations

from typing import Any

from normverk.base.policy import Actor, Role
from tests.doors.door import Door
from tests.world import World


def reporting(world: World) -> dict[str, tuple[Door, ...]]:
    """Lists of patients: the facts are where the one who asks holds a role."""

    def asked(actor: Actor) -> dict[str, Any]:
        held = (actor.organisations(role) for role in (Role.PATHWAY_COORDINATOR, Role.CLINICIAN))
        return {"organisations": frozenset().union(*held)}

    return {
        "npr-report": (Door(facts=asked, seen=True),),
        "npr-report-file": (Door(facts=asked, seen=True),),
    }
