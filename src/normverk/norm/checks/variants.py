"""Checks that the written languages say the same: as much, and with the same figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec.structs import replace

from normverk.norm.checks.dates import days_in
from normverk.norm.checks.example import example, example_section, said
from normverk.norm.checks.figures import WORDS
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm, placed_sections
from normverk.norm.out_of_step import HEAD, older_languages
from normverk.norm.text import Text
from normverk.norm.words import day_name

_SOURCE: Final = "https://lovdata.no/lov/2021-05-21-42"
_WHY: Final = Text(
    nb="Den som leser det ene språket, får en annen norm enn den som leser det andre.",
    nn="Den som les det eine språket, får ei anna norm enn den som les det andre.",
    en="Those who read the one language get another norm than those who read the other.",
)
_LONG: Final = (
    "Kommunen bør ha en plan for hvem som følger opp pasienten etter utskrivning, og hvor raskt det skal skje."
)


@check(
    "languages-figures",
    strength="warning",
    about=Norm,
    looks_at=Text(
        "Tallene og datoene i samme tekst på bokmål, nynorsk og engelsk.",
        "Tala og datoane i same tekst på bokmål, nynorsk og engelsk.",
        "The figures and dates of the same text in Bokmål, Nynorsk and English.",
    ),
    why=_WHY,
    source=_SOURCE,
    mend=Text("Rett det språket som er feil.", "Rett det språket som er feil.", "Mend the language that is wrong."),
    obeying=(
        example(example_section(said("Innen 7 dager, 12,5 %.", "Innan sju dagar, 12,5 %.", "Within 7 days, 12.5%."))),
        example(example_section(said("Fra 01.05.2021.", "Frå 1. mai 2021.", "From 1 May 2021."))),
    ),
    breaking=(example(example_section(said("Innen 7 dager.", "Innan 7 dagar.", "Within 12 days."))),),
)
def languages_figures(norm: Norm) -> Iterator[Hit]:
    """Texts that are there in more than one language; numbers up to twelve may be written out."""
    for where, text in norm.texts:
        held = {
            language: _figures(getattr(text, language)) for language in ("nb", "nn", "en") if getattr(text, language)
        }
        first = next(iter(held), "")
        other = next((language for language in held if held[language] != held[first]), None)
        if other is not None:
            ours, theirs = _only(held[first], held[other]), _only(held[other], held[first])
            yield Hit(
                where,
                Text(
                    f"Tallene er ulike: {first} har {ours}, {other} har {theirs}.",
                    f"Tala er ulike: {first} har {ours}, {other} har {theirs}.",
                    f"The figures differ: {first} has {ours}, {other} has {theirs}.",
                ),
            )


_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)?")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NOT_ALONE: Final = frozenset({"to", "ti", "ni"})
"""Words that mean something else in another of the languages («to» in English)."""


def _figures(words: str) -> Counter[str]:
    """The numbers and days in the words; numbers written out only count in what differs between digits and letters."""
    days, rest = days_in(words)
    if any(sign.isdigit() for sign in rest):
        rest = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)|(?<=\d),(?=\d{3}\b)", "", rest)
    numbers = Counter(day.isoformat() for day in days)
    numbers.update(found.replace(",", ".") for found in _DIGITS.findall(rest))
    numbers.update(str(WORDS[word]) for word in _WORD.findall(rest.lower()) if word in WORDS and word not in _NOT_ALONE)
    return numbers


def _only(one: Counter[str], other: Counter[str]) -> str:
    return ", ".join(sorted((one - other).elements())) or "–"


@check(
    "languages-length",
    strength="information",
    about=Norm,
    looks_at=Text(
        "Lengden på samme tekst på bokmål, nynorsk og engelsk.",
        "Lengda på same tekst på bokmål, nynorsk og engelsk.",
        "The length of the same text in Bokmål, Nynorsk and English.",
    ),
    why=_WHY,
    source=_SOURCE,
    mend=Text(
        "Se om noe er kommet til eller falt bort i det ene språket.",
        "Sjå om noko er kome til eller falle bort i det eine språket.",
        "See whether something was added or lost in one language.",
    ),
    obeying=(
        example(example_section(said(_LONG, _LONG, _LONG))),
        example(example_section(said("Ja.", "Ja", "Yes, it is."))),
    ),
    breaking=(example(example_section(said(_LONG, _LONG, "The municipality should have a plan."))),),
)
def languages_length(norm: Norm) -> Iterator[Hit]:
    """Texts of eighty signs and more, of which one is under half as long as another."""
    for where, text in norm.texts:
        lengths = {language: len(getattr(text, language)) for language in ("nb", "nn", "en") if getattr(text, language)}
        if lengths and max(lengths.values()) >= 80 and 2 * min(lengths.values()) < max(lengths.values()):
            short, long = min(lengths, key=lengths.__getitem__), max(lengths, key=lengths.__getitem__)
            yield Hit(
                where,
                Text(
                    f"Teksten er {lengths[short]} tegn på {short} og {lengths[long]} på {long}.",
                    f"Teksten er {lengths[short]} teikn på {short} og {lengths[long]} på {long}.",
                    f"The text has {lengths[short]} signs in {short} and {lengths[long]} in {long}.",
                ),
            )


_FIRST: Final = date(2025, 1, 1)
_THEN: Final = date(2025, 2, 1)


def _history(before: Norm, after: Norm) -> Norm:
    return replace(after, history=((_FIRST, before.content), (_THEN, after.content)))


@check(
    "languages-out-of-step",
    strength="warning",
    about=Norm,
    looks_at=Text(
        "Når hvert avsnitt sist ble endret på hvert språk, etter historikken.",
        "Når kvart avsnitt sist vart endra på kvart språk, etter historikken.",
        "When each section was last changed in each language, by its history.",
    ),
    why=_WHY,
    source=_SOURCE,
    mend=Text(
        "Før endringen over i det språket som er eldre.",
        "Før endringa over i det språket som er eldre.",
        "Carry the change over into the language that is older.",
    ),
    obeying=(
        _history(
            example(example_section(said("Ti."))), example(example_section(said("Elleve.", "Elleve.", "Eleven.")))
        ),
        _history(example(example_section(said("Ti."))), example(example_section(said("Ti."), title="Nytt navn"))),
    ),
    breaking=(
        _history(
            example(example_section(said("Ti.", "Ti.", "Ten."))),
            example(example_section(said("Elleve.", "Ti.", "Ten."))),
        ),
    ),
)
def languages_out_of_step(norm: Norm) -> Iterator[Hit]:
    """Only where the history is known; a language that is missing is another matter."""
    places = {section.id: where for where, section in placed_sections(norm.content)}
    for older in older_languages(norm.history):
        ours, theirs = day_name(older.changed), day_name(older.source_changed)
        yield Hit(
            "" if older.section == HEAD else places[older.section],
            Text(
                f"Teksten på {older.language} er fra {ours.nb}, men {older.source} ble endret {theirs.nb}.",
                f"Teksten på {older.language} er frå {ours.nn}, men {older.source} vart endra {theirs.nn}.",
                f"The text in {older.language} is from {ours.en}, but {older.source} was changed {theirs.en}.",
            ),
        )
