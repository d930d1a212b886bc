"""What is missing or odd in an infobit beside its text: the known defects of the source, told one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import msgspec

from normverk.publish.library.infobit import KEYS, moment_in, target_of
from normverk.publish.library.types import TYPES, usual_pair

Tell = Callable[[str, str, str], None]
_DATES: Final = ("opprettet", "forstPublisert", "sistOppdatert", "sistFagligOppdatert")
_OFTEN_EMPTY: Final = ("koder", "maalgruppe", "gruppeId", "arkivreferanse", "attachments")


class Told(msgspec.Struct, frozen=True):
    """One thing that was wrong or missing: what kind, where (file and field), and what was found."""

    kind: str
    place: str
    found: str = ""


def look(plain: dict[str, Any], info_type: str, tell: Tell) -> None:
    """Tells what is the matter with an infobit; changes only what has two names for the same thing."""
    if "lenker" in plain and "links" not in plain:
        plain["links"] = plain.pop("lenker")
        tell("other-name", "lenker", "links")
    tell("no-version", "", "")
    if info_type not in TYPES:
        tell("unknown-type", "tekniskeData.infoType", info_type)
    for key in plain:
        if key not in KEYS and key not in {"id", "tittel"}:
            tell("unknown-key", key, "")
    for key in _OFTEN_EMPTY:
        if key in plain and plain[key] in (None, "", [], {}):
            tell("empty-field", key, "")
    _dates(plain, tell)
    _links(plain, info_type, tell)
    if not plain.get("tekst") and not any(link.get("rel") == "barn" for link in _given(plain)):
        tell("no-content", "tekst", "")


def _dates(plain: dict[str, Any], tell: Tell) -> None:
    for key in _DATES:
        given, read = plain.get(key), moment_in(plain.get(key))
        if given in (None, ""):
            tell("empty-date", key, "")
        elif read is None:
            tell("bad-date", key, str(given)[:80])
        elif read.tzinfo is None:
            tell("no-time-zone", key, str(given))
    edited, revised = (moment_in(plain.get(key)) for key in ("sistOppdatert", "sistFagligOppdatert"))
    if edited and revised and edited.date() > revised.date():
        tell("two-clocks", "sistOppdatert", f"{edited.date()} / {revised.date()}")


def _given(plain: dict[str, Any]) -> list[dict[str, Any]]:
    links = plain.get("links")
    return [link for link in links if isinstance(link, dict)] if isinstance(links, list) else []


def _links(plain: dict[str, Any], info_type: str, tell: Tell) -> None:
    links = _given(plain)
    seen = Counter((str(link.get("rel")), target_of(link), str(link.get("strukturId"))) for link in links)
    for (rel, target, _), number in seen.items():
        if number > 1:
            tell("duplicate-link", f"links {rel}", f"{target} × {number}")
    for number, link in enumerate(links):
        if not target_of(link):
            tell("dead-address", f"links[{number}].href", str(link.get("href"))[:80])
        if link.get("tittel") is None:
            tell("no-link-title", f"links[{number}].tittel", str(link.get("rel"))[:40])
    for target, several in _structures(links).items():
        if len(several) > 1:
            tell("shared-chapter", "links barn", target)
    _place(links, info_type, tell)


def _structures(links: list[dict[str, Any]]) -> dict[str, set[Any]]:
    """The publications in which each chapter stands under this."""
    found: dict[str, set[Any]] = {}
    for link in links:
        if link.get("rel") == "barn":
            found.setdefault(target_of(link), set()).add(str(link.get("strukturId")))
    return found


def _place(links: list[dict[str, Any]], info_type: str, tell: Tell) -> None:
    by_rel = {rel: {target_of(link) for link in links if link.get("rel") == rel} for rel in ("forelder", "root")}
    if by_rel["forelder"] & by_rel["root"]:
        tell("parent-is-root", "links forelder", "")
    known = TYPES.get(info_type)
    if known is not None and known.product is None and not by_rel["forelder"]:
        tell("no-parent", "links", "")
    for link in links:
        if link.get("rel") == "root" and not usual_pair(str(link.get("type")), info_type):
            tell("unusual-pair", "links root", f"{info_type} ← {link.get('type')}")
        if link.get("rel") == "forelder" and link.get("type") == "rundskriv" == info_type:
            tell("product-in-product", "links forelder", target_of(link))
