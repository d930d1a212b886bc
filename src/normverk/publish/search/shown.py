"""What the page shows, in the reader's language: names of facets and values, and addresses of other pages of an answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from normverk.base.languages import catalogue, current_language, say
from normverk.norm.kinds import KINDS
from normverk.publish.search.answers import Answer, Asked, Facet
from normverk.publish.search.forms import written

COLORS: Final = {"in-force": "success", "not-yet": "info", "ended": "warning", "withdrawn": "danger"}


@dataclass(frozen=True)
class ValueShown:
    """A value of a facet as a box to tick. Its id is the value's own, so that focus stays on it when the order changes."""

    value: str
    label: str
    count: int
    chosen: bool
    id: str


@dataclass(frozen=True)
class FacetShown:
    """A facet as a group of boxes; open when something in it is chosen."""

    name: str
    label: str
    values: tuple[ValueShown, ...]
    open: bool


def label(facet: str, value: str) -> str:
    """A facet's value in words; a value that has none of ours (a theme, an actor) is its own."""
    if facet == "kind" and value in KINDS:
        name = KINDS[value].name.in_language(current_language())
        return name[:1].upper() + name[1:]
    key = f"search.{facet}.{value}"
    return say(key) if key in catalogue() else value


def facets(answer: Answer) -> tuple[FacetShown, ...]:
    """The facets of an answer. One that would part nothing from anything is left out."""
    return tuple(_facet(facet) for facet in answer.facets if len(facet.values) > 1 or facet.values[0].chosen)


def chosen(answer: Answer, asked: Asked) -> tuple[str, ...]:
    """What the answer is narrowed to, in words."""
    return tuple(
        f"{say(f'search.facet.{facet}')}: {label(facet, value)}" for facet, values in asked.narrowed for value in values
    )


def pages(answer: Answer, asked: Asked) -> tuple[str, str]:
    """What stands after the question mark of the page before and the page after; empty where there is none."""
    earlier = written(asked, page=str(answer.page - 1)) if answer.page > 1 else ""
    later = written(asked, page=str(answer.page + 1)) if answer.page < answer.pages else ""
    return earlier, later


def _facet(facet: Facet) -> FacetShown:
    values = tuple(
        ValueShown(one.value, label(facet.name, one.value), one.count, one.chosen, _id(facet.name, one.value))
        for one in facet.values
    )
    return FacetShown(facet.name, say(f"search.facet.{facet.name}"), values, any(one.chosen for one in values))


def _id(facet: str, value: str) -> str:
    return f"{facet}-{hashlib.sha256(value.encode()).hexdigest()[:12]}"
