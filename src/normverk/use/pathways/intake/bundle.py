"""FHIR R4 bundles: pathway codes that travel as Procedure resources. The mapping is described in docs/architecture-clocks.md.

A pathway code is a procedure code on a technical episode (NPR contact type 21), so Procedure is the resource that holds
it: code, performedDateTime, performer's organisation number, subject, meta.versionId and meta.lastUpdated.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any, Final

import msgspec

from normverk.use.pathways.intake.files import Unreadable
from normverk.use.pathways.intake.wire import Line, Misfit, WireEvent, event_of

IDENTITY_SYSTEMS: Final = frozenset({"urn:oid:2.16.578.1.12.4.1.4.1", "urn:oid:2.16.578.1.12.4.1.4.2"})
"""Fødselsnummer and D-nummer: an event must point at the patient by pseudonym instead."""

ORGANISATION_SYSTEM: Final = "urn:oid:2.16.578.1.12.4.1.4.101"
"""Organisation numbers of Enhetsregisteret."""


def read_bundle(text: str, name: str, code_systems: Set[str]) -> Iterator[Line]:
    """Every entry of a bundle, understood or complained about; Unreadable when the file is no bundle at all."""
    try:
        bundle = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as wrong:
        raise Unreadable(f"{name}: the file is not JSON ({wrong})") from None
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise Unreadable(f"{name}: the file is not a FHIR Bundle; its resourceType must be «Bundle»")
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise Unreadable(f"{name}: Bundle.entry is not a list")
    return _entries(entries, code_systems)


def _entries(entries: list[Any], code_systems: Set[str]) -> Iterator[Line]:
    for number, entry in enumerate(entries, start=1):
        try:
            yield Line(number, event=_event(_dict(entry).get("resource"), code_systems))
        except Misfit as misfit:
            yield Line(number, complaint=misfit.complaint)


def _event(resource: Any, code_systems: Set[str]) -> Any:
    if not isinstance(resource, dict):
        raise Misfit("no-resource")
    kind = resource.get("resourceType")
    if kind != "Procedure":
        raise Misfit("resource-not-read", str(kind))
    meta = _dict(resource.get("meta"))
    version = _version(meta)
    plain = {
        "patient": _patient(_dict(resource.get("subject"))),
        "code": _code(_dict(resource.get("code")), code_systems),
        "time": _text(resource, "performedDateTime", "performedDateTime"),
        "org": _organisation(resource),
        "source": meta.get("source") or "fhir",
        "source_id": _text(resource, "id", "id"),
        "version": version,
        "status": _status(resource.get("status"), version),
        "recorded": _text(meta, "lastUpdated", "meta.lastUpdated"),
    }
    try:
        return event_of(msgspec.convert(plain, WireEvent))
    except msgspec.ValidationError as wrong:
        raise Misfit("wrong-value", str(wrong).rpartition("$.")[2].strip("`")) from None


def _code(concept: dict[str, Any], code_systems: Set[str]) -> str:
    codings = concept.get("coding")
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict) and coding.get("system") in code_systems and isinstance(coding.get("code"), str):
            return str(coding["code"])
    raise Misfit("other-code-system")


def _patient(subject: dict[str, Any]) -> str:
    identifier = _dict(subject.get("identifier"))
    if identifier.get("system") in IDENTITY_SYSTEMS:
        raise Misfit("identity-number")
    if isinstance(identifier.get("value"), str) and identifier["value"]:
        return str(identifier["value"])
    reference = subject.get("reference")
    if isinstance(reference, str) and reference.rpartition("/")[2]:
        return reference.removeprefix("urn:uuid:").rpartition("/")[2]
    raise Misfit("missing-field", "subject")


def _organisation(resource: dict[str, Any]) -> str:
    performers = resource.get("performer")
    for performer in performers if isinstance(performers, list) else ():
        for party in ("onBehalfOf", "actor"):
            identifier = _dict(_dict(_dict(performer).get(party)).get("identifier"))
            if identifier.get("system") == ORGANISATION_SYSTEM and isinstance(identifier.get("value"), str):
                return str(identifier["value"])
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


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
