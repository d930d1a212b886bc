"""The codes of pathways, composed from codes.toml: what each means for the order of a course, and from when to when."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

Family = Literal["organ", "metastases", "diagnostic", "mental"]
Ends = Literal["no", "yes", "unsure"]
_FILE: Final = Path(__file__).with_name("codes.toml")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code says.

    `letter` is the event and `outcome` what is added to it, `order` its place among codes of the same day. `ends` is
    whether the course is over after it, where the sources say so. `listed` is false for codes that official texts name
    and no list has. `introduced` is the pathway's first day and `removed` the first day on which its codes are not
    used any more; None where there is none, or none is known.
    """

    code: str
    prefix: str
    family: Family
    letter: str
    outcome: str
    order: int
    starts: bool
    ends: Ends
    listed: bool
    introduced: date | None
    removed: date | None


def read_code(code: str) -> Reading | None:
    """The reading of a code; None for one that neither a list nor another official text has."""
    return _readings().get(code)


def is_mental(code: str) -> bool:
    """True for what is written as a code of mental health and substance use, whether or not there is such a code."""
    return code.startswith("D")


def composed_codes(family: Literal["cancer", "mental"]) -> tuple[str, ...]:
    """Every code of the lists (8480 or 9327), in alphabetical order."""
    mental = family == "mental"
    return tuple(sorted(one.code for one in _readings().values() if one.listed and (one.family == "mental") is mental))


def prefixes() -> tuple[str, ...]:
    """The prefixes of all pathways."""
    return tuple(dict.fromkeys(one.prefix for one in _readings().values()))


@cache
def _readings() -> dict[str, Reading]:
    facts = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {one.code: one for one in (*_cancer(facts), *_mental(facts["mental"]))}


def _cancer(facts: dict[str, Any]) -> Iterator[Reading]:
    for pathway in facts["cancer"]:
        for order, event in enumerate(facts["event"]):
            for suffix in event["suffixes"] if pathway["family"] in event["families"] else ():
                yield _reading(pathway, suffix, order, event)


def _mental(facts: dict[str, Any]) -> Iterator[Reading]:
    for prefix in facts["prefixes"]:
        for order, event in enumerate(facts["event"]):
            outcomes = {*event.get("outcomes", [""]), *event.get("types", {}).get(prefix, ())}
            for outcome in sorted(outcomes - set(event.get("without", {}).get(prefix, ()))):
                pathway = {"prefix": prefix, "family": "mental"}
                yield _reading(pathway, event["letter"] + outcome, order, event)


def _reading(pathway: dict[str, Any], suffix: str, order: int, event: dict[str, Any]) -> Reading:
    return Reading(
        code=pathway["prefix"] + suffix,
        prefix=pathway["prefix"],
        family=pathway["family"],
        letter=suffix[0],
        outcome=suffix[1:],
        order=order,
        starts=event.get("starts", False),
        ends=event.get("ends", "no"),
        listed=event.get("listed", True),
        introduced=pathway.get("introduced"),
        removed=pathway.get("removed"),
    )
