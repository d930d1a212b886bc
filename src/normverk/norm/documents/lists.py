"""Code lists in the shapes that they come in: national lists as JSON, FHIR CodeSystem, and two versions side by side."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from normverk.norm.code_lists import CodeList, Concept
from normverk.norm.documents import Record


def code_list(plain: dict[str, Any], place: str) -> CodeList | None:
    """The list in an object that has an id and concepts; None when it is something else."""
    concepts = plain.get("concept", plain.get("concepts", plain.get("codes")))
    if not isinstance(concepts, list) or not concepts:
        return None
    system = plain.get("url") if plain.get("resourceType") == "CodeSystem" else plain.get("oid") or plain.get("id")
    for identifier in plain.get("identifier") or ():
        if isinstance(identifier, dict) and str(identifier.get("value", "")).startswith("urn:oid:"):
            system = identifier["value"]
    read = tuple(_concepts(concepts))
    if not isinstance(system, str) or not read:
        return None
    return CodeList(system, str(plain.get("version", "")), read, place)


def _concepts(members: list[Any]) -> Iterator[Concept]:
    for member in members:
        if isinstance(member, dict) and isinstance(member.get("code"), str) and isinstance(member.get("display"), str):
            yield Concept(member["code"], member["display"])
            inner = member.get("concept")
            if isinstance(inner, list):
                yield from _concepts(inner)


def versions(plain: Any) -> Iterator[CodeList]:
    """Several versions of one list in one object: an OID, and fields that each map codes to meanings."""
    if not isinstance(plain, dict) or not isinstance(plain.get("oid"), str):
        return
    for field, mapped in plain.items():
        if isinstance(mapped, dict) and mapped and all(isinstance(meaning, str) for meaning in mapped.values()):
            yield CodeList(
                plain["oid"], field, tuple(Concept(code, said) for code, said in mapped.items()), f"/{field}"
            )


def list_in_rows(name: str, records: tuple[Record, ...]) -> CodeList | None:
    """A table with a column of codes and one of names, with their last days if it has them."""
    concepts = []
    for record in records:
        fields = dict(record.fields)
        code = fields.get("code") or fields.get("kode")
        display = fields.get("display") or fields.get("norsk_bruksnavn") or fields.get("navn") or fields.get("meaning")
        if not code or display is None:
            return None
        last = None
        with contextlib.suppress(ValueError):
            last = date.fromisoformat(fields.get("gyldig_til", "")[:10])
        concepts.append(Concept(code, display, last))
    return CodeList(name, "", tuple(concepts), "table") if concepts else None
