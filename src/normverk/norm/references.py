"""A work that a norm leans on, in parts, and written out in APA's form (7th edition)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from normverk.norm.identifiers import Id

ReferenceKind = Literal["article", "book", "chapter", "report", "law", "web", "other"]


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One work. `authors` are names as APA writes them («Hansen, K.»); `as_given` is the form it came in, if it came
    without parts."""

    id: Id
    title: str = ""
    kind: ReferenceKind = "other"
    authors: tuple[str, ...] = ()
    year: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    accessed_on: date | None = None
    as_given: str = ""


def apa(reference: Reference) -> str:
    """The reference as APA writes it, without italics; what came without parts is given as it came."""
    if not reference.title:
        return reference.as_given or reference.url
    pieces = [_authors(reference.authors), f"({reference.year or 'u.å.'})", reference.title, _container(reference)]
    address = f"https://doi.org/{reference.doi}" if reference.doi else reference.url
    said = " ".join(_ended(piece) for piece in pieces if piece)
    return f"{said} {address}".strip()


def _authors(authors: tuple[str, ...]) -> str:
    if len(authors) <= 1:
        return "".join(authors)
    if len(authors) > 20:
        return f"{', '.join(authors[:19])}, … {authors[-1]}"
    return f"{', '.join(authors[:-1])}, & {authors[-1]}"


def _container(reference: Reference) -> str:
    number = reference.volume + (f"({reference.issue})" if reference.issue else "")
    inside = ", ".join(piece for piece in (reference.container, number, reference.pages) if piece)
    if reference.kind == "chapter" and inside:
        inside = f"I {inside}"
    return ". ".join(piece for piece in (inside, reference.publisher) if piece)


def _ended(piece: str) -> str:
    return piece if piece.endswith((".", "?", "!")) else f"{piece}."
