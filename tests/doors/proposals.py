"""A proposal for each of two organisations, about patients that no other door is about."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from normverk.base.policy import operator
from normverk.sim.organisations import NORD, VEST
from normverk.use.proposals.actions import take_facts
from normverk.use.proposals.models import Proposal
from tests.doors.door import Door
from tests.doors.pathways import asked
from tests.world import World

RECEIVED = "2021-03-01"


def proposed(at: str) -> Proposal:
    """A start that waits to be confirmed at this hospital, from a referral it received."""
    patient = f"door-{at}"
    resource = {
        "resourceType": "ServiceRequest", "id": patient, "status": "active", "subject": {"reference": f"Patient/{patient}"},
        "meta": {"versionId": "1", "lastUpdated": f"{RECEIVED}T12:00:00+01:00", "source": "doors"},
        "category": [{"coding": [{"system": "urn:oid:2.16.578.1.12.4.1.1.8306", "code": "PK"}]}],
        "reasonCode": [{"coding": [{"system": "urn:oid:2.16.578.1.12.4.1.1.7110", "code": "C50.9"}]}],
        "performer": [{"identifier": {"system": "urn:oid:2.16.578.1.12.4.1.4.101", "value": at}}],
    }  # fmt: skip
    receipt = {
        "resourceType": "Communication", "status": "completed", "received": RECEIVED,
        "basedOn": [{"reference": f"ServiceRequest/{patient}"}],
    }  # fmt: skip
    bundle = {"resourceType": "Bundle", "entry": [{"resource": resource}, {"resource": receipt}]}
    content = json.dumps(bundle).encode()
    take_facts(content=content, name="doors", form="fhir", actor=operator(), now=datetime(2026, 3, 2, tzinfo=UTC))
    return Proposal.objects.get(patient__pseudonym=patient, state="waiting")


def proposals(world: World) -> dict[str, tuple[Door, ...]]:
    """Every page of the app, for a proposal of one's own hospital and of another's."""
    both = [(proposed(number), number) for number in (VEST.number, NORD.number)]
    correct = {
        "answer": "correct",
        "code": "A01A",
        "date": "2021-03-02",
        "treatment": "",
        "reason": "Mottatt dagen etter.",
    }
    return {
        "proposals": (Door(facts=asked, seen=True),),
        "proposals-measured": (Door(),),
        "proposals-decide": tuple(
            Door({}, {"organisations": {at}}, get=405, post=302, form={"one": str(one.pk)}) for one, at in both
        ),
        "proposals-patient": tuple(
            Door({"id": one.patient_id}, {"organisations": {at}}, seen=True) for one, at in both
        ),
        "proposal": tuple(Door({"id": one.pk}, {"organisations": {at}}, seen=True) for one, at in both),
        "proposal-answer": tuple(
            Door({"id": one.pk}, {"organisations": {at}}, post=302, form=correct | {"org": at}, seen=True)
            for one, at in both
        ),
    }
