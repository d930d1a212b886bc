"""From a document to what the index holds of it: six columns of terms, and the words it uses. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, cast

from normverk.norm.content import ProductKind
from normverk.norm.kinds import KINDS
from normverk.norm.text import Text
from normverk.publish.search.compounds import Known, split
from normverk.publish.search.document import SearchDocument
from normverk.publish.search.norwegian import STOP, Tongue, fold, number_surfaces, term, words_and_joined

COLUMNS: Final = ("number", "title", "title_parts", "ingress", "body", "parts")
WEIGHTS: Final = (12.0, 8.0, 3.0, 2.5, 1.0, 0.5)
"""How much a word counts in each column (bm25): a document's own number most, then its title, then the parts of the
title's compounds, the ingress, the text, and least the parts of compounds in ingress and text,
what it is part of, and what its kind is called."""

Lexicon = Callable[[str, Tongue], tuple[str, str]]
"""A word as written → its term (empty for stop words) and the terms of its parts, blank between."""


class Written(NamedTuple):
    """A word as it is written: in small letters, and which stemmer reads it."""

    word: str
    tongue: Tongue


def tongue_of(language: str) -> Tongue:
    """English has a stemmer of its own; everything else is read as Norwegian."""
    return "en" if language == "en" else "no"


def written(document: SearchDocument) -> set[Written]:
    """Every word the document uses, also its numbers, codes and what hyphens join."""
    found = {Written(word, "no") for word in _numbers(document)}
    for text in (document.title, document.within, document.ingress, document.body, *_kind(document)):
        for language in text.written():
            tongue = tongue_of(language)
            for said in words_and_joined(getattr(text, language)):
                found.update(Written(word, tongue) for word in set(said))
    return found


def analysed(document: SearchDocument, lexicon: Lexicon) -> tuple[str, ...]:
    """What stands in each of COLUMNS for the document."""
    title, title_parts = _both((document.title,), lexicon)
    ingress, ingress_parts = _both((document.ingress,), lexicon)
    body, body_parts = _both((document.body,), lexicon)
    around, _ = _both((document.within, *_kind(document)), lexicon)
    parts = " ".join(filter(None, (ingress_parts, body_parts, around)))
    return (" ".join(_numbers(document)), title, title_parts, ingress, body, parts)


def lexicon_of(known: Known) -> Lexicon:
    """A lexicon that parts compounds on what is known; it remembers what it has been asked."""
    remembered: dict[tuple[str, str], tuple[str, str]] = {}

    def look(word: str, tongue: Tongue) -> tuple[str, str]:
        found = remembered.get((word, tongue))
        if found is None:
            found = remembered[word, tongue] = _look(word, tongue)
        return found

    def _look(word: str, tongue: Tongue) -> tuple[str, str]:
        surface = fold(word)
        if surface in STOP:
            return "", ""
        own = term(surface, tongue)
        parts = compound(surface, known) if tongue == "no" else ()
        return own, " ".join(dict.fromkeys(part for part in parts if part != own))

    return look


def compound(surface: str, known: Known) -> tuple[str, ...]:
    """The terms of the parts of a compound. What is not parted as it stands is tried without its ending."""
    parts = split(surface, known)
    return tuple(term(part) for part in parts or split(term(surface), known))


def _both(texts: Iterable[Text], lexicon: Lexicon) -> tuple[str, str]:
    """The terms of texts in all their languages, and the parts of compounds with what hyphens join."""
    terms: list[str] = []
    parts: list[str] = []
    for text in texts:
        for language in text.written():
            tongue = tongue_of(language)
            single, together = words_and_joined(getattr(text, language))
            for word in single:
                own, inside = lexicon(word, tongue)
                if own:
                    terms.append(own)
                if inside:
                    parts.append(inside)
            parts += [lexicon(word, tongue)[0] for word in together]
    return " ".join(terms), " ".join(filter(None, parts))


def _kind(document: SearchDocument) -> tuple[Text, ...]:
    """What the kind of product is called, so that «veileder demens» finds a guide that does not call itself one."""
    kind = KINDS.get(cast(ProductKind, document.kind))
    return (kind.name,) if kind else ()


def _numbers(document: SearchDocument) -> tuple[str, ...]:
    given = (*document.numbers, *document.codes)
    return tuple(dict.fromkeys(surface for number in given for surface in number_surfaces(number)))
