"""Checks that a norm can be executed and read: what a careful editor would look for, done every time.

The checks are pure; nothing is refused here. Publishing refuses a norm with an error. Each check stands in
`checks.registry` with its reason, source and examples; docs/checks.md is made from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from normverk.norm.checks import (
    addresses,
    clock_words,
    codes,
    counts,
    data_rules,
    dates,
    grounds,
    known_codes,
    limits,
    names,
    reading,
    rows,
    sums,
    texts,
    validity,
    variants,
    wording,
)
from normverk.norm.checks.registry import REGISTRY, run_checks
from normverk.norm.checks.subjects import Lists, Lookup, Norm, knows_nothing
from normverk.norm.code_lists import CodeList
from normverk.norm.content import NormContent
from normverk.norm.documents import Document
from normverk.norm.documents.norm_text import norm_document
from normverk.norm.finding import LintFinding
from normverk.norm.out_of_step import Dated
from normverk.norm.text import LANGUAGES

__all__ = ["CHECKS", "LintFinding", "lint", "lint_document", "lint_lists"]

_ROOMS: Final = (
    addresses, clock_words, codes, counts, data_rules, dates, grounds, known_codes, limits, names, reading, rows, sums, texts, validity,
    variants, wording,
)  # fmt: skip
"""Importing a room puts its checks into the register."""

CHECKS: Final = tuple(sorted(REGISTRY))
"""The ids of all checks there are."""

_WEIGHT: Final = {"error": 0, "warning": 1, "information": 2}


def lint(
    content: NormContent,
    *,
    others: tuple[NormContent, ...] = (),
    lookup: Lookup = knows_nothing,
    lists: tuple[CodeList, ...] = (),
    history: tuple[Dated, ...] = (),
    only: frozenset[str] = frozenset(),
) -> tuple[LintFinding, ...]:
    """Everything the checks find in `content`, the gravest first.

    `others` are the other editions in force or to come; they are only looked at for validity-overlap. `lookup` says how
    the norms stand that this one rests on, `lists` are the known code lists, `history` what the norm has said, this content last, `only` are ids of checks (none: all).
    """
    found = list(run_checks(Norm(content, others, lookup, lists, history), only))
    seen: set[tuple[str, str]] = set()
    for language in LANGUAGES:
        here = list(run_checks(norm_document(content, language), only))
        found += [finding for finding in here if (finding.check, finding.place) not in seen]
        seen |= {(finding.check, finding.place) for finding in here}
    return gravest_first(found)


def lint_document(document: Document, *, only: frozenset[str] = frozenset()) -> tuple[LintFinding, ...]:
    """What the checks of text, tables and data find in a document that is no norm of ours, the gravest first."""
    return gravest_first(run_checks(document, only))


def lint_lists(lists: Iterable[CodeList], *, only: frozenset[str] = frozenset()) -> tuple[LintFinding, ...]:
    """What is wrong in code lists and between them, the gravest first."""
    return gravest_first(run_checks(Lists(tuple(lists)), only))


def gravest_first(findings: Iterable[LintFinding]) -> tuple[LintFinding, ...]:
    """Errors before warnings before information; otherwise in the order they were found."""
    return tuple(sorted(findings, key=lambda finding: _WEIGHT[finding.strength]))
