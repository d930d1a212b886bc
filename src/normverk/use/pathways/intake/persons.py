"""What a FHIR Patient says beside who it is: which other key it replaces or is replaced by, and the day of death.

Patient.link of type `replaced-by` and `replaces` says that two keys are one person; `refer` and `seealso` say less, and are
passed by. R4 has no way to say that two keys turned out to be two persons: that is done on the patient's page, or by
HL7 v2 (ADT^A37).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from normverk.norm.days import local_date
from normverk.use.pathways.identity import is_identity_number
from normverk.use.pathways.intake.context import IDENTITY_SYSTEMS, as_dict
from normverk.use.pathways.intake.said import Said
from normverk.use.pathways.intake.signs import HIDDEN
from normverk.use.pathways.intake.wire import Misfit, read_time

_LONGEST: Final = 80


def said_by(patient: Mapping[str, Any]) -> tuple[Said, ...]:
    """What the resource says. Raises Misfit, and then nothing of it is let in."""
    links = [as_dict(link) for link in _list(patient.get("link"))]
    telling = [link for link in links if link.get("type") in {"replaced-by", "replaces"}]
    died = patient.get("deceasedDateTime")
    if not telling and died is None:
        return ()
    mine = key_of(patient)
    found = [_joined(mine, link) for link in telling]
    if died is not None:
        if not isinstance(died, str):
            raise Misfit("wrong-value", "deceasedDateTime")
        found.append(Said("died", mine, "fhir", on=local_date(read_time(died, "deceasedDateTime"))))
    return tuple(found)


def key_of(patient: Mapping[str, Any]) -> str:
    """The key that events call the patient by: an identifier that is no identity number, else the resource's id."""
    named = [value for system, value in _identifiers(patient.get("identifier")) if system not in IDENTITY_SYSTEMS]
    return fit_key(named[0] if named else patient.get("id"), "Patient.id")


def fit_key(key: Any, place: str) -> str:
    """The key, when it can be kept as one; Misfit for an identity number, for what is too long and for hidden signs."""
    if not isinstance(key, str) or not key:
        raise Misfit("missing-field", place)
    if is_identity_number(key):
        raise Misfit("identity-number", place)
    if len(key) > _LONGEST or HIDDEN.search(key):
        raise Misfit("wrong-value", place)
    return key


def _joined(mine: str, link: Mapping[str, Any]) -> Said:
    other = as_dict(link.get("other"))
    identifiers = list(_identifiers(other.get("identifier")))
    if any(system in IDENTITY_SYSTEMS for system, _ in identifiers):
        raise Misfit("identity-number", "link.other")
    address = other.get("reference")
    name = address.removeprefix("urn:uuid:").rpartition("/")[2] if isinstance(address, str) else ""
    theirs = fit_key(identifiers[0][1] if identifiers else name, "link.other")
    if link.get("type") == "replaced-by":
        return Said("joined", theirs, "fhir", mine)
    return Said("joined", mine, "fhir", theirs)


def _identifiers(value: Any) -> Iterator[tuple[str, str]]:
    for held in map(as_dict, value if isinstance(value, list) else [value]):
        if isinstance(held.get("value"), str) and held["value"]:
            yield str(held.get("system") or ""), held["value"]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
