"""What the feedback looks at: one code of a patient, and what the patient's other codes say about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from normverk.use.reporting.npr.codes import Reading, read_code

Start = Literal["reached", "later", "never"]
NO_TIME: Final = date(1, 1, 1)
"""Stands in an event for a time that is not given. No real event lies there: what is read has years from 1900 on."""


@dataclass(frozen=True)
class Person:
    """What is known of a patient beside the codes. None: not known. `identified`: an identity number is at hand."""

    born: date | None = None
    identified: bool | None = None


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """One code, and what the rest of the patient's codes say about it.

    `day` is its date in Norway, None when it has no time. `earlier` are the letters of the codes that come before it in
    the course, and `undated` those of the pathway's codes that have no time. `start`: whether the course's start code
    stands at or before it, comes later, or is not there. `ended_by` is the earlier code that ended the course, `perhaps`
    one of which the sources do not say whether it did. `repeated`: the hospital has registered the same code earlier in
    the course. `registers`: this is where the patient enters the pathway. `beside` is another pathway of mental health
    and substance use that the patient is in then.
    """

    code: str
    day: date | None = None
    earlier: frozenset[str] = frozenset()
    undated: frozenset[str] = frozenset()
    start: Start = "reached"
    ended_by: str = ""
    perhaps: str = ""
    repeated: bool = False
    registers: bool = False
    beside: str = ""
    born: date | None = None
    identified: bool | None = True

    @property
    def reading(self) -> Reading | None:
        """What the code says, None for a code that there is not."""
        return read_code(self.code)
