"""The process as versioned data: phases, the decision that ends each, allowed outcomes, evidence and gate rules.

A case is pinned to the definition it began with, by digest; the text of that definition is kept in the database.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from normverk.norm.content import digest
from normverk.norm.text import Text

Outcome = Literal["on", "back", "stop", "postpone"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("on", "back", "stop", "postpone")
CURRENT: Final = "s1-2021-12.2"
_FOLDER: Final = Path(__file__).parent / "definitions"


class Phase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One phase. `rules` are the ids judged at its decision; `heading` and `sentence` say where the source has it.

    `back_to` are the phases a decision may return to; `approves` marks the phase whose decision approves the edition.
    """

    id: str
    name: Text
    decision: Text
    heading: str
    sentence: str
    outcomes: tuple[Outcome, ...]
    back_to: tuple[str, ...]
    evidence: tuple[Text, ...]
    rules: tuple[str, ...]
    approves: bool = False


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole process. `waivable` are the rules a decision maker may waive; `reading` how the source was understood."""

    id: str
    version: str
    title: Text
    source: str
    reading: Text
    waivable: tuple[str, ...]
    phases: tuple[Phase, ...]

    def phase(self, phase_id: str) -> Phase:
        """The phase with this id; KeyError when there is none."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise KeyError(f"the process {self.id} {self.version} has no phase {phase_id}")

    def position(self, phase_id: str) -> int:
        """The place of a phase in the order, from 0; KeyError when there is none."""
        return self.phases.index(self.phase(phase_id))

    def after(self, phase_id: str) -> Phase | None:
        """The phase that follows, or None after the last."""
        following = self.position(phase_id) + 1
        return self.phases[following] if following < len(self.phases) else None

    @property
    def digest(self) -> str:
        """The address of exactly this definition."""
        return digest(self)


def read_definition(plain: Any) -> Definition:
    """A definition from plain data; raises msgspec.ValidationError naming the path of what does not fit."""
    return msgspec.convert(plain, Definition, strict=True)


@cache
def definition(name: str = CURRENT) -> Definition:
    """The definition kept under definitions/<name>.json."""
    return msgspec.json.decode((_FOLDER / f"{name}.json").read_bytes(), type=Definition)
