"""What may be told of a trial: per clock and hospital, how the same courses fared under both norms. Pure.

Only courses that both norms count are compared. They are protected together, as a table of how each fared under the
norm in force (in place of the treatment) and how it would have fared: so one more on either side, or one who changed
sides, fits everything told. Upon that everything is told coarsely, because a second trial could be held against the
first: numbers in tens, shares in steps of which half is more than two courses, and a hospital where fewer than three
would have changed sides as one where nobody did. See docs/decisions/0012-what-if.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final, Literal

from normverk.learn.alternatives import Quantity
from normverk.learn.comparison import Difference, difference
from normverk.learn.histogram import STOPPED, Cell, State, lower_quantile
from normverk.learn.suppression import ALL, NO_SHARE, SMALLEST, Protected, Share, protect
from normverk.learn.survival import STEPS
from normverk.learn.whatif.answer import TRIAL, Answer, Move
from normverk.publish.trials import Trial

LEAST: Final = STEPS[-1][0]
"""The fewest courses of which anything is told; of fewer a share would be told in steps that one course decides."""

QUARTILES_FROM: Final = 100
TENS: Final = 10

Change = Literal["told", "few", "hidden"]
"""told: at least three changed sides. few: fewer than three did, told as nobody. hidden: the share is not told."""

_COUNTED: Final = frozenset({"met", "late", "overdue"})
_KEPT, _MISSED = "met", "missed"


@dataclass(frozen=True)
class Days:
    """How long it took under one norm: median and quartiles in the clock's unit, None where they are not told."""

    median: int | None = None
    quartiles: tuple[int, int] | None = None


@dataclass(frozen=True)
class Line:
    """What is told of one clock at one hospital, or at all that answered (ALL).

    `n` is rounded down to tens, None where fewer than LEAST courses are counted by both norms or it is hidden.
    `undetermined` counts those that cannot be determined under the draft, `only_draft` those that only the draft counts:
    rounded down to tens, 0 for fewer than ten, None where it is hidden.
    """

    organisation: str
    n: int | None
    in_force: Share
    draft: Share
    change: Change
    difference: Difference | None
    days_in_force: Days
    days_draft: Days
    undetermined: int | None
    only_draft: int | None


@dataclass(frozen=True)
class Told:
    """Everything told of one clock. `is_new` when the norm in force has no such clock: then the draft stands alone.

    `lines` are of all that answered together first, then hospital by hospital.
    """

    clock: str
    is_new: bool
    lines: tuple[Line, ...]


def told(trial: Trial, answers: Iterable[Answer]) -> tuple[Told, ...]:
    """What may be told of all answers to a trial together, clock by clock in the draft's order."""
    answers = tuple(answers)
    return tuple(_clock(clock.id, trial, answers) for clock in trial.definition.clocks)


@dataclass(frozen=True)
class _Basis:
    """What the lines of one clock are told from: the protected table, the moves, and days by hospital under both norms."""

    table: Protected
    is_new: bool
    moves: tuple[Move, ...]
    in_force: Mapping[str, Counter[int]]
    draft: Mapping[str, Counter[int]]


def _clock(clock: str, trial: Trial, answers: tuple[Answer, ...]) -> Told:
    moves = tuple(move for answer in answers for move in answer.moves if move.clock == clock)
    is_new = all(move.was == "absent" for move in moves)
    basis = _Basis(
        table=protect(pair_cells(moves, trial, is_new=is_new)),
        is_new=is_new,
        moves=moves,
        in_force=_stopped(cell for answer in answers for cell in answer.in_force if cell.clock == clock),
        draft=_stopped(cell for answer in answers for cell in answer.draft if cell.clock == clock),
    )
    organisations = (ALL, *basis.table.organisations) if moves else ()
    return Told(clock, is_new, tuple(_line(one, basis) for one in organisations))


def pair_cells(moves: Iterable[Move], trial: Trial, *, is_new: bool) -> list[Cell]:
    """The moves of one clock as a table to protect: what the draft would say, with today's verdict in the branch's place.

    A course that only the draft counts stands as running there, for no branch holds it; a clock that is new has one
    branch without a name. Both verdicts are there at every hospital even where nobody has them, so that nought is
    protected too.
    """
    moves = tuple(moves)
    cells = [
        _pair(trial, one, branch, state, 0)
        for one in sorted({move.organisation for move in moves})
        for branch in (("",) if is_new else (_KEPT, _MISSED))
        for state in ("met", "overdue")
    ]
    for move in moves:
        branch, state = _placed(move, is_new=is_new)
        cells.append(_pair(trial, move.organisation, branch, state, move.n))
    return cells


def _placed(move: Move, *, is_new: bool) -> tuple[str, State]:
    if move.would in _COUNTED:
        if is_new:
            return "", "met" if move.would == "met" else "overdue"
        if move.was in _COUNTED:
            return (_KEPT if move.was == "met" else _MISSED), "met" if move.would == "met" else "overdue"
        return "", "running"
    return "", "indeterminate" if move.would == "indeterminate" else "not-applicable"


def _pair(trial: Trial, organisation: str, branch: str, state: State, n: int) -> Cell:
    pathway = trial.definition.id
    return Cell(ALL, pathway, TRIAL, "", branch, organisation, trial.last_month, state, n, None)


def _line(organisation: str, basis: _Basis) -> Line:
    n = basis.table.count("n", organisation=organisation).value
    enough = n is not None and n >= LEAST
    count = n if n is not None and enough else 0
    today, would, change = _shares(organisation, basis, count)
    rounded = count // TENS * TENS
    comparable = change == "told" and not basis.is_new
    return Line(
        organisation=organisation,
        n=rounded if enough else None,
        in_force=today,
        draft=would,
        change=change,
        difference=_difference(today, would, rounded) if comparable else None,
        days_in_force=Days() if basis.is_new else _days(basis.in_force.get(organisation, Counter()), count),
        days_draft=_days(basis.draft.get(organisation, Counter()), count),
        undetermined=_tens(basis.table, "indeterminate", organisation),
        only_draft=_tens(basis.table, "running", organisation),
    )


def _shares(organisation: str, basis: _Basis, n: int) -> tuple[Share, Share, Change]:
    if not n:
        return NO_SHARE, NO_SHARE, "hidden"
    would = coarse(basis.table.figure(organisation=organisation).share, n)
    if basis.is_new:
        return NO_SHARE, would, "told" if would.low is not None else "hidden"
    kept, missed = (Quantity("n", branch, organisation, ALL) for branch in (_KEPT, _MISSED))
    today = coarse(basis.table.share_of(n, kept, missed), n)
    if _changed_sides(organisation, basis.moves) < SMALLEST:
        return today, today, "few" if today.low is not None else "hidden"
    return today, would, "told" if today.low is not None and would.low is not None else "hidden"


def _changed_sides(organisation: str, moves: Iterable[Move]) -> int:
    """How many changed sides the way that more of them went."""
    ways: Counter[bool] = Counter()
    for move in moves:
        here = organisation in (ALL, move.organisation) and {move.was, move.would} <= _COUNTED
        if here and (move.was == "met") != (move.would == "met"):
            ways[move.would == "met"] += move.n
    return max(ways.values(), default=0)


def coarse(share: Share, n: int) -> Share:
    """A share of `n` as a trial tells it: rounded to a step, or bounded by steps where it is bounded already."""
    if share.low is None or share.high is None:
        return NO_SHARE
    steps = next(steps for least, steps in STEPS if n >= least)
    if share.exact is not None:
        rounded = round(share.exact * steps) / steps
        return Share(rounded, rounded)
    return Share(floor(share.low * steps + 1e-9) / steps, ceil(share.high * steps - 1e-9) / steps)


def _difference(today: Share, would: Share, n: int) -> Difference | None:
    """The difference of the two shares as they are told, with its interval; None where one is only bounded."""
    if today.exact is None or would.exact is None or not n:
        return None
    return difference((round(today.exact * n), n), (round(would.exact * n), n))


def _stopped(cells: Iterable[Cell]) -> dict[str, Counter[int]]:
    days: dict[str, Counter[int]] = {ALL: Counter()}
    for cell in cells:
        if cell.state in STOPPED and cell.days is not None:
            for where in (ALL, cell.organisation):
                days.setdefault(where, Counter())[cell.days] += cell.n
    return days


def _days(stopped: Counter[int], n: int) -> Days:
    fewest = min(stopped.total(), n)
    if fewest < LEAST:
        return Days()
    first, middle, third = (lower_quantile(stopped, Fraction(part, 4)) for part in (1, 2, 3))
    if fewest < QUARTILES_FROM or first is None or third is None:
        return Days(middle)
    return Days(middle, (first, third))


def _tens(table: Protected, kind: str, organisation: str) -> int | None:
    quantity = Quantity(kind, ALL, organisation, ALL)
    low, high = (bounds.get(quantity, 0) // TENS for bounds in (table.low, table.high))
    return low * TENS if low == high else None
