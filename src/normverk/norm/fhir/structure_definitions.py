"""StructureDefinitions of our extensions, so that a package can carry the definition of everything it uses."""

from __future__ import annotations

from typing import Any, Final

from normverk.norm.fhir.derivation import DERIVATION
from normverk.norm.fhir.extensions import CLOCK, CODE, MILESTONE, PATHWAY, SOURCE, Part

VERSION: Final = "2.0.0"
"""Raised to 2 when norm-clock got several delay rules; see `earlier` for how the first is read."""
_CONTEXTS: Final = (
    (PATHWAY, "PlanDefinition"),
    (CLOCK, "PlanDefinition"),
    (MILESTONE, "PlanDefinition.action"),
    (DERIVATION, "PlanDefinition"),
    (CODE, "Coding"),
    (SOURCE, "RelatedArtifact"),
)
_SLICED_BY_URL: Final = {
    "discriminator": [{"type": "value", "path": "url"}],
    "ordered": False,
    "rules": "open",
}
_TYPES: Final = {"Text": "string", "Source": "RelatedArtifact"}


def structure_definitions() -> tuple[dict[str, Any], ...]:
    """One StructureDefinition (FHIR R4, differential) for each of our extensions."""
    return tuple(_definition(part, context) for part, context in _CONTEXTS)


def _definition(part: Part, context: str) -> dict[str, Any]:
    root = {
        "id": "Extension",
        "path": "Extension",
        "short": part.short,
        "definition": f"{part.short}.",
        "min": 0,
        "max": "*" if part.many else "1",
    }
    return {
        "resourceType": "StructureDefinition",
        "id": part.name,
        "url": part.url,
        "version": VERSION,
        "name": "".join(word.capitalize() for word in part.name.split("-")),
        "title": part.short,
        "status": "active",
        "experimental": True,
        "publisher": "normverk",
        "description": f"{part.short}.",
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": context}],
        "type": "Extension",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
        "derivation": "constraint",
        "differential": {"element": [root, *_inner("Extension", "Extension", part, part.url)]},
    }


def _inner(id: str, path: str, part: Part, url: str) -> list[dict[str, Any]]:
    """The elements under an extension: parts or none, its url, and a value or none, in FHIR's order."""
    fixed = {"id": f"{id}.url", "path": f"{path}.url", "fixedUri": url}
    if part.kind != "parts":
        type_name = _TYPES.get(part.kind, part.kind)
        return [
            {"id": f"{id}.extension", "path": f"{path}.extension", "max": "0"},
            fixed,
            {"id": f"{id}.value[x]", "path": f"{path}.value[x]", "min": 1, "type": [{"code": type_name}]},
        ]
    elements: list[dict[str, Any]] = [
        {
            "id": f"{id}.extension",
            "path": f"{path}.extension",
            "slicing": _SLICED_BY_URL,
            "min": sum(inner.least for inner in part.parts),
        }
    ]
    for inner in part.parts:
        elements += _slice(f"{id}.extension:{inner.name}", f"{path}.extension", inner)
    return [*elements, fixed, {"id": f"{id}.value[x]", "path": f"{path}.value[x]", "max": "0"}]


def _slice(id: str, path: str, part: Part) -> list[dict[str, Any]]:
    said = f"{part.short}: {', '.join(part.values)}" if part.values else part.short
    head = {
        "id": id,
        "path": path,
        "sliceName": part.name,
        "short": said,
        "definition": f"{said}.",
        "min": part.least,
        "max": "*" if part.many else "1",
    }
    return [head, *_inner(id, path, part, part.name)]
