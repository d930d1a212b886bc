"""Code lists in XML, in the three shapes they come in: FHIR CodeSystem, rows under a list with a number, and the permitted
values of a message schema when each says what it means."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from normverk.norm.code_lists import CodeList, Concept
from normverk.norm.documents.xml_elements import elements, local, namespace, place_of, simple_fields

FHIR: Final = "http://hl7.org/fhir"
SCHEMA: Final = "http://www.w3.org/2001/XMLSchema"
_CODES: Final = ("code", "Code", "kode", "Kode", "kodeverdi", "Kodeverdi", "V")
_MEANINGS: Final = ("display", "navn", "Navn", "kodetekst", "Kodetekst", "term", "Term", "DN")
_SYSTEMS: Final = ("oid", "OID", "Oid", "S", "url", "id", "Id", "ID")
_LAST_DAYS: Final = ("gyldig_til", "gyldigTil", "GyldigTil", "validTo", "ValidTo")


def lists_in(root: Any) -> Iterator[CodeList]:
    """Every code list in the tree, each with its line."""
    schema = root.get("targetNamespace", "") if namespace(root) == SCHEMA else ""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if namespace(element) == FHIR:
            found = _code_system(element) if local(element) == "CodeSystem" else None
        elif namespace(element) == SCHEMA:
            found = _permitted(element, schema) if local(element) == "simpleType" else None
        else:
            found = _rows(element)
        if found is not None and found.concepts:
            yield found


def _code_system(element: Any) -> CodeList | None:
    fields = dict(simple_fields(element))
    system = fields.get("url", "")
    for child in elements(element):
        given = dict(simple_fields(child)).get("value", "") if local(child) == "identifier" else ""
        system = given if given.startswith("urn:oid:") else system
    concepts = tuple(_concepts(element))
    return CodeList(system, fields.get("version", ""), concepts, place_of(element)) if system else None


def _concepts(element: Any) -> Iterator[Concept]:
    for child in elements(element):
        if local(child) == "concept" and namespace(child) == FHIR:
            fields = dict(simple_fields(child))
            if "code" in fields and "display" in fields:
                yield Concept(fields["code"], fields["display"])
            yield from _concepts(child)


def _rows(element: Any) -> CodeList | None:
    """Children of one name, each with a code and a meaning, under an element that says which list it is."""
    own = dict(simple_fields(element))
    system = next((own[name] for name in _SYSTEMS if name in own), "")
    rows = [dict(simple_fields(child)) for child in elements(element) if len(child) or child.attrib]
    if not system or len(rows) < 2:
        return None
    concepts = []
    for row in rows:
        code = next((row[name] for name in _CODES if name in row), "")
        meaning = next((row[name] for name in _MEANINGS if name in row), "")
        if not code or not meaning:
            return None
        concepts.append(Concept(code, meaning, _last_day(row)))
    version = own.get("version", own.get("Version", own.get("versjon", "")))
    return CodeList(system, version, tuple(concepts), place_of(element))


def _last_day(row: dict[str, str]) -> date | None:
    for name in _LAST_DAYS:
        with contextlib.suppress(ValueError):
            return date.fromisoformat(row.get(name, "")[:10])
    return None


def _permitted(element: Any, schema: str) -> CodeList | None:
    """The values of a named type of a schema. Values without a word of explanation are no list of meanings."""
    type_name = element.get("name", "")
    values = list(element.iter(f"{{{SCHEMA}}}enumeration"))
    told = [(inner.get("value", ""), _documentation(inner)) for inner in values]
    if not type_name or not told or not all(code and meaning for code, meaning in told):
        return None
    system = f"{schema}#{type_name}" if schema else type_name
    return CodeList(system, "", tuple(Concept(code, meaning) for code, meaning in told), place_of(element))


def _documentation(element: Any) -> str:
    found = element.find(f".//{{{SCHEMA}}}documentation")
    return " ".join("".join(found.itertext()).split()) if found is not None else ""
