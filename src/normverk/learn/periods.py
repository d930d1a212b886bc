"""The periods that figures are added up over: months, tertials, calendar years, and the time a release was in force. Pure.

Named as text, so that a file, an address and a table say the same: 2021-05, 2021-T2, 2021, release:<release>, and * for
all the time there is. A tertial is four months: January to April, May to August, September to December.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal, get_args

ALL: Final = "*"
"""Stands for all branches, all organisations or the whole time."""

Kind = Literal["month", "tertial", "year", "release", "all"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_YEAR = re.compile(r"[0-9]{4}")
_TERTIAL = re.compile(r"[0-9]{4}-T[123]")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def release_period(release: str) -> str:
    """The period in which a release was the norm in force."""
    return f"release:{release}"


def region_name(region: str) -> str:
    """How a region is named where an organisation number could stand too."""
    return f"region:{region}"


def tertial_of(month: str) -> str:
    """The tertial a month lies in: 2021-T2 for 2021-05. A tertial lies in itself."""
    return month if is_tertial(month) else f"{month[:4]}-T{(int(month[5:]) - 1) // 4 + 1}"


def year_of(month: str) -> str:
    """The calendar year a month or tertial lies in."""
    return month[:4]


def periods_of(month: str, release: str) -> tuple[str, ...]:
    """Every period that a start in `month` under `release` is counted in, the narrowest first.

    What a register tells by tertial or year is in no narrower one: `month` may be a tertial or a year too.
    """
    if is_year(month):
        return month, release_period(release), ALL
    narrow = (month,) if is_tertial(month) else (month, tertial_of(month))
    return *narrow, year_of(month), release_period(release), ALL


def is_month(period: str) -> bool:
    """True for a month."""
    return _MONTH.fullmatch(period) is not None


def is_tertial(period: str) -> bool:
    """True for a tertial."""
    return _TERTIAL.fullmatch(period) is not None


def is_year(period: str) -> bool:
    """True for a calendar year."""
    return _YEAR.fullmatch(period) is not None


def kind_of(period: str) -> Kind:
    """Which kind a period is of; release for what is none of the others."""
    if period == ALL:
        return "all"
    return (
        "month" if is_month(period) else "tertial" if is_tertial(period) else "year" if is_year(period) else "release"
    )


def next_period(period: str) -> str:
    """The period of the same kind that follows a month, tertial or year."""
    year = int(period[:4])
    if is_year(period):
        return f"{year + 1:04d}"
    if is_tertial(period):
        number = int(period[-1])
        return f"{year + number // 3:04d}-T{number % 3 + 1}"
    number = int(period[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def months_of(period: str) -> tuple[str, ...]:
    """The months of a month, tertial or year, in order; ValueError for anything else."""
    if is_month(period):
        return (period,)
    if is_tertial(period):
        first = 4 * int(period[-1]) - 3
        return tuple(f"{period[:4]}-{month:02d}" for month in range(first, first + 4))
    if is_year(period):
        return tuple(f"{period}-{month:02d}" for month in range(1, 13))
    raise ValueError(f"«{period}» is no month, tertial or year; write for instance 2021-05, 2021-T2 or 2021")


def tertials(months: Iterable[str]) -> tuple[str, ...]:
    """The tertials that some of the months lie in, in order; a year lies in none."""
    return tuple(sorted({tertial_of(month) for month in months if not is_year(month)}))


def years(months: Iterable[str]) -> tuple[str, ...]:
    """The years that some of the months lie in, in order."""
    return tuple(sorted({year_of(month) for month in months}))
