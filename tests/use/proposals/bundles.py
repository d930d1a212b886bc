"""FHIR resources in short, for one breast cancer patient at Vest unless said otherwise."""

from __future__ import annotations

from typing import Any

from normverk.sim.organisations import VEST

ICD, ORG = "urn:oid:2.16.578.1.12.4.1.1.7110", "urn:oid:2.16.578.1.12.4.1.4.101"
LATER = "2022-04-20T12:00:00+02:00"


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    """A bundle of the resources."""
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


def concept(system: str, code: str) -> dict[str, Any]:
    """A CodeableConcept with one code."""
    return {"coding": [{"system": system, "code": code}]}


def hospital(number: str = VEST.number) -> dict[str, Any]:
    """A reference to a hospital by its organisation number."""
    return {"identifier": {"system": ORG, "value": number}}


def resource(kind: str, id: str, version: int = 1, **fields: Any) -> dict[str, Any]:
    """A resource about p1."""
    meta = {"versionId": str(version), "lastUpdated": LATER, "source": "das"}
    return {"resourceType": kind, "id": id, "meta": meta, "subject": {"reference": "Patient/p1"}} | fields


def referral(received: str = "2022-01-03", **fields: Any) -> tuple[dict[str, Any], ...]:
    """A cancer referral about breast cancer, and its receipt."""
    base = {
        "status": "active",
        "category": [concept("urn:oid:2.16.578.1.12.4.1.1.8306", "PK")],
        "reasonCode": [concept(ICD, "C50.9")],
        "performer": [hospital()],
    }
    receipt = {
        "resourceType": "Communication",
        "status": "completed",
        "received": received,
        "basedOn": [{"reference": "ServiceRequest/r1"}],
    }
    return resource("ServiceRequest", "r1", **(base | fields)), receipt


def visit(day: str = "2022-01-10", **fields: Any) -> dict[str, Any]:
    """An attendance on the referral."""
    base = {
        "status": "finished",
        "class": {"code": "AMB"},
        "basedOn": [{"reference": "ServiceRequest/r1"}],
        "period": {"start": day},
        "serviceProvider": hospital(),
    }
    return resource("Encounter", fields.pop("id", "e1"), **(base | fields))


def decision(day: str = "2022-01-17", **fields: Any) -> dict[str, Any]:
    """A treatment meeting that concludes with breast cancer."""
    base = {
        "status": "completed",
        "effectiveDateTime": day,
        "assessor": hospital(),
        "finding": [{"itemCodeableConcept": concept(ICD, "C50.9")}],
    }
    return resource("ClinicalImpression", "d1", **(base | fields))


def surgery(day: str = "2022-01-27", **fields: Any) -> dict[str, Any]:
    """A breast operation."""
    base = {
        "status": "completed",
        "code": concept("urn:oid:2.16.578.1.12.4.1.1.7210", "HAB40"),
        "performedDateTime": day,
        "performer": [{"actor": hospital()}],
    }
    return resource("Procedure", "o1", **(base | fields))
