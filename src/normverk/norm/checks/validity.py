"""Checks of validity: a norm begins before it ends, and one pathway is never under two norms on the same day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from normverk.norm.checks.example import example, pathway
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.text import Text
from normverk.norm.words import day_name

_LANGUAGE: Final = "docs/architecture.md"


_ENDED: Final = pathway(valid_from=date(2015, 1, 1), valid_to=date(2021, 4, 30))


@check(
    "validity-order",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Første og siste dag normen gjelder.", "Første og siste dag norma gjeld.", "The first and last day in force."
    ),
    why=Text(
        nb="En norm som slutter før den begynner, gjelder ingen pasienter.",
        nn="Ei norm som sluttar før ho byrjar, gjeld ingen pasientar.",
        en="A norm that ends before it begins is in force for no patient.",
    ),
    source=_LANGUAGE,
    mend=Text(
        nb="Rett en av datoene, eller la sluttdatoen stå åpen.",
        nn="Rett ein av datoane, eller la sluttdatoen stå open.",
        en="Mend one of the dates, or leave the end open.",
    ),
    obeying=(example(pathway=_ENDED), example(pathway=pathway())),
    breaking=(example(pathway=pathway(valid_to=date(2020, 1, 1))),),
)
def validity_order(norm: Norm) -> Iterator[Hit]:
    """Norms with an open end are always in order."""
    pathway = norm.content.pathway
    if pathway is not None and pathway.valid_to is not None and pathway.valid_to < pathway.valid_from:
        yield _ends_before_it_begins(pathway.valid_from, pathway.valid_to)


@check(
    "validity-overlap",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Dagene normen gjelder, mot andre utgaver av samme forløp.",
        "Dagane norma gjeld, mot andre utgåver av same forløp.",
        "The days in force, against other editions of the same pathway.",
    ),
    why=Text(
        nb="Normen velges etter dagen forløpet starter. Gjelder to den dagen, finnes det to svar for samme pasient.",
        nn="Norma blir vald etter dagen forløpet startar. Gjeld to den dagen, finst det to svar for same pasient.",
        en="The norm is chosen by the day the pathway starts. With two on that day, one patient has two answers.",
    ),
    source=_LANGUAGE,
    mend=Text(
        nb="La den ene slutte dagen før den andre begynner.",
        nn="La den eine slutte dagen før den andre byrjar.",
        en="Let the one end on the day before the other begins.",
    ),
    obeying=(Norm(example(pathway=pathway()).content, (example(pathway=_ENDED).content,)),),
    breaking=(Norm(example(pathway=pathway()).content, (example(pathway=pathway()).content,)),),
)
def validity_overlap(norm: Norm) -> Iterator[Hit]:
    """Only a norm that is itself in order."""
    pathway = norm.content.pathway
    if pathway is None or (pathway.valid_to is not None and pathway.valid_to < pathway.valid_from):
        return
    for other in (known.pathway for known in norm.others):
        if other is not None and other.id == pathway.id and _first_common_day(pathway, other) is not None:
            yield _overlap(pathway, other)


def _first_common_day(one: PathwayDefinition, other: PathwayDefinition) -> date | None:
    first = max(one.valid_from, other.valid_from)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return first if first <= last else None


def _ends_before_it_begins(start: date, end: date) -> Hit:
    first, last = day_name(start), day_name(end)
    return Hit(
        place="pathway/valid_to",
        what=Text(
            nb=f"Normen gjelder til {last.nb}, men fra {first.nb}.",
            nn=f"Norma gjeld til {last.nn}, men frå {first.nn}.",
            en=f"The norm is in force until {last.en}, but from {first.en}.",
        ),
    )


def _overlap(pathway: PathwayDefinition, other: PathwayDefinition) -> Hit:
    day = day_name(_first_common_day(pathway, other) or pathway.valid_from)
    return Hit(
        place="pathway/valid_from",
        what=Text(
            nb=f"En annen utgave av {pathway.id} gjelder også {day.nb}.",
            nn=f"Ei anna utgåve av {pathway.id} gjeld òg {day.nn}.",
            en=f"Another edition of {pathway.id} is in force on {day.en} as well.",
        ),
    )
