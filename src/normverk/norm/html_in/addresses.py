"""Where links lead, and which attributes are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from normverk.norm.html_in.elements import Element
from normverk.norm.source import web_address

if TYPE_CHECKING:
    from normverk.norm.html_in.reading import Reader


def address_of(reader: Reader, href: str) -> str:
    """Where a link leads, with its complaint if there is one; nothing when its words must stand alone."""
    held = "".join(href.split()) if href[:20].lower().lstrip().startswith(("javascript", "data", "vbscript")) else href
    if held in {"", "#", "None", "null", "undefined"}:
        reader.here("dead-link", href)
        return ""
    if held.startswith(("mailto:", "#")):
        return held
    if held.startswith("www."):
        reader.here("relative-link", href)
        held = f"https://{held}"
    page = web_address(held)
    if not page and reader.base and ":" not in held.split("/", 1)[0]:
        reader.here("relative-link", href)
        page = web_address(joined(reader, held))
    elif not page:
        reader.here("unsafe-link", href)
    if page and reader.api_host and page.split("/")[2:3] == [reader.api_host]:
        reader.here("api-link", page)
    return page


def joined(reader: Reader, href: str) -> str:
    """An address written relative to the page; nothing when it cannot be made sense of."""
    try:
        return urljoin(reader.base, href)
    except ValueError:
        return ""


def attributes(reader: Reader, node: Element) -> None:
    """Complains of what an element carries that is not taken over."""
    for name, value in node.attributes.items():
        if name.startswith("on"):
            reader.here("event-attribute", f"{name}={value}")
        elif name in {"style", "class", "target", "align", "width", "height", "bgcolor", "rel", "border"}:
            reader.here("appearance", f"<{node.tag} {name}>")
        elif name in {"id", "name"} and node.tag not in {"input", "meta", "param"}:
            reader.here("anchor", f"{name}={value}")
