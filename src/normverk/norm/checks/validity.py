"""Checks of validity: a norm begins before it ends, and one pathway is never under two norms on the same day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from normverk.norm.finding import LintFinding
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.text import Text
from normverk.norm.words import day_name

_LANGUAGE: Final = "docs/architecture.md"


def check_validity(pathway: PathwayDefinition, others: tuple[PathwayDefinition, ...]) -> Iterator[LintFinding]:
    """validity-order, and validity-overlap with the other editions of the same pathway."""
    if pathway.valid_to is not None and pathway.valid_to < pathway.valid_from:
        yield _ends_before_it_begins(pathway.valid_from, pathway.valid_to)
        return
    for other in others:
        if other.id == pathway.id and _first_common_day(pathway, other) is not None:
            yield _overlap(pathway, other)


def _first_common_day(one: PathwayDefinition, other: PathwayDefinition) -> date | None:
    first = max(one.valid_from, other.valid_from)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return first if first <= last else None


def _ends_before_it_begins(start: date, end: date) -> LintFinding:
    first, last = day_name(start), day_name(end)
    return LintFinding(
        check="validity-order",
        strength="error",
        place="pathway/valid_to",
        what=Text(
            nb=f"Normen gjelder til {last.nb}, men fra {first.nb}.",
            nn=f"Norma gjeld til {last.nn}, men frå {first.nn}.",
            en=f"The norm is in force until {last.en}, but from {first.en}.",
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
    )


def _overlap(pathway: PathwayDefinition, other: PathwayDefinition) -> LintFinding:
    day = day_name(_first_common_day(pathway, other) or pathway.valid_from)
    return LintFinding(
        check="validity-overlap",
        strength="error",
        place="pathway/valid_from",
        what=Text(
            nb=f"En annen utgave av {pathway.id} gjelder også {day.nb}.",
            nn=f"Ei anna utgåve av {pathway.id} gjeld òg {day.nn}.",
            en=f"Another edition of {pathway.id} is in force on {day.en} as well.",
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
    )
