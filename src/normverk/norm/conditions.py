"""What else than the treatment chooses a branch of a clock: the patient's age, and findings in the record.

A condition has three answers. What is not registered is not known, and a branch that hangs on it may still apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from normverk.norm.identifiers import Id
from normverk.norm.text import Text

YEARS_LIVED_AT_MOST: Final = 130


class FindingValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to a finding («G3»), and the codes in the record that say it."""

    id: Id
    title: Text
    codes: tuple[str, ...]


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something the record may say once or several times, of which the last holds: a grade, a setting, an alarm sign."""

    id: Id
    title: Text
    values: tuple[FindingValue, ...]


class AgeCondition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="on", tag="age"):
    """Holds when the patient's age in whole years on the day the clock starts is at least `least` and at most `most`."""

    least: int | None = None
    most: int | None = None


class FindingCondition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="on", tag="finding"):
    """Holds when the finding's last registered answer is one of `values`; unknown while none is registered."""

    finding: str
    values: tuple[str, ...]


Condition = AgeCondition | FindingCondition


def holds(condition: Condition, *, age: int | None, findings: Mapping[str, str]) -> bool | None:
    """Whether the condition holds for a patient of `age` whole years with `findings` (finding to answer).

    None when the record does not say. `age` is None when the birth date or the start is not known.
    """
    if isinstance(condition, FindingCondition):
        found = findings.get(condition.finding)
        return None if found is None else found in condition.values
    if age is None:
        return None
    above = condition.least is None or age >= condition.least
    below = condition.most is None or age <= condition.most
    return above and below


def all_hold(conditions: tuple[Condition, ...], *, age: int | None, findings: Mapping[str, str]) -> bool | None:
    """Whether all hold: False as soon as one does not, None while one is unknown. No conditions hold."""
    answers = [holds(condition, age=age, findings=findings) for condition in conditions]
    if False in answers:
        return False
    return None if None in answers else True


def age_on(day: date, birth: date) -> int:
    """Whole years lived on `day`. Who is born on 29 February becomes a year older on 1 March in a year without that day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
