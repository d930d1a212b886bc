"""A FHIR R4 bundle as an index: finding what a reference points at, and reading the elements that facts are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from normverk.use.pathways.intake.context import IDENTITY_SYSTEMS, ORGANISATION_SYSTEM, as_dict
from normverk.use.pathways.intake.fhir_file import bundle_entries
from normverk.use.pathways.intake.wire import Misfit
from normverk.use.proposals.engine import Coded
from normverk.use.proposals.readers.common import coded

Resource = Mapping[str, Any]


@dataclass(frozen=True)
class Bundle:
    """The resources of a bundle by every address they are called by."""

    entries: tuple[Any, ...]
    by_address: Mapping[str, Resource]

    def find(self, reference: Any, *kinds: str) -> Resource:
        """The resource of one of these types that a reference points at; empty when it is not in the bundle."""
        address = as_dict(reference).get("reference")
        if not isinstance(address, str):
            return {}
        found = self.by_address.get(address) or self.by_address.get(_last_two(address)) or {}
        return found if found.get("resourceType") in kinds else {}

    def organisation(self, reference: Any) -> str:
        """The organisation number a reference gives, by itself or through what it points at; empty when there is none."""
        held = as_dict(reference)
        own = number_in(held.get("identifier"))
        if own:
            return own
        there = self.find(held, "Organization")
        if there:
            return number_in(there.get("identifier"))
        role = self.find(held, "PractitionerRole", "Location", "HealthcareService")
        for element in ("organization", "managingOrganization", "providedBy"):
            if role.get(element):
                return self.organisation(role[element])
        return ""

    def role_of(self, reference: Any) -> str:
        """What kind of organisation a reference points at: the first code of Organization.type."""
        there = self.find(reference, "Organization")
        return next((one.code for concept in as_list(there.get("type")) for one in codes(concept)), "")

    def patient(self, resource: Resource) -> tuple[str, date | None]:
        """The pseudonym and the date of birth of the patient that a resource is about; Misfit for an identity number."""
        subject = as_dict(resource.get("subject") or resource.get("patient") or _participant(resource, "Patient"))
        there = self.find(subject, "Patient")
        for held in (subject.get("identifier"), *as_list(there.get("identifier"))):
            identifier = as_dict(held)
            if identifier.get("system") in IDENTITY_SYSTEMS and not there:
                raise Misfit("identity-number", "subject")
            value = identifier.get("value")
            if isinstance(value, str) and value and identifier.get("system") not in IDENTITY_SYSTEMS:
                return value, born(there)
        address = subject.get("reference")
        name = address.removeprefix("urn:uuid:").rpartition("/")[2] if isinstance(address, str) else ""
        if not name:
            raise Misfit("missing-field", "subject")
        return name, born(there)


def read_bundle_index(text: str, name: str) -> Bundle:
    """The index of a bundle; Unreadable when the file is no bundle at all."""
    entries = bundle_entries(text, name)
    found: dict[str, Resource] = {}
    for entry in entries:
        held = as_dict(entry)
        resource = as_dict(held.get("resource"))
        if resource:
            found.update(dict.fromkeys(_addresses(held, resource), resource))
    return Bundle(tuple(entries), found)


def as_list(value: Any) -> list[Any]:
    """The value when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """The value when it is text, else nothing."""
    return value if isinstance(value, str) else ""


def codes(concept: Any) -> Iterator[Coded]:
    """The codes of a CodeableConcept, or of a Coding."""
    held = as_dict(concept)
    for one in as_list(held.get("coding")) or ([held] if "code" in held else []):
        coding = as_dict(one)
        if isinstance(coding.get("code"), str) and coding["code"]:
            yield coded(text_of(coding.get("system")), coding["code"])


def all_codes(concepts: Any) -> tuple[Coded, ...]:
    """The codes of a CodeableConcept or a list of them, each once."""
    held = concepts if isinstance(concepts, list) else [concepts]
    return tuple(dict.fromkeys(one for concept in held for one in codes(concept)))


def reasons(resource: Resource, bundle: Bundle) -> tuple[Coded, ...]:
    """Why something was done: its reason codes, and the codes of the conditions it points at in the bundle."""
    found = list(all_codes(resource.get("reasonCode")))
    for reference in as_list(resource.get("reasonReference")):
        found += all_codes(bundle.find(reference, "Condition").get("code"))
    for diagnosis in as_list(resource.get("diagnosis")):
        found += all_codes(bundle.find(as_dict(diagnosis).get("condition"), "Condition").get("code"))
    return tuple(dict.fromkeys(found))


def number_in(identifiers: Any) -> str:
    """The organisation number among identifiers (or in one)."""
    held = identifiers if isinstance(identifiers, list) else [identifiers]
    for one in map(as_dict, held):
        if one.get("system") == ORGANISATION_SYSTEM and isinstance(one.get("value"), str):
            return str(one["value"])
    return ""


def born(patient: Resource) -> date | None:
    """The date of birth where a whole one is given: a year alone tells no age on a day."""
    try:
        return date.fromisoformat(text_of(patient.get("birthDate")))
    except ValueError:
        return None


def id_in(reference: Any) -> str:
    """The id that a reference ends with."""
    return text_of(as_dict(reference).get("reference")).removeprefix("urn:uuid:").rpartition("/")[2]


def _participant(resource: Resource, kind: str) -> Any:
    for participant in as_list(resource.get("participant")):
        actor = as_dict(as_dict(participant).get("actor"))
        if text_of(actor.get("reference")).rpartition("/")[0].endswith(kind) or actor.get("type") == kind:
            return actor
    return None


def _addresses(entry: Mapping[str, Any], resource: Resource) -> set[str]:
    full, name, kind = entry.get("fullUrl"), resource.get("id"), resource.get("resourceType")
    own = {f"{kind}/{name}"} if isinstance(name, str) else set()
    return own | ({full} if isinstance(full, str) else set())


def _last_two(address: str) -> str:
    return "/".join(address.split("/")[-2:])
