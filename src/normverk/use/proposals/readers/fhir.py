"""Facts from a FHIR R4 bundle. Which element becomes what is written in docs/codes-from-the-record.md.

A bundle may hold anything; what no fact is made of is passed by when it is there for the sake of others (Patient,
Organization, Condition …) and complained about otherwise. Versions are meta.versionId, as for registered codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final

from normverk.norm.days import Moment, local_date
from normverk.norm.derivation import FactKind
from normverk.use.pathways.intake.context import as_dict
from normverk.use.pathways.intake.persons import said_by
from normverk.use.pathways.intake.wire import Misfit, read_time
from normverk.use.proposals.engine import Coded, RecordFact
from normverk.use.proposals.readers.common import FactLine, age_on, checked, moment_in
from normverk.use.proposals.readers.fhir_bundle import (
    Bundle,
    Resource,
    all_codes,
    as_list,
    id_in,
    read_bundle_index,
    reasons,
    text_of,
)

BESIDE: Final = frozenset(
    {"Organization", "Condition", "Practitioner", "PractitionerRole", "Location", "HealthcareService", "Medication",
     "Communication"}
)  # fmt: skip
"""The types that are read for what they say about others."""

PATHWAY_CODES: Final = frozenset({"8480", "9327"})


def read_fhir(text: str, name: str) -> tuple[FactLine, ...]:
    """The facts of a bundle, and what is set aside, by entry number. Raises Unreadable when the file is no bundle."""
    bundle = read_bundle_index(text, name)
    received = _receipts(bundle)
    return tuple(
        line for number, entry in enumerate(bundle.entries, start=1) for line in _line(number, entry, bundle, received)
    )


def _line(number: int, entry: Any, bundle: Bundle, received: dict[str, str]) -> Iterator[FactLine]:
    held, place = as_dict(entry), f"entry {number}"
    resource = as_dict(held.get("resource"))
    try:
        if as_dict(held.get("request")).get("method") == "DELETE":
            raise Misfit("delete-entry", text_of(as_dict(held.get("request")).get("url"))[:120])
        if not resource:
            raise Misfit("no-resource")
        kind = text_of(resource.get("resourceType"))
        if kind == "Patient":
            yield from [FactLine(place, said=one) for one in said_by(resource)]
        if kind in BESIDE or (kind == "Patient" and not resource.get("deceasedDateTime")) or _is_registration(resource):
            return
        reader = _READERS.get(kind)
        if reader is None:
            raise Misfit("resource-not-read", kind[:60])
        yield FactLine(place, fact=checked(_fact(resource, bundle, reader(resource, bundle, received))))
    except Misfit as misfit:
        yield FactLine(place, complaint=misfit.complaint)


def _is_registration(resource: Resource) -> bool:
    """True for a pathway code that is registered: it is no fact to propose from, and comes in by its own way."""
    return resource.get("resourceType") == "Procedure" and any(
        one.system in PATHWAY_CODES for one in all_codes(resource.get("code"))
    )


def _fact(resource: Resource, bundle: Bundle, own: dict[str, Any]) -> RecordFact:
    """The fact: what its type says, and what all resources have in common."""
    meta = as_dict(resource.get("meta"))
    version = text_of(meta.get("versionId")) or "1"
    if not (version.isascii() and version.isdigit()):
        raise Misfit("wrong-value", "meta.versionId")
    written = text_of(meta.get("lastUpdated"))
    if not written:
        raise Misfit("missing-field", "meta.lastUpdated")
    recorded = read_time(written, "meta.lastUpdated")
    if not isinstance(recorded, datetime):
        raise Misfit("time-without-offset", "meta.lastUpdated")
    name = text_of(resource.get("id"))
    if not name:
        raise Misfit("missing-field", "id")
    patient, birth = _whose(resource, bundle)
    moments = [own[field] for field in ("received", "started", "authored", "ended") if own.get(field) is not None]
    state = text_of(resource.get("status"))
    return RecordFact(
        patient=patient,
        source=text_of(meta.get("source")) or "fhir",
        source_id=f"{resource['resourceType']}/{name}",
        version=int(version[:12]),
        recorded=recorded.astimezone(UTC),
        status="entered-in-error" if state == "entered-in-error" else "active",
        state=state,
        age=age_on(birth, moments[0]) if moments else None,
        **own,
    )


def _whose(resource: Resource, bundle: Bundle) -> tuple[str, date | None]:
    if resource.get("resourceType") == "Patient":
        return bundle.patient({"subject": {"reference": f"Patient/{text_of(resource.get('id'))}"}})
    return bundle.patient(resource)


def _receipts(bundle: Bundle) -> dict[str, str]:
    """When referrals were received: Communication.received, by the id of the ServiceRequest it is based on."""
    found: dict[str, str] = {}
    for entry in bundle.entries:
        resource = as_dict(as_dict(entry).get("resource"))
        if resource.get("resourceType") == "Communication" and resource.get("status") == "completed":
            for reference in as_list(resource.get("basedOn")):
                if id_in(reference) and text_of(resource.get("received")):
                    found.setdefault(id_in(reference), text_of(resource["received"]))
    return found


def _referral(resource: Resource, bundle: Bundle, received: dict[str, str]) -> dict[str, Any]:
    categories = all_codes(resource.get("category"))
    performers = [bundle.organisation(one) for one in as_list(resource.get("performer"))]
    what = all_codes(resource.get("code"))
    moves = any((one.system, one.code) == ("sct", "308292007") for one in (*categories, *what))
    return {
        "kind": FactKind.REFERRAL,
        "org": next(filter(None, performers), ""),
        "asked_by": bundle.organisation(resource.get("requester")),
        "asked_by_role": bundle.role_of(resource.get("requester")),
        "what": what,
        "about": reasons(resource, bundle),
        "urgency": next((one.code for one in categories if one.system == "8306"), ""),
        "categories": (*_plain(categories), *(("transfer-of-care",) if moves else ())),
        "authored": moment_in(text_of(resource.get("authoredOn")), "authoredOn"),
        "received": moment_in(received.get(text_of(resource.get("id"))), "Communication.received"),
    }


def _encounter(resource: Resource, bundle: Bundle, received: dict[str, str]) -> dict[str, Any]:
    period = as_dict(resource.get("period"))
    return {
        "kind": FactKind.ENCOUNTER,
        "org": bundle.organisation(resource.get("serviceProvider")),
        "what": all_codes(resource.get("type")),
        "about": reasons(resource, bundle),
        "categories": _plain(all_codes(resource.get("class"))),
        "based_on": _based_on(resource, "basedOn"),
        "started": moment_in(text_of(period.get("start")), "period.start"),
        "ended": moment_in(text_of(period.get("end")), "period.end"),
    }


def _appointment(resource: Resource, bundle: Bundle, received: dict[str, str]) -> dict[str, Any]:
    actors = [as_dict(as_dict(one).get("actor")) for one in as_list(resource.get("participant"))]
    return {
        "kind": FactKind.APPOINTMENT,
        "org": next(filter(None, map(bundle.organisation, actors)), ""),
        "what": all_codes(resource.get("serviceType")),
        "about": reasons(resource, bundle),
        "categories": _plain(all_codes(resource.get("cancelationReason"))),
        "based_on": _based_on(resource, "basedOn"),
        "started": moment_in(text_of(resource.get("start")), "start"),
        "authored": _written(resource) if resource.get("status") == "cancelled" else None,
    }


def _report(resource: Resource, bundle: Bundle, received: dict[str, str]) -> dict[str, Any]:
    performers = [bundle.organisation(one) for one in as_list(resource.get("performer"))]
    return {
        "kind": FactKind.REPORT,
        "org": next(filter(None, performers), ""),
        "what": all_codes(resource.get("code")),
        "about": all_codes(resource.get("conclusionCode")),
        "categories": _plain(all_codes(resource.get("category"))),
        "based_on": _based_on(resource, "basedOn"),
        "started": _when(resource, "effective"),
        "authored": moment_in(text_of(resource.get("issued")), "issued"),
    }


def _specimen(resource: Resource, bundle: Bundle, received: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": FactKind.SPECIMEN,
        "what": all_codes(resource.get("type")),
        "org": bundle.organisation(as_dict(resource.get("collection")).get("collector")),
        "started": _when(as_dict(resource.get("collection")), "collected"),
        "received": moment_in(text_of(resource.get("receivedTime")), "receivedTime"),
    }


def _decision(resource: Resource, bundle: Bundle, received: dict[str, str]) -> dict[str, Any]:
    encounter = bundle.find(resource.get("encounter"), "Encounter")
    findings = [as_dict(one).get("itemCodeableConcept") for one in as_list(resource.get("finding"))]
    return {
        "kind": FactKind.DECISION,
        "org": bundle.organisation(resource.get("assessor")) or bundle.organisation(encounter.get("serviceProvider")),
        "what": all_codes(resource.get("code")),
        "about": all_codes(findings),
        "started": _when(resource, "effective"),
        "authored": moment_in(text_of(resource.get("date")), "date"),
    }


def _procedure(resource: Resource, bundle: Bundle, received: dict[str, str]) -> dict[str, Any]:
    performers = map(as_dict, as_list(resource.get("performer")))
    numbers = [bundle.organisation(one.get(party)) for one in performers for party in ("onBehalfOf", "actor")]
    encounter = bundle.find(resource.get("encounter"), "Encounter")
    return {
        "kind": FactKind.PROCEDURE,
        "org": next(filter(None, numbers), "") or bundle.organisation(encounter.get("serviceProvider")),
        "what": all_codes(resource.get("code")),
        "about": reasons(resource, bundle),
        "categories": _plain(all_codes(resource.get("category"))),
        "based_on": _based_on(resource, "basedOn"),
        "started": _when(resource, "performed"),
    }


def _medication(resource: Resource, bundle: Bundle, received: dict[str, str]) -> dict[str, Any]:
    drug = resource.get("medicationCodeableConcept") or bundle.find(
        resource.get("medicationReference"), "Medication"
    ).get("code")
    around = bundle.find(resource.get("context"), "Encounter", "EpisodeOfCare")
    provider = around.get("serviceProvider") or around.get("managingOrganization")
    return {
        "kind": FactKind.MEDICATION,
        "org": bundle.organisation(provider),
        "what": all_codes(drug),
        "about": reasons(resource, bundle),
        "started": _when(resource, "effective"),
    }


def _episode(resource: Resource, bundle: Bundle, received: dict[str, str]) -> dict[str, Any]:
    period = as_dict(resource.get("period"))
    return {
        "kind": FactKind.EPISODE,
        "org": bundle.organisation(resource.get("managingOrganization")),
        "what": all_codes(resource.get("type")),
        "about": reasons(resource, bundle),
        "based_on": _based_on(resource, "referralRequest"),
        "started": moment_in(text_of(period.get("start")), "period.start"),
        "ended": moment_in(text_of(period.get("end")), "period.end"),
    }


def _death(resource: Resource, bundle: Bundle, received: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": FactKind.DEATH,
        "org": bundle.organisation(resource.get("managingOrganization")),
        "ended": moment_in(text_of(resource.get("deceasedDateTime")), "deceasedDateTime"),
    }


def _when(resource: Resource, name: str) -> Moment | None:
    """effectiveDateTime, or the start of effectivePeriod."""
    period = as_dict(resource.get(f"{name}Period"))
    return moment_in(text_of(resource.get(f"{name}DateTime")) or text_of(period.get("start")), name)


def _written(resource: Resource) -> date | None:
    written = moment_in(text_of(as_dict(resource.get("meta")).get("lastUpdated")), "meta.lastUpdated")
    return local_date(written) if written is not None else None


def _based_on(resource: Resource, element: str) -> str:
    """The source id of the referral: facts are named by type and id, and so is what they are based on."""
    for reference in as_list(resource.get(element)):
        name = id_in(reference)
        if name:
            return f"ServiceRequest/{name}"
    return ""


def _plain(found: tuple[Coded, ...]) -> tuple[str, ...]:
    return tuple(one.code for one in found)


_READERS: Final[dict[str, Callable[[Resource, Bundle, dict[str, str]], dict[str, Any]]]] = {
    "ServiceRequest": _referral,
    "Encounter": _encounter,
    "Appointment": _appointment,
    "DiagnosticReport": _report,
    "Specimen": _specimen,
    "ClinicalImpression": _decision,
    "Procedure": _procedure,
    "MedicationAdministration": _medication,
    "EpisodeOfCare": _episode,
    "Patient": _death,
}
