"""FHIR R4 bundles: pathway codes that travel as Procedure resources. The mapping is described in docs/architecture-clocks.md.

A pathway code is a procedure code on a technical episode (NPR contact type 21), so Procedure is the resource that holds
it: code, performedDateTime, performer's organisation number, subject, meta.versionId and meta.lastUpdated. What its
encounter, episode of care and order say is read from the same bundle.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

import msgspec

from normverk.use.pathways.intake.context import (
    IDENTITY_SYSTEMS,
    Surroundings,
    as_dict,
    codes_of,
    episode_of,
    surroundings,
    treatment_of,
)
from normverk.use.pathways.intake.fhir_file import bundle_entries
from normverk.use.pathways.intake.persons import said_by
from normverk.use.pathways.intake.wire import Line, Misfit, WireEvent, event_of


def read_bundle(text: str, name: str, code_systems: Set[str]) -> Iterator[Line]:
    """Every entry of a bundle, understood or complained about; Unreadable when the file is no bundle at all."""
    return _entries(bundle_entries(text, name), code_systems)


def _entries(entries: list[Any], code_systems: Set[str]) -> Iterator[Line]:
    around = surroundings(entries)
    for number, entry in enumerate(entries, start=1):
        if around.speaks(entry):
            continue
        try:
            resource = _resource(as_dict(entry))
            said = said_by(resource) if resource.get("resourceType") == "Patient" else ()
            yield from [Line(number, said=one) for one in said] or [
                Line(number, event=_event(resource, around, code_systems))
            ]
        except Misfit as misfit:
            yield Line(number, complaint=misfit.complaint)


def _resource(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry's resource. Raises Misfit when there is none.

    A DELETE has only an id: neither source, patient, time nor a version that could be ranked among the others. What
    became of the registration would hang on what had come in before, so it is set aside with the way to say it.
    """
    resource, request = entry.get("resource"), as_dict(entry.get("request"))
    if request.get("method") == "DELETE":
        raise Misfit("delete-entry", str(request.get("url") or "")[:120])
    if not isinstance(resource, dict):
        raise Misfit("no-resource")
    return resource


def _event(resource: dict[str, Any], around: Surroundings, code_systems: Set[str]) -> Any:
    kind = resource.get("resourceType")
    if kind != "Procedure":
        raise Misfit("resource-not-read", str(kind))
    meta = as_dict(resource.get("meta"))
    version, org = _version(meta), _organisation(resource, around)
    episode, responsible = episode_of(resource, around)
    plain = {
        "patient": _patient(as_dict(resource.get("subject"))),
        "code": _code(resource.get("code"), code_systems),
        "time": _text(resource, "performedDateTime", "performedDateTime"),
        "org": org,
        "source": meta.get("source") or "fhir",
        "source_id": _text(resource, "id", "id"),
        "version": version,
        "status": _status(resource.get("status"), version),
        "recorded": _text(meta, "lastUpdated", "meta.lastUpdated"),
        "responsible_org": responsible if responsible != org else None,
        "treatment": treatment_of(resource, around, code_systems),
        "episode": episode,
    }
    try:
        return event_of(msgspec.convert({k: v for k, v in plain.items() if v != ""}, WireEvent))
    except msgspec.ValidationError as wrong:
        raise Misfit("wrong-value", str(wrong).rpartition("$.")[2].strip("`")) from None


def _code(concept: Any, code_systems: Set[str]) -> str:
    for code in codes_of(concept, code_systems):
        return code
    raise Misfit("other-code-system")


def _patient(subject: dict[str, Any]) -> str:
    identifier = as_dict(subject.get("identifier"))
    if identifier.get("system") in IDENTITY_SYSTEMS:
        raise Misfit("identity-number")
    if isinstance(identifier.get("value"), str) and identifier["value"]:
        return str(identifier["value"])
    reference = subject.get("reference")
    if isinstance(reference, str) and reference.rpartition("/")[2]:
        return reference.removeprefix("urn:uuid:").rpartition("/")[2]
    raise Misfit("missing-field", "subject")


def _organisation(resource: dict[str, Any], around: Surroundings) -> str:
    performers = resource.get("performer")
    for performer in performers if isinstance(performers, list) else ():
        for party in ("onBehalfOf", "actor"):
            number = around.organisation(as_dict(performer).get(party))
            if number:
                return number
    raise Misfit("missing-field", "performer")


def _version(meta: dict[str, Any]) -> int:
    version = meta.get("versionId")
    if version is None:
        raise Misfit("missing-field", "meta.versionId")
    if not (isinstance(version, str) and version.isascii() and version.isdigit()):
        raise Misfit("wrong-value", "meta.versionId")
    return int(version[:12])


def _status(status: Any, version: int) -> str:
    if status == "completed":
        return "amended" if version > 1 else "final"
    if status == "entered-in-error":
        return "entered-in-error"
    raise Misfit("not-completed", str(status)[:40])


def _text(holder: dict[str, Any], key: str, name: str) -> str:
    value = holder.get(key)
    if value is None:
        raise Misfit("missing-field", name)
    if not isinstance(value, str):
        raise Misfit("wrong-value", name)
    return value
