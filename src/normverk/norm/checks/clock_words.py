"""Checks that a section states the same limits in words as the clock that it names, in the same unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from normverk.norm.checks.example import example, example_section, pathway, points, said
from normverk.norm.checks.figures import WORDS
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm, placed_sections
from normverk.norm.content import Section
from normverk.norm.days import Unit
from normverk.norm.documents.norm_text import section_document
from normverk.norm.pathway import Clock
from normverk.norm.text import LANGUAGES, Text
from normverk.norm.units import Unit as NormUnit
from normverk.norm.words import counted

_UNITS: Final = {
    Unit.CALENDAR_DAYS: r"kalenderdag(?:er|ar)?|calendar days?",
    Unit.WORKING_DAYS: r"virkedag(?:er)?|yrkedag(?:ar)?|arbeidsdag(?:er|ar)?|working days?|business days?",
    Unit.WEEKS: r"uker?|veker?|weeks?",
    Unit.MONTHS: r"måned(?:er)?|månad(?:er|ar)?|months?",
    Unit.MINUTES: r"minutt(?:er)?|minutes?",
}
_DAYS: Final = r"dager|dagar|days"
_STATED: Final = re.compile(
    rf"(?<![\w,.])(?P<number>\d+|{'|'.join(WORDS)})\s(?:"
    + "|".join(f"(?P<{unit.value}>{pattern})" for unit, pattern in _UNITS.items())
    + rf"|(?P<days>{_DAYS}))\b",
    re.IGNORECASE,
)


def _timed(*words: str) -> Norm:
    return example(
        example_section(said(words[0]), points(*words), unit=NormUnit("time-limit", clocks=("T1",))), pathway=pathway()
    )


@check(
    "clock-and-words",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Avsnitt som sier hvilken forløpstid de omtaler: fristen i ord mot fristen i data.",
        "Avsnitt som seier kva forløpstid dei omtalar: fristen i ord mot fristen i data.",
        "Sections that say which clock they state: the limit in words against the limit in data.",
    ),
    why=Text(
        nb="Den som leser, følger ordene, og systemene måler etter dataene. Da er det to normer.",
        nn="Den som les, følgjer orda, og systema måler etter dataa. Då er det to normer.",
        en="Readers follow the words and systems measure by the data. Then there are two norms.",
    ),
    source="docs/architecture.md",
    mend=Text(
        "La ordene og dataene si det samme.", "La orda og dataa seie det same.", "Let words and data say the same."
    ),
    obeying=(_timed("Det bør gå høyst 7 kalenderdager."), _timed("Høyst sju dager."), _timed("Så raskt som mulig.")),
    breaking=(_timed("Det bør gå høyst 12 kalenderdager."), _timed("Det bør gå høyst 7 virkedager.")),
)
def clock_and_words(norm: Norm) -> Iterator[Hit]:
    """A section is wrong when it states times, and a limit of its clocks is not among them; or is there in another unit;
    or when a line that names a branch states another time than the limit of that branch."""
    definition = norm.content.pathway
    if definition is None:
        return
    clocks = {clock.id: clock for clock in definition.clocks}
    for where, section in placed_sections(norm.content):
        named = [clocks[id] for id in (section.unit.clocks if section.unit else ()) if id in clocks]
        limits = {(branch.limit.value, branch.limit.unit) for one in named for branch in one.branches if branch.limit}
        if not limits:
            continue
        for language in LANGUAGES:
            stated = list(_stated(section, language))
            times = [time for _, line in stated for time in line]
            missing = [limit for limit in sorted(limits) if not any(_fits(limit, one) for one in times)]
            wrong = missing[:1] if times and missing else list(_beside_another(named, stated, language))[:1]
            if wrong:
                yield Hit(where, _other(language, counted(*wrong[0]), ", ".join(words for *_, words in times)))
                break


_Time = tuple[int, Unit | None, str]


def _beside_another(
    named: list[Clock], stated: list[tuple[str, list[_Time]]], language: str
) -> Iterator[tuple[int, Unit]]:
    """The limits of branches that a line names, and states another time for: two branches may have the same limit."""
    branches = [branch for clock in named for branch in clock.branches if branch.id and branch.limit]
    for words, times in stated:
        here = [
            (branch.limit.value, branch.limit.unit)
            for branch in branches
            if branch.limit
            and getattr(branch.title, language)
            and getattr(branch.title, language).lower() in words.lower()
        ]
        if here and not any(_fits(limit, time) for limit in here for time in times):
            yield here[0]


def _stated(section: Section, language: str) -> Iterator[tuple[str, list[_Time]]]:
    """The lines in which a section states times in its own words; the unit is None for days of which it is not said which."""
    for line in section_document(section, "", language).lines:
        times = []
        for found in _STATED.finditer(line.words):
            number = int(found["number"]) if found["number"].isdigit() else WORDS[found["number"].lower()]
            unit = next((known for known in _UNITS if found[known.value]), None)
            times.append((number, unit, found[0]))
        if times:
            yield line.words, times


def _fits(limit: tuple[int, Unit], stated: _Time) -> bool:
    days = {Unit.CALENDAR_DAYS, Unit.WORKING_DAYS}
    return limit[0] == stated[0] and (limit[1] is stated[1] or (stated[1] is None and limit[1] in days))


def _other(language: str, limit: Text, stated: str) -> Text:
    return Text(
        f"Fristen er {limit.nb} i dataene, men teksten ({language}) sier {stated}.",
        f"Fristen er {limit.nn} i dataa, men teksten ({language}) seier {stated}.",
        f"The limit is {limit.en} in the data, but the text ({language}) says {stated}.",
    )
