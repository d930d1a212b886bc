"""Rows of applicability as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from normverk.govern.applicability.kinds import actor_kinds
from normverk.govern.applicability.models import FACTS, ApplicabilityRow, CataloguedNorm, Exemption, FormerFacts
from normverk.norm.applicability import Applicability, Level, Phase, phase_on
from normverk.norm.applies import Answer, Change
from normverk.norm.source import Source
from normverk.norm.text import LANGUAGES, Text

UNKNOWN: Final = "unknown"
_LEVELS: Final = {Level.MANDATORY: "warning", Level.RECOMMENDED: "info"}
_PHASES: Final = {
    Phase.ACTIVE: "success",
    Phase.PHASE_IN: "info",
    Phase.TRIAL: "info",
    Phase.PHASE_OUT: "warning",
    Phase.EXPIRED: "neutral",
}


@dataclass(frozen=True)
class Line:
    """One row with its norm. `answer` is there when somebody asked, `stored` on the page of the norm itself."""

    row: Applicability
    norm: CataloguedNorm
    phase: Phase
    answer: Answer | None = None
    stored: ApplicabilityRow | None = None
    exemptions: tuple[Exemption, ...] = ()

    @property
    def number(self) -> str:
        """The number of the version, or of the norm."""
        return self.norm.number_of(self.row.version)

    @property
    def level(self) -> str:
        """The level as a word of the catalogue of words."""
        return str(self.row.level or UNKNOWN)

    @property
    def level_color(self) -> str:
        """The colour beside the level's word."""
        return _LEVELS.get(self.row.level, "neutral") if self.row.level else "neutral"

    @property
    def action(self) -> str:
        """The action as a word."""
        return str(self.row.action or UNKNOWN)

    @property
    def phase_color(self) -> str:
        """The colour beside the phase's word."""
        return _PHASES.get(self.phase, "neutral")

    @property
    def actor_name(self) -> Text | None:
        """Whom the row is for; None when unknown."""
        kind = actor_kinds().get(self.row.actor or "")
        return kind.name if kind else Text(nb=self.row.actor) if self.row.actor else None

    @property
    def through_name(self) -> Text | None:
        """The wider kind of actor that made the row apply, when it was not the one asked about by name."""
        if self.answer is None or not self.answer.through:
            return None
        kind = actor_kinds().get(self.answer.through)
        return kind.name if kind else None

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why it cannot be told."""
        return self.answer.doubts if self.answer else ()


@dataclass(frozen=True)
class ChangeLine:
    """One change of the calendar with its norm."""

    change: Change
    line: Line


Exempted = Mapping[tuple[str, str, str, str], list[Exemption]]


def answer_lines(answers: Iterable[tuple[Answer, CataloguedNorm]], exempted: Exempted) -> list[Line]:
    """The lines of an answer, each with who is exempted from it."""
    return [
        Line(answer.row, norm, answer.phase, answer, exemptions=exemptions_from(answer.row, exempted))
        for answer, norm in answers
    ]


def exemptions_from(row: Applicability, exempted: Exempted) -> tuple[Exemption, ...]:
    """Who is exempted from what a row makes mandatory."""
    if row.level is not Level.MANDATORY:
        return ()
    return tuple(exempted.get((row.norm, row.version, row.actor or "", row.action or ""), ()))


def change_lines(changes: Iterable[tuple[Change, CataloguedNorm]]) -> list[ChangeLine]:
    """The lines of the calendar."""
    return [ChangeLine(change, Line(change.row, norm, change.after)) for change, norm in changes]


def norm_lines(rows: Iterable[ApplicabilityRow], norm: CataloguedNorm, today: Any) -> list[Line]:
    """The lines of the page of one norm, each with its phase today."""
    return [Line(value := row.value(), norm, phase_on(value, today), stored=row) for row in rows]


def sources_of(lines: Iterable[Line]) -> list[tuple[Source, Any]]:
    """The different sources behind some lines, each with the day it is of, in order of title."""
    found = {(line.row.source, line.row.stated_on) for line in lines}
    return sorted(found, key=lambda pair: (pair[0].title, str(pair[1])))


@dataclass(frozen=True)
class FactChange:
    """One fact that was replaced. `name` is that of FACTS."""

    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """The key of the fact's own word."""
        return f"applicability.fact.{self.name.replace('_', '-')}"


@dataclass(frozen=True)
class Correction:
    """One change of what is said of a norm, by a person or by a file that filled it in."""

    former: FormerFacts
    changes: tuple[FactChange, ...]


def corrections(norm: CataloguedNorm, former: list[FormerFacts]) -> list[Correction]:
    """Every change of what is said of a norm, newest first; `former` is in order of time."""
    now = {name: getattr(norm, name) for name in FACTS}
    later = [*(one.content for one in former[1:]), now]
    told = [
        Correction(one, tuple(FactChange(name, _shown(one.content[name]), _shown(after[name])) for name in one.changed))
        for one, after in zip(former, later, strict=False)
    ]
    return told[::-1]


def _shown(fact: Any) -> str:
    """A fact in one line; a title in each of its languages, by the language's own code."""
    if isinstance(fact, dict):
        # PostgreSQL hands the keys of an object back in an order of its own.
        languages = [*(one for one in LANGUAGES if one in fact), *sorted(set(fact) - set(LANGUAGES))]
        return " · ".join(f"{language}: {fact[language]}" for language in languages if fact[language])
    return str(fact)
