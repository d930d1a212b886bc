"""Values to FHIR extensions and back, guided by the table in `extensions`.

Our side is plain data, as `msgspec.to_builtins` gives it and `msgspec.convert` takes it.
"""

from __future__ import annotations

from typing import Any, Final

from normverk.norm.fhir import primitives
from normverk.norm.fhir.extensions import SOURCE, Part
from normverk.norm.fhir.node import Node
from normverk.norm.fhir.texts import put_text, take_text
from normverk.norm.text import Text

_SHOWN_AS: Final = {"Text": "valueString", "Source": "valueRelatedArtifact"}


def value_name(part: Part) -> str:
    """The element that carries the part's value: valueCode, valueString, …"""
    return _SHOWN_AS.get(part.kind) or f"value{part.kind[0].upper()}{part.kind[1:]}"


def write_extension(part: Part, plain: dict[str, Any], place: str) -> dict[str, Any]:
    """The whole extension `part` (one of the tops of the table) for our plain value."""
    return {"url": part.url, "extension": _write_parts(part, plain, place)}


def read_extension(part: Part, element: Node) -> dict[str, Any] | None:
    """Our plain value of the extension `part` on `element`, or None when it is not there."""
    found = read_extensions(part, element)
    if len(found) > 1:
        raise ValueError(f"{element.path}.extension: {part.url} is here more than once")
    return found[0][1] if found else None


def read_extensions(part: Part, element: Node) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Path and plain value of every extension `part` on `element`; extensions of others are passed by."""
    return tuple(
        (extension.path, _read_parts(part, extension))
        for extension in element.items("extension")
        if extension.need("url").read(primitives.uri) == part.url
    )


def write_artifact(source: dict[str, Any], place: str) -> dict[str, Any]:
    """A Source as a RelatedArtifact of type citation."""
    artifact: dict[str, Any] = {"type": "citation"}
    if source["basis"] or source["note"]:
        artifact["extension"] = [write_extension(SOURCE, source, place)]
    if source["title"]:
        artifact["display"] = primitives.string(source["title"], f"{place}/title")
    if source["url"]:
        artifact["url"] = primitives.uri(source["url"], f"{place}/url")
    return artifact


def read_artifact(artifact: Node) -> dict[str, Any]:
    """The plain Source that a RelatedArtifact carries."""
    artifact.expect("type", "citation")
    title, url = artifact.get("display"), artifact.get("url")
    known = read_extension(SOURCE, artifact) or {"basis": "", "note": ""}
    return {
        "title": title.read(primitives.string) if title is not None else "",
        "url": url.read(primitives.uri) if url is not None else "",
        **known,
    }


def _write_parts(part: Part, plain: dict[str, Any], place: str) -> list[dict[str, Any]]:
    written = []
    for inner in part.parts:
        if inner.variant not in ("", plain.get("on")):
            continue
        value = plain[inner.own_field]
        where = f"{place}/{inner.own_field}"
        for one in value if inner.many else (value,):
            element = _write_one(inner, one, where)
            if element is not None:
                written.append(element)
    return written


def _write_one(part: Part, value: Any, place: str) -> dict[str, Any] | None:
    """One part, or None where there is nothing to say and nothing has to be said."""
    element: dict[str, Any] = {"url": part.name}
    if part.kind == "Text":
        put_text(element, "valueString", Text(**value), place)
        return element if len(element) > 1 else None
    if value is None or (part.least == 0 and not part.many and value in ("", part.default) and value is not False):
        return None
    if value is False and part.least == 0 and part.default is False:
        return None
    if part.kind == "parts":
        element["extension"] = _write_parts(part, value, place)
    elif part.kind == "Source":
        element[value_name(part)] = write_artifact(value, place)
    else:
        element[value_name(part)] = primitives.CHECKS[part.kind](value, place)
    return element


def _read_parts(part: Part, extension: Node) -> dict[str, Any]:
    for name in extension.fields():
        if name.lstrip("_").startswith("value"):
            raise ValueError(f"{extension.path}.{name}: an extension with parts has no value")
    found: dict[str, list[Node]] = {inner.name: [] for inner in part.parts}
    for node in extension.items("extension"):
        name = node.need("url").read(primitives.string)
        if name not in found:
            raise ValueError(f"{node.path}.url: «{name}» is no part of {part.name}")
        found[name].append(node)
    said = {inner: _read_many(inner, found[inner.name], extension.path) for inner in part.parts}
    variant = next((value for inner, value in said.items() if inner.name == "on"), "")
    for inner in part.parts:
        if inner.variant not in ("", variant) and found[inner.name]:
            raise ValueError(f"{extension.path}: {inner.name} does not go with «{variant}»")
    return {inner.own_field: value for inner, value in said.items() if inner.variant in ("", variant)}


def _read_many(part: Part, nodes: list[Node], path: str) -> Any:
    if len(nodes) < part.least or (len(nodes) > 1 and not part.many):
        raise ValueError(f"{path}: expected {'at least one' if part.many else 'exactly one'} {part.name}")
    values = [_read_one(part, node) for node in nodes]
    if part.many:
        return values
    if values:
        return values[0]
    if part.default is not None:
        return part.default
    nothing: dict[str, Any] = {"Text": {"nb": ""}, "string": "", "uri": ""}
    return nothing.get(part.kind)


def _read_one(part: Part, node: Node) -> Any:
    if part.kind == "parts":
        return _read_parts(part, node)
    allowed = {"url", "id", value_name(part), f"_{value_name(part)}"}
    for name in node.fields():
        if name not in allowed:
            raise ValueError(f"{node.path}.{name}: does not belong in the part {part.name}")
    if part.kind == "Text":
        return _read_text(node)
    element = node.need(value_name(part))
    if part.kind == "Source":
        return read_artifact(element)
    value = element.read(primitives.CHECKS[part.kind])
    if part.values and value not in part.values:
        raise ValueError(f"{element.path}: «{value}» is none of {', '.join(part.values)}")
    return value


def _read_text(node: Node) -> dict[str, str]:
    text = take_text(node, "valueString")
    if text == Text(nb=""):
        raise ValueError(f"{node.path}.valueString: is missing")
    return text.plain()
