"""The StructureDefinitions of our FHIR extensions, made from the table that also writes and reads them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from normverk.norm.fhir.conversion import value_name
from normverk.norm.fhir.extensions import CLOCK, CODE, MILESTONE, PATHWAY, SOURCE, Part

_EXTENSIONS: Final = (
    (CLOCK, "PlanDefinition"),
    (CODE, "Coding"),
    (MILESTONE, "PlanDefinition.action"),
    (PATHWAY, "PlanDefinition"),
    (SOURCE, "RelatedArtifact"),
)
"""Each extension and the element it may stand on."""

_FHIR_TYPES: Final = {"Text": "string", "Source": "RelatedArtifact"}


def extension_definitions(version: str, publisher: str) -> list[dict[str, Any]]:
    """One StructureDefinition (R4, differential) for each of our extensions."""
    return [_definition(part, context, version, publisher) for part, context in _EXTENSIONS]


def _definition(part: Part, context: str, version: str, publisher: str) -> dict[str, Any]:
    return {
        "resourceType": "StructureDefinition",
        "id": part.name,
        "url": part.url,
        "version": version,
        "name": "".join(word.capitalize() for word in part.name.split("-")),
        "title": part.short,
        "status": "active",
        "publisher": publisher,
        "description": part.short,
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": context}],
        "type": "Extension",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
        "derivation": "constraint",
        "differential": {"element": list(_elements(part, "Extension", "Extension", part.url))},
    }


def _elements(part: Part, id: str, path: str, url: str) -> Iterator[dict[str, Any]]:
    """The element itself, its parts, its address and its value, in the order FHIR wants."""
    slice_name = {"sliceName": part.name} if id != "Extension" else {}
    yield {"id": id, "path": path, **slice_name, "short": part.short, "definition": part.short} | {
        "min": part.least,
        "max": "*" if part.many else "1",
    }
    inner = f"{path}.extension"
    if part.kind == "parts":
        for piece in part.parts:
            yield from _elements(piece, f"{id}.extension:{piece.name}", inner, piece.name)
    else:
        yield {"id": f"{id}.extension", "path": inner, "max": "0"}
    yield {"id": f"{id}.url", "path": f"{path}.url", "fixedUri": url}
    value: dict[str, Any] = {"id": f"{id}.value[x]", "path": f"{path}.value[x]"}
    if part.kind == "parts":
        yield value | {"max": "0"}
    else:
        words = f"{value_name(part)}: {' | '.join(part.values)}" if part.values else part.short
        yield value | {"short": words, "min": 1, "type": [{"code": _FHIR_TYPES.get(part.kind, part.kind)}]}
