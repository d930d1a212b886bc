"""What an XML element says by itself: its name, its line, and the simple values in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]


def simple_fields(element: Any) -> list[tuple[str, str]]:
    """The attributes, and the children that hold one value: in words, or in `value` (FHIR) or `V` (Norwegian messages)."""
    found = [(etree.QName(key).localname, value) for key, value in element.attrib.items()]
    return found + [(local(child), simple_value(child)) for child in elements(element) if is_simple(child)]


def is_simple(element: Any) -> bool:
    """True for an element with one value and no elements inside."""
    return not len(element) and bool(simple_value(element))


def simple_value(element: Any) -> str:
    """What the element is set to; empty when it is not."""
    return (element.text or "").strip() or element.get("value", "") or element.get("V", "")


def elements(element: Any) -> Iterator[Any]:
    """The elements right inside, without entities."""
    yield from (child for child in element if isinstance(child.tag, str))


def local(element: Any) -> str:
    """The name without its namespace."""
    return str(etree.QName(element).localname)


def namespace(element: Any) -> str:
    """The namespace of the name; empty when it has none."""
    return str(etree.QName(element).namespace or "")


def place_of(element: Any) -> str:
    """The line where the element begins."""
    return f"line {element.sourceline}"
