"""The registry of feedback: each code of list 9329 as a cited rule, with the codes it can be said of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from normverk.base.rules import Citation, Outcome, Result, Strength, rule
from normverk.norm.text import Text
from normverk.use.reporting.npr.codes import Family
from normverk.use.reporting.npr.facts import CodeFacts

Predicate = Callable[[CodeFacts], bool | None]
"""True: the feedback is given. False: it is not. None: the facts do not tell."""

LIST: Final = "Kodeverk 9329, tilbakemelding fra NPR på pakkeforløp"
ADDRESS: Final = "https://github.com/NorskHelsenett/Pasientens-journaldokumenter"
SINCE: Final = date(2021, 12, 17)
"""The day of the list that was read."""

CANCER: Final[frozenset[Family]] = frozenset({"organ", "metastases", "diagnostic"})
MENTAL: Final[frozenset[Family]] = frozenset({"mental"})


@dataclass(frozen=True)
class Feedback:
    """One feedback code.

    `why` is the slug of why it matters. `families` and `letters` are the codes it can be said of: empty for every
    letter, and `any_code` for codes that cannot be read too. `open_only`: not said of what comes after a course's end,
    where 112, 113, 114 and 225 say what is to be said. `needs_day`: cannot be told of a code without a time.
    """

    code: str
    why: str
    families: frozenset[Family]
    letters: frozenset[str]
    any_code: bool
    open_only: bool
    needs_day: bool
    unsound_only: bool
    looks_at: tuple[str, ...]
    told: Predicate

    def applies_to(self, family: Family | None, letter: str) -> bool:
        """True when it can be said of such codes; `family` is None for a code that cannot be read."""
        if self.any_code:
            return True
        return family in self.families and (not self.letters or letter in self.letters)

    def verdict(self, facts: CodeFacts) -> bool | None:
        """True when it is given, None when that cannot be told."""
        reading = facts.reading
        if not self.applies_to(reading.family if reading else None, reading.letter if reading else ""):
            return False
        if self.needs_day and facts.day is None:
            return None
        return False if self.open_only and facts.ended_by else self.told(facts)


FEEDBACK: Final[dict[str, Feedback]] = {}


def feedback(
    code: str,
    *,
    why: str,
    text: Text,
    reading: str,
    obeying: tuple[CodeFacts, ...],
    breaking: tuple[CodeFacts, ...],
    looks_at: tuple[str, ...],
    families: frozenset[Family] = CANCER,
    letters: str = "",
    any_code: bool = False,
    open_only: bool = False,
    needs_day: bool = True,
    unsound_only: bool = False,
) -> Callable[[Predicate], Predicate]:
    """Declares the decorated predicate as a feedback code and as a rule with the id npr.<code>.

    All are «bør»: the registry takes the report, and says what is wrong with it. `looks_at` are the fields of the facts
    that the answer rests on. Raises ValueError for a code declared by two.
    """

    def declare(told: Predicate) -> Predicate:
        if code in FEEDBACK and FEEDBACK[code].told.__qualname__ != told.__qualname__:
            raise ValueError(f"the feedback {code} is declared twice")
        held = Feedback(
            code, why, families, frozenset(letters), any_code, open_only, needs_day, unsound_only, looks_at, told
        )
        FEEDBACK[code] = held

        def check(facts: CodeFacts) -> Result:
            return Result(_OUTCOMES[held.verdict(facts)], _plain(facts, looks_at))

        citation = Citation(LIST, f"9329: {code}", url=ADDRESS, reading=reading)
        rule(
            f"npr.{code}",
            strength=Strength.BOER,
            about=CodeFacts,
            text=text,
            citation=citation,
            obeying=obeying,
            breaking=breaking,
            since=SINCE,
        )(check)
        return told

    return declare


@cache
def applicable(family: Family | None, letter: str, sound: bool) -> tuple[Feedback, ...]:
    """The feedback that can be said of such codes, in the order of their numbers. `sound`: in a list, and with a time."""
    return tuple(
        held
        for _, held in sorted(FEEDBACK.items())
        if held.applies_to(family, letter) and not (sound and held.unsound_only)
    )


_OUTCOMES: Final = {True: Outcome.NOT_MET, False: Outcome.MET, None: Outcome.CANNOT_TELL}


def _plain(facts: CodeFacts, names: tuple[str, ...]) -> dict[str, object]:
    found: dict[str, object] = {"code": facts.code}
    for name in names:
        value = getattr(facts, name)
        found[name] = (
            sorted(value) if isinstance(value, frozenset) else str(value) if isinstance(value, date) else value
        )
    return found
