"""Traces as a FHIR R4 bundle."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from normverk.sim.records.traces import Trace

_ICD: Final = "urn:oid:2.16.578.1.12.4.1.1.7110"
_NCSP: Final = "urn:oid:2.16.578.1.12.4.1.1.7210"
_NCMP: Final = "urn:oid:2.16.578.1.12.4.1.1.7230"
_ATC: Final = "urn:oid:2.16.578.1.12.4.1.1.7180"
_ORG: Final = "urn:oid:2.16.578.1.12.4.1.4.101"
_URGENCY: Final = "urn:oid:2.16.578.1.12.4.1.1.8306"
_CLASS: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_SECTION: Final = "http://terminology.hl7.org/CodeSystem/v2-0074"
_CANCELLED: Final = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"
_SNOMED: Final = "http://snomed.info/sct"
_SPECIALISTS: Final = "Organization/specialists"


def write_fhir(traces: Iterable[Trace], source: str, births: dict[str, date]) -> bytes:
    """One bundle with everything, the patients first."""
    resources: list[dict[str, Any]] = [
        {
            "resourceType": "Patient",
            "id": patient,
            "identifier": [{"system": "urn:normverk:pseudonym", "value": patient}],
            "birthDate": born.isoformat(),
        }
        for patient, born in sorted(births.items())
    ]
    resources.append(
        {"resourceType": "Organization", "id": "specialists", "type": [_concept("", "contract-specialist")]}
    )
    for trace in traces:
        resources += _resources(trace, source)
    return json.dumps(
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}
    ).encode()


def _resources(trace: Trace, source: str) -> list[dict[str, Any]]:
    makers = {
        "referral": _referral, "visit": _visit, "report": _report, "meeting": _meeting, "procedure": _procedure,
        "drug": _drug, "appointment": _appointment, "episode": _episode, "death": _death,
    }  # fmt: skip
    made = makers[trace.kind](trace)
    for resource in made:
        resource["meta"] = {
            "versionId": str(trace.version),
            "lastUpdated": f"{trace.written.isoformat()}T20:00:00+01:00",
            "source": source,
        }
        if trace.voided:
            resource["status"] = "entered-in-error"
    return made


def _subject(trace: Trace) -> dict[str, str]:
    return {"reference": f"Patient/{trace.patient}"}


def _hospital(number: str) -> dict[str, Any]:
    return {"identifier": {"system": _ORG, "value": number}}


def _concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def _reasons(trace: Trace) -> list[dict[str, Any]]:
    return [_concept(_ICD, trace.about)] if trace.about else []


def _based_on(trace: Trace) -> list[dict[str, str]]:
    return [{"reference": f"ServiceRequest/{trace.referral}"}] if trace.referral else []


def _referral(trace: Trace) -> list[dict[str, Any]]:
    categories = [_concept(_URGENCY, trace.urgency)] if trace.urgency else []
    if trace.category:
        categories.append(_concept(_SNOMED, "308292007"))
    asking = _hospital(trace.asked_by) if trace.asked_by else {"display": "A general practitioner"}
    if trace.asked_by_role:
        asking = {"reference": _SPECIALISTS}
    made: list[dict[str, Any]] = [
        {
            "resourceType": "ServiceRequest", "id": trace.id, "status": trace.state, "intent": "order",
            "category": categories, "subject": _subject(trace), "authoredOn": trace.day.isoformat(),
            "requester": asking, "performer": [_hospital(trace.org)], "reasonCode": _reasons(trace),
        }
    ]  # fmt: skip
    if trace.received:
        made.append(
            {
                "resourceType": "Communication", "id": f"{trace.id}-received", "status": "completed",
                "basedOn": [{"reference": f"ServiceRequest/{trace.id}"}], "received": trace.received.isoformat(),
            }
        )  # fmt: skip
    return made


def _visit(trace: Trace) -> list[dict[str, Any]]:
    return [
        {
            "resourceType": "Encounter", "id": trace.id, "status": trace.state, "subject": _subject(trace),
            "class": {"system": _CLASS, "code": trace.category or "AMB"}, "basedOn": _based_on(trace),
            "reasonCode": _reasons(trace), "period": {"start": trace.day.isoformat()},
            "serviceProvider": _hospital(trace.org),
        }
    ]  # fmt: skip


def _report(trace: Trace) -> list[dict[str, Any]]:
    return [
        {
            "resourceType": "DiagnosticReport", "id": trace.id, "status": trace.state, "subject": _subject(trace),
            "category": [_concept(_SECTION, trace.category)], "code": {"text": "Histologi"},
            "effectiveDateTime": trace.day.isoformat(), "performer": [_hospital(trace.org)],
        }
    ]  # fmt: skip


def _meeting(trace: Trace) -> list[dict[str, Any]]:
    return [
        {
            "resourceType": "ClinicalImpression", "id": trace.id, "status": trace.state, "subject": _subject(trace),
            "effectiveDateTime": trace.day.isoformat(), "assessor": _hospital(trace.org),
            "finding": [{"itemCodeableConcept": _concept(_ICD, trace.about)}],
        }
    ]  # fmt: skip


def _procedure(trace: Trace) -> list[dict[str, Any]]:
    return [
        {
            "resourceType": "Procedure", "id": trace.id, "status": trace.state, "subject": _subject(trace),
            "code": _concept(_NCMP if trace.what.startswith("W") else _NCSP, trace.what),
            "performedDateTime": trace.day.isoformat(), "reasonCode": _reasons(trace),
            "performer": [{"actor": _hospital(trace.org)}],
        }
    ]  # fmt: skip


def _drug(trace: Trace) -> list[dict[str, Any]]:
    around = {"resourceType": "Encounter", "id": f"{trace.id}-day", "status": trace.state}
    return [
        {
            "resourceType": "MedicationAdministration", "id": trace.id, "status": trace.state,
            "subject": _subject(trace), "medicationCodeableConcept": _concept(_ATC, trace.what),
            "effectiveDateTime": trace.day.isoformat(), "reasonCode": _reasons(trace),
            "context": {"reference": f"Encounter/{around['id']}"},
        },
        {
            **around, "status": "finished", "subject": _subject(trace), "class": {"system": _CLASS, "code": "AMB"},
            "period": {"start": trace.day.isoformat()}, "serviceProvider": _hospital(trace.org),
            "reasonCode": _reasons(trace),
        },
    ]  # fmt: skip


def _appointment(trace: Trace) -> list[dict[str, Any]]:
    return [
        {
            "resourceType": "Appointment", "id": trace.id, "status": trace.state,
            "start": f"{trace.day.isoformat()}T09:00:00+01:00", "basedOn": _based_on(trace),
            "cancelationReason": _concept(_CANCELLED, trace.category) if trace.category else None,
            "reasonCode": _reasons(trace),
            "participant": [{"actor": {"reference": f"Patient/{trace.patient}"}}, {"actor": _hospital(trace.org)}],
        }
    ]  # fmt: skip


def _episode(trace: Trace) -> list[dict[str, Any]]:
    referral = [{"reference": f"ServiceRequest/{trace.referral}"}] if trace.referral else []
    return [
        {
            "resourceType": "EpisodeOfCare", "id": trace.id, "status": trace.state, "patient": _subject(trace),
            "managingOrganization": _hospital(trace.org), "referralRequest": referral,
            "period": {"end": trace.day.isoformat()},
        }
    ]  # fmt: skip


def _death(trace: Trace) -> list[dict[str, Any]]:
    return [
        {
            "resourceType": "Patient", "id": trace.patient, "deceasedDateTime": trace.day.isoformat(),
            "managingOrganization": _hospital(trace.org),
            "identifier": [{"system": "urn:normverk:pseudonym", "value": trace.patient}],
        }
    ]  # fmt: skip
