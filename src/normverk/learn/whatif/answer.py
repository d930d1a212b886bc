"""What a site answers to a trial: two day histograms of the same courses, and how many changed sides. Pure.

Nothing in it is about anybody. The counts are exact, as in every delivery: see docs/decisions/0005-suppression.md for
where they are protected.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Final, Literal

import msgspec
import rfc8785

from normverk.learn.histogram import Cell, Name
from normverk.publish.trials import Trial

TRIAL: Final = "trial"
"""Stands where a cell names its release, for what the draft measures."""

Standing = Literal["met", "late", "overdue", "running", "not-applicable", "indeterminate", "absent"]
"""The states of a clock, and absent: that norm does not count this clock here, in this month."""

Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Number = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{9}$")]


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many rounds of a clock that began in `month` were in the state `was`, and would have been in `would`."""

    clock: Name
    organisation: Number
    month: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
    was: Standing
    would: Standing
    n: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]


class Unregistered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That no record of a hospital registers a milestone that is new in the draft, so that clocks on it cannot be told."""

    milestone: Name
    organisation: Number


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A site's answer. `trial` is the trial's digest; `in_force` are counted by the norm in force, `draft` by the draft."""

    trial: Digest
    site: Name
    as_of: date
    made_at: Annotated[datetime, msgspec.Meta(tz=True)]
    organisations: dict[Number, Name]
    in_force: tuple[Cell, ...]
    draft: tuple[Cell, ...]
    moves: tuple[Move, ...]
    unregistered: tuple[Unregistered, ...]


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong with an answer: a stable slug, and where in the answer."""

    kind: str
    place: str

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}"


def digest(answer: Answer) -> str:
    """The content address of an answer: everything but when it was made."""
    plain = msgspec.to_builtins(answer)
    del plain["made_at"]
    return hashlib.sha256(rfc8785.dumps(plain)).hexdigest()


def complaints(answer: Answer, trial: Trial, now: datetime) -> tuple[Complaint, ...]:
    """Everything that makes the answer no answer to the trial; empty when it can be believed."""
    return tuple(_complaints(answer, trial, now))


def _complaints(answer: Answer, trial: Trial, now: datetime) -> Iterator[Complaint]:
    if answer.as_of > (now + timedelta(days=1)).date():
        yield Complaint("in-the-future", "$.as_of")
    clocks = {clock.id: {branch.id for branch in clock.branches} | {""} for clock in trial.definition.clocks}
    for side in ("in_force", "draft"):
        cells: tuple[Cell, ...] = getattr(answer, side)
        for number, cell in enumerate(cells):
            yield from _of_cell(cell, f"$.{side}[{number}]", answer, trial)
            known = side == "in_force" or cell.branch in clocks.get(cell.clock, ())
            if not known:
                yield Complaint("not-in-the-draft", f"$.draft[{number}]")
            if (side == "draft") != (cell.release == TRIAL):
                yield Complaint("wrong-side", f"$.{side}[{number}].release")
    milestones = {milestone.id for milestone in trial.definition.milestones}
    for number, one in enumerate(answer.unregistered):
        if one.milestone not in milestones:
            yield Complaint("not-in-the-draft", f"$.unregistered[{number}]")
    yield from _sums(answer)


def _of_cell(cell: Cell, place: str, answer: Answer, trial: Trial) -> Iterator[Complaint]:
    if cell.site != answer.site:
        yield Complaint("another-site", f"{place}.site")
    if cell.pathway != trial.definition.id:
        yield Complaint("another-pathway", f"{place}.pathway")
    if not trial.asks_for(cell.month):
        yield Complaint("outside-the-months", f"{place}.month")


def _sums(answer: Answer) -> Iterator[Complaint]:
    """The moves must be those of the same courses: their sums are the states of both sides, place by place."""
    for side, cells in (("was", answer.in_force), ("would", answer.draft)):
        counted: Counter[tuple[str, str, str, str]] = Counter()
        for cell in cells:
            counted[cell.clock, cell.organisation, cell.month, cell.state] += cell.n
        for move in answer.moves:
            state = getattr(move, side)
            if state != "absent":
                counted[move.clock, move.organisation, move.month, state] -= move.n
        for where in sorted(key for key, n in counted.items() if n):
            yield Complaint("does-not-add-up", f"$.moves ({side}, {', '.join(where)})")


def merged(moves: Iterable[Move]) -> tuple[Move, ...]:
    """The moves with those that say the same added up, in a fixed order."""
    counted: Counter[tuple[str, str, str, str, str]] = Counter()
    for move in moves:
        counted[move.clock, move.organisation, move.month, move.was, move.would] += move.n
    return tuple(Move(*key, n) for key, n in sorted(counted.items()))  # type: ignore[arg-type]
