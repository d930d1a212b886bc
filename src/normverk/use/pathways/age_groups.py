"""Which pathways are for children and which for adults, by the prefix of their codes."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

Group = Literal["children", "adults"]

_BY_PREFIX: Final[dict[str, Group]] = {
    "D08": "children",
    "D10": "children",
    "D12": "children",
    "D11": "adults",
    "A30": "children",
}
"""Code system 9321: D08 eating disorders of children and young people, D10 newborn, D12 children and young people, D11
adults (D01, D06, D07 and D09 are for both or say nothing of age). Feedback codes of 9329: 216 for D12, 116 for A30."""

_OTHER_CANCERS: Final = frozenset("ABC")
"""Feedback code 117: under 18 in a cancer pathway that is not A30."""

_ADULT: Final = 18


def group_of(code: str) -> Group | None:
    """Whom the code's pathway is for; None where it is for anybody, or where it is not known."""
    prefix = code[:3]
    if not (len(prefix) == 3 and prefix[1:].isdigit()):
        return None
    return _BY_PREFIX.get(prefix) or ("adults" if prefix[0] in _OTHER_CANCERS else None)


def is_of_wrong_age(code: str, born: date, day: date) -> bool:
    """True when somebody born on that day is of the other age group on `day`. On the birthday of eighteen neither is said:
    the feedback codes say «over 18» and «under 18», and leave the day itself undefined."""
    group = group_of(code)
    if group is None:
        return False
    try:
        turns = born.replace(year=born.year + _ADULT)
    except ValueError:
        turns = date(born.year + _ADULT, 3, 1)
    return day > turns if group == "children" else day < turns
