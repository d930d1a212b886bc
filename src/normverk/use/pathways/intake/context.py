"""What stands around a Procedure in the same bundle: its encounter, episode of care, and the order it is based on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from normverk.norm.fhir.extensions import BASE
from normverk.use.pathways.intake.wire import Misfit

IDENTITY_SYSTEMS: Final = frozenset({"urn:oid:2.16.578.1.12.4.1.4.1", "urn:oid:2.16.578.1.12.4.1.4.2"})
"""Fødselsnummer and D-nummer: an event must point at the patient by pseudonym instead."""

ORGANISATION_SYSTEM: Final = "urn:oid:2.16.578.1.12.4.1.4.101"
"""Organisation numbers of Enhetsregisteret."""

EPISODE_EXTENSION: Final = "http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare"
"""FHIR R4's own extension for the episode of care that a Procedure belongs to."""

TREATMENT_EXTENSION: Final = BASE + "planned-treatment"
"""Ours, since R4 has no element for a plan on what was done: valueCode, valueString or valueCoding."""

SURROUNDING: Final = frozenset({"Encounter", "EpisodeOfCare", "Organization", "ServiceRequest"})
"""The types that are read for what they say about a Procedure, and never as events."""


@dataclass(frozen=True)
class Surroundings:
    """The resources of a bundle by the addresses that others call them by (`Type/id` and fullUrl)."""

    by_address: Mapping[str, Mapping[str, Any]]
    pointed_at: Set[str]

    def speaks(self, entry: Any) -> bool:
        """True for an entry that is there for what it says about others, and that others point at."""
        held = as_dict(entry)
        resource = as_dict(held.get("resource"))
        return resource.get("resourceType") in SURROUNDING and not self.pointed_at.isdisjoint(
            _addresses(held, resource)
        )

    def find(self, reference: Any, kind: str) -> Mapping[str, Any]:
        """The resource of that type which a reference points at; empty when it is not in the bundle."""
        address = as_dict(reference).get("reference")
        if not isinstance(address, str):
            return {}
        found = self.by_address.get(address) or self.by_address.get(_last_two(address)) or {}
        return found if found.get("resourceType") == kind else {}

    def organisation(self, reference: Any) -> str:
        """The organisation number that a reference gives, by itself or through an Organization in the bundle."""
        own = _identifiers(as_dict(reference).get("identifier"))
        there = _identifiers(self.find(reference, "Organization").get("identifier"))
        numbers = (value for system, value in (*own, *there) if system == ORGANISATION_SYSTEM)
        return next(numbers, "")


def surroundings(entries: list[Any]) -> Surroundings:
    """Everything in the bundle that others may point at."""
    found: dict[str, Mapping[str, Any]] = {}
    for entry in entries:
        held = as_dict(entry)
        resource = as_dict(held.get("resource"))
        if resource.get("resourceType") in SURROUNDING:
            found.update(dict.fromkeys(_addresses(held, resource), resource))
    return Surroundings(found, frozenset(_references(entries)))


def episode_of(procedure: Mapping[str, Any], around: Surroundings) -> tuple[str, str]:
    """The record system's name for the course of illness, and the organisation number that answers for it; empty when not
    said. The episode is named on the Procedure itself, or on its encounter. Raises Misfit for an identity number."""
    encounter = around.find(procedure.get("encounter"), "Encounter")
    named = [extension.get("valueReference") for extension in _extensions(procedure, EPISODE_EXTENSION)]
    references = [*named, *_list(encounter.get("episodeOfCare"))]
    reference = as_dict(references[0]) if references else {}
    episode = around.find(reference, "EpisodeOfCare")
    identifiers = (*_identifiers(reference.get("identifier")), *_identifiers(episode.get("identifier")))
    if any(system in IDENTITY_SYSTEMS for system, _ in identifiers):
        raise Misfit("identity-number")
    address = str(reference.get("reference") or "").removeprefix("urn:uuid:").rpartition("/")[2]
    name = next((value for _, value in identifiers), "") or address
    return name, around.organisation(episode.get("managingOrganization")) or around.organisation(
        encounter.get("serviceProvider")
    )


def treatment_of(procedure: Mapping[str, Any], around: Surroundings, code_systems: Set[str]) -> str:
    """The planned treatment (a branch or a treatment code): the extension, else the order that the Procedure is based on."""
    for extension in _extensions(procedure, TREATMENT_EXTENSION):
        for value in (
            extension.get("valueCode"),
            extension.get("valueString"),
            as_dict(extension.get("valueCoding")).get("code"),
        ):
            if isinstance(value, str) and value:
                return value
    orders = (around.find(reference, "ServiceRequest") for reference in _list(procedure.get("basedOn")))
    return next((code for order in orders for code in codes_of(order.get("code"), code_systems)), "")


def codes_of(concept: Any, code_systems: Set[str]) -> Iterator[str]:
    """The codes of a CodeableConcept that belong to these code systems."""
    for coding in _list(as_dict(concept).get("coding")):
        held = as_dict(coding)
        if held.get("system") in code_systems and isinstance(held.get("code"), str):
            yield str(held["code"])


def as_dict(value: Any) -> dict[str, Any]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _last_two(address: str) -> str:
    return "/".join(address.split("/")[-2:])


def _addresses(entry: Mapping[str, Any], resource: Mapping[str, Any]) -> set[str]:
    full, name = entry.get("fullUrl"), resource.get("id")
    own = {f"{resource['resourceType']}/{name}"} if isinstance(name, str) else set()
    return own | ({full} if isinstance(full, str) else set())


def _references(entries: list[Any]) -> Iterator[str]:
    """Every address that something in the bundle points at, whole and as `Type/id`."""
    waiting: list[Any] = list(entries)
    while waiting:
        held = waiting.pop()
        if isinstance(held, dict):
            waiting += held.values()
            address = held.get("reference")
            if isinstance(address, str):
                yield address
                yield _last_two(address)
        elif isinstance(held, list):
            waiting += held


def _extensions(resource: Mapping[str, Any], url: str) -> list[dict[str, Any]]:
    return [held for held in map(as_dict, _list(resource.get("extension"))) if held.get("url") == url]


def _identifiers(value: Any) -> tuple[tuple[str, str], ...]:
    """System and value of an identifier, or of each in a list."""
    held = map(as_dict, value if isinstance(value, list) else [value])
    return tuple(
        (str(one.get("system") or ""), one["value"])
        for one in held
        if isinstance(one.get("value"), str) and one["value"]
    )
