"""The periods that figures are added up over: months, tertials, calendar years, and the time a release was in force. Pure.

Named as text, so that a file, an address and a table say the same: 2021-05, 2021-T2, 2021, release:<release>, and * for
all the time there is. A tertial is four months: January to April, May to August, September to December.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

ALL: Final = "*"
"""Stands for all branches, all organisations or the whole time."""

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
    """The tertial a month lies in: 2021-T2 for 2021-05."""
    return f"{month[:4]}-T{(int(month[5:]) - 1) // 4 + 1}"


def year_of(month: str) -> str:
    """The calendar year a month lies in."""
    return month[:4]


def periods_of(month: str, release: str) -> tuple[str, ...]:
    """Every period that a start in `month` under `release` is counted in, the narrowest first."""
    return month, tertial_of(month), year_of(month), release_period(release), ALL


def is_month(period: str) -> bool:
    """True for a month."""
    return _MONTH.fullmatch(period) is not None


def is_tertial(period: str) -> bool:
    """True for a tertial."""
    return _TERTIAL.fullmatch(period) is not None


def is_year(period: str) -> bool:
    """True for a calendar year."""
    return _YEAR.fullmatch(period) is not None


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
    """The tertials that some of the months lie in, in order."""
    return tuple(sorted({tertial_of(month) for month in months}))


def years(months: Iterable[str]) -> tuple[str, ...]:
    """The years that some of the months lie in, in order."""
    return tuple(sorted({year_of(month) for month in months}))
