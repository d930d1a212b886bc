"""Patients of two organisations."""

from __future__ import annotations

from typing import Any

from normverk.base.policy import Actor, Role
from normverk.sim.organisations import NORD, VEST
from tests.doors.door import Door
from tests.world import World


def pathways(world: World) -> dict[str, tuple[Door, ...]]:
    """Patients of two organisations, and the deliveries of two sites."""

    def asked(actor: Actor) -> dict[str, Any]:
        held = (actor.organisations(role) for role in (Role.PATHWAY_COORDINATOR, Role.CLINICIAN))
        return {"organisations": frozenset().union(*held)}

    both = ((world.patient_vest, VEST.number), (world.patient_nord, NORD.number))
    return {
        "patients": (Door(facts=asked, seen=True),),
        "patient": tuple(Door({"id": one.pk}, {"organisations": {at}}, seen=True) for one, at in both),
        "patient-why": tuple(Door(world.clock_of(one), {"organisations": {at}}, seen=True) for one, at in both),
    }
