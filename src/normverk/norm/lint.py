"""Checks that a norm can be executed and read: what a careful editor would look for, done every time.

The checks are pure; nothing is refused here. Publishing refuses a norm with an error.
"""

from __future__ import annotations

from typing import Final

from normverk.norm.checks.codes import check_codes
from normverk.norm.checks.limits import check_limits
from normverk.norm.checks.texts import check_texts
from normverk.norm.checks.validity import check_validity
from normverk.norm.content import NormContent
from normverk.norm.finding import LintFinding

__all__ = ["CHECKS", "LintFinding", "lint"]

CHECKS: Final = (
    "branch-code-unknown",
    "code-retired",
    "code-twice",
    "id-twice",
    "limit-unknown",
    "limits-add-up",
    "milestone-unknown",
    "one-unit",
    "part-unknown",
    "text-missing-language",
    "validity-order",
    "validity-overlap",
)
"""The ids of all checks there are."""

_WEIGHT: Final = {"error": 0, "warning": 1, "information": 2}


def lint(content: NormContent, *, others: tuple[NormContent, ...] = ()) -> tuple[LintFinding, ...]:
    """Everything the checks find in `content`, the gravest first.

    `others` are the other editions in force or to come; they are only looked at for validity-overlap.
    """
    found = list(check_texts(content))
    if content.pathway is not None:
        pathways = tuple(other.pathway for other in others if other.pathway is not None)
        found += check_limits(content.pathway)
        found += check_codes(content.pathway)
        found += check_validity(content.pathway, pathways)
    return tuple(sorted(found, key=lambda finding: _WEIGHT[finding.strength]))
