"""Checks of days: that they exist, come in order, and fall on the weekday that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

from normverk.norm.checks.example import example, example_section
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm, placed_sections
from normverk.norm.documents import Document
from normverk.norm.documents.data import read_data
from normverk.norm.documents.plain import read_plain
from normverk.norm.text import Text
from normverk.norm.words import day_name

_MONTHS: Final = {
    name: number
    for names in (
        "januar februar mars april mai juni juli august september oktober november desember",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
}
_SHORT: Final = {name[:3]: number for name, number in _MONTHS.items() if len(name) > 3}
"""«31. apr. 2024»; the dot after it tells it from a word."""
_WEEKDAYS: Final = {
    name: number % 7
    for number, name in enumerate(
        [
            "mandag",
            "tirsdag",
            "onsdag",
            "torsdag",
            "fredag",
            "lørdag",
            "søndag",
            "måndag",
            "tysdag",
            "onsdag",
            "torsdag",
            "fredag",
            "laurdag",
            "sundag",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ]
    )
}
_DAY: Final = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(_WEEKDAYS)}),?\s(?:den\s)?)?\b(?:(?P<day>\d{{1,2}})\.?\s(?P<month>{'|'.join(_MONTHS)}"
    rf"|(?P<short>{'|'.join(_SHORT)})(?=\.))\.?\s(?P<year>\d{{4}})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})|(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}))\b(?!\.\d)",
    re.IGNORECASE,
)
_HAS_YEAR: Final = re.compile(r"\d{4}")
"""Every day has a year of four digits: what has none needs no closer look."""
_RANGE: Final = re.compile(r"\s?(?:[–—]|\s-\s?|til(?: og med)?|to|until)\s?", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\b(?:mellom|between)\s(?:den\s)?$", re.IGNORECASE)
_AND: Final = re.compile(r"\s(?:og|and)\s(?:den\s)?", re.IGNORECASE)
_PAIRS: Final = (
    ("valid_from", "valid_to"), ("gyldig_fra", "gyldig_til"), ("introduced", "removed"), ("start", "end"),
    ("validFrom", "validTo"), ("fra", "til"), ("sistFagligOppdatert", "sistOppdatert"), ("forstPublisert", "sistOppdatert"),
)  # fmt: skip


@check(
    "no-such-day",
    strength="error",
    about=Document,
    looks_at=Text("Datoer i tekst og data.", "Datoar i tekst og data.", "Dates in text and data."),
    why=Text(
        nb="En dato som ikke finnes, kan ingen holde.",
        nn="Ein dato som ikkje finst, kan ingen halde.",
        en="Nobody can keep a date that does not exist.",
    ),
    source="docs/architecture.md",
    mend=Text("Rett datoen.", "Rett datoen.", "Mend the date."),
    obeying=(read_plain("example", "Fristen er 29. februar 2024."),),
    breaking=(read_plain("example", "Fristen er 29. februar 2023."), read_data("example", {"fra": "2023-06-31"})),
)
def no_such_day(document: Document) -> Iterator[Hit]:
    """A day written out, in Norwegian, English or ISO form, that no calendar has."""
    for line in document.lines:
        for found in _days(line.words):
            if _day(found) is None:
                yield Hit(
                    line.place,
                    Text(
                        f"Datoen {found[0]} finnes ikke.",
                        f"Datoen {found[0]} finst ikkje.",
                        f"The date {found[0]} does not exist.",
                    ),
                )


@check(
    "wrong-weekday",
    strength="warning",
    about=Document,
    looks_at=Text(
        "Ukedager sammen med datoer.", "Vekedagar saman med datoar.", "Weekdays together with dates."
    ),
    why=Text(
        nb="Noen retter seg etter ukedagen og andre etter datoen.",
        nn="Nokon rettar seg etter vekedagen og andre etter datoen.",
        en="Some will go by the weekday and others by the date.",
    ),
    source="docs/architecture.md",
    mend=Text("Rett ukedagen eller datoen.", "Rett vekedagen eller datoen.", "Mend the weekday or the date."),
    obeying=(read_plain("example", "Møtet er onsdag 24. april 2024."),),
    breaking=(read_plain("example", "Møtet er torsdag 24. april 2024."),),
)  # fmt: skip
def wrong_weekday(document: Document) -> Iterator[Hit]:
    """The weekday named just before a day."""
    for line in document.lines:
        for found in _days(line.words):
            day = _day(found)
            if found["weekday"] and day and day.weekday() != _WEEKDAYS[found["weekday"].lower()]:
                yield Hit(
                    line.place,
                    Text(
                        f"{found[0]} er ikke en {found['weekday'].lower()}.",
                        f"{found[0]} er ikkje ein {found['weekday'].lower()}.",
                        f"{found[0]} is not a {found['weekday'].lower()}.",
                    ),
                )


_ORDER_WHY: Final = Text(
    nb="En tid som slutter før den begynner, gjelder aldri, og den som regner med den, får feil svar.",
    nn="Ei tid som sluttar før ho byrjar, gjeld aldri, og den som reknar med ho, får feil svar.",
    en="A time that ends before it begins never holds, and whoever counts with it gets a wrong answer.",
)


@check(
    "dates-in-order",
    strength="error",
    about=Document,
    looks_at=Text(
        "Fra og til: i setninger, og i felt som hører sammen i data (gyldig_fra og gyldig_til).",
        "Frå og til: i setningar, og i felt som høyrer saman i data (gyldig_fra og gyldig_til).",
        "From and to: in sentences, and in fields of data that belong together (valid_from and valid_to).",
    ),
    why=_ORDER_WHY,
    source="docs/architecture.md",
    mend=Text("Rett en av datoene.", "Rett ein av datoane.", "Mend one of the dates."),
    obeying=(
        read_plain("example", "Gjelder fra 1. mai 2021 til 30. april 2023."),
        read_data("example", {"gyldig_fra": "2013-01-25", "gyldig_til": "2020-02-29"}),
        read_data("example", {"sistFagligOppdatert": "2020-03-03T00:00", "sistOppdatert": "2024-04-04T12:37"}),
    ),
    breaking=(
        read_plain("example", "Gjelder fra 1. mai 2023 til 30. april 2021."),
        read_plain("example", "Målt mellom 1. mai 2023 og 30. april 2021."),
        read_data("example", {"gyldig_fra": "2021-01-25", "gyldig_til": "2020-02-29"}),
        read_data("example", {"sistFagligOppdatert": "2024-05-03T00:00", "sistOppdatert": "2024-04-04T12:37"}),
    ),
)
def dates_in_order(document: Document) -> Iterator[Hit]:
    """Two days with «til» or a dash between them, or «mellom» before them, and the pairs of fields that are known to belong together."""
    for line in document.lines:
        found = _days(line.words)
        for one, other in pairwise(found):
            link = line.words[one.end() : other.start()]
            if _RANGE.fullmatch(link) or (_AND.fullmatch(link) and _BETWEEN.search(line.words[: one.start()])):
                yield from _pair(line.place, _day(one), _day(other))
    for record in document.records:
        fields = dict(record.fields)
        for first, last in _PAIRS:
            yield from _pair(record.place, _iso(fields.get(first, "")), _iso(fields.get(last, "")))


def _pair(place: str, first: date | None, last: date | None) -> Iterator[Hit]:
    if first is None or last is None or first <= last:
        return
    yield Hit(place, _backwards(first, last))


def _backwards(first: date, last: date) -> Text:
    one, other = day_name(first), day_name(last)
    return Text(
        f"{one.nb} skal komme før {other.nb}, men kommer etter.",
        f"{one.nn} skal kome før {other.nn}, men kjem etter.",
        f"{one.en} should come before {other.en}, but comes after.",
    )


@check(
    "edited-before-revised",
    strength="warning",
    about=Norm,
    looks_at=Text(
        "De to klokkene på et avsnitt: siste endring av noe slag, og siste faglige endring.",
        "Dei to klokkene på eit avsnitt: siste endring av noko slag, og siste faglege endring.",
        "The two clocks of a section: the last change of any kind, and the last professional one.",
    ),
    why=Text(
        nb="En faglig endring er også en endring. Er den nyere enn den siste, er en av dagene feil.",
        nn="Ei fagleg endring er òg ei endring. Er ho nyare enn den siste, er ein av dagane feil.",
        en="A professional change is a change. If it is newer than the last one, one of the days is wrong.",
    ),
    source="docs/architecture.md",
    mend=Text("Rett en av dagene.", "Rett ein av dagane.", "Mend one of the days."),
    obeying=(example(example_section(revised_on=date(2020, 1, 1), edited_on=date(2021, 1, 1))),),
    breaking=(example(example_section(revised_on=date(2021, 1, 2), edited_on=date(2021, 1, 1))),),
)
def edited_before_revised(norm: Norm) -> Iterator[Hit]:
    """Sections that state both days."""
    for where, section in placed_sections(norm.content):
        if section.edited_on and section.revised_on and section.revised_on > section.edited_on:
            yield Hit(f"{where}/edited_on", _backwards(section.revised_on, section.edited_on))


def days_in(words: str) -> tuple[tuple[date, ...], str]:
    """The days in the words, and the words without them."""
    days = tuple(day for found in _days(words) if (day := _day(found)) is not None)
    return days, _DAY.sub(" ", words) if days else words


@lru_cache(maxsize=4096)
def _days(words: str) -> tuple[re.Match[str], ...]:
    """The days in the words; kept for a while, since several checks ask for those of the same line."""
    return tuple(_DAY.finditer(words)) if _HAS_YEAR.search(words) else ()


def _iso(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["month"]:
            month = _MONTHS.get(found["month"].lower()) or _SHORT[found["short"].lower()]
            return date(int(found["year"]), month, int(found["day"]))
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None
