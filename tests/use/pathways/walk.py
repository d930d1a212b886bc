"""A walk through everything that can happen to registrations, one step at a time, with the laws held on the way.

The walk knows every arrival in the order it came. The incremental board is fed with them; the reference is asked anew from
the arrivals alone. Steps that must mean nothing are checked where they are taken, and what was once said of a day, as it was
known then, is asked again later.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import msgspec

from normverk.use.pathways.engine import RecordEvent, Verdict, as_one, evaluate, read_norms, settle
from normverk.use.pathways.engine.board import Board
from tests.use.pathways.anything import FIRST, World, event, world
from tests.use.pathways.events import MIDT, NORD, VEST
from tests.use.pathways.plain import plain

PATIENTS = ("p1", "p2", "p3", "p4")
_BEGAN = datetime(2022, 6, 1, tzinfo=UTC)
_DAYS = 70


@dataclass(frozen=True)
class Said:
    """What was said once: how much was known, how keys were joined, the day asked for, and the answer."""

    known_at: datetime
    joins: Mapping[str, str]
    as_of: date
    lines: tuple[Verdict, ...]


@dataclass
class Walk:
    """Where the walk is. `taken` counts the steps of each kind."""

    seed: int
    arrivals: list[RecordEvent] = field(default_factory=list)
    joins: dict[str, str] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.world: World = world(self.seed)
        if self.seed % 2:  # a plain pathway, which the board answers from tables
            self.world = replace(self.world, editions=plain(self.world) or self.world.editions)
        self.board = self.fresh()
        self.clock = _BEGAN

    def fresh(self) -> Board:
        """A board that knows nothing yet."""
        return Board(read_norms(self.world.editions), self.world.people)

    def step(self) -> None:
        """Takes one step of any kind that can be taken."""
        self.clock += timedelta(minutes=1)
        name, act = self.chance.choices(STEPS, WEIGHTS)[0]
        self.taken[name] = self.taken.get(name, 0) + 1
        act(self)

    # --- what happens ---

    def register(self) -> None:
        """Something new is registered."""
        patient = self.chance.choice(PATIENTS)
        self.arrive(event(self.chance, patient, 1000 + len(self.arrivals)))

    def repeat(self) -> None:
        """Something known comes again: nothing changes."""
        if self.arrivals:
            before = self.lines()
            assert self.board.take([self.chance.choice(self.arrivals)]) == frozenset()
            assert self.lines() == before

    def amend(self) -> None:
        """A registration gets another date, hospital or patient: as if it had been written so at once."""
        held = self.any_held()
        if held is not None:
            other = event(self.chance, self.chance.choice((held.patient, held.patient, *PATIENTS)), 0)
            self.arrive(
                msgspec.structs.replace(
                    other, source=held.source, source_id=held.source_id, version=held.version + 1, status="amended"
                )
            )

    def void(self) -> None:
        """A registration is struck out: as if it had never been."""
        held = self.any_held()
        if held is not None:
            self.arrive(msgspec.structs.replace(held, version=held.version + 1, status="entered-in-error"))
            rest = [one for one in self.arrivals if one.identity != held.identity]
            as_of = self.day()
            assert self.lines(as_of) == self.reference(rest, as_of)

    def come_late(self) -> None:
        """An older version comes after a newer one: nothing changes."""
        held = self.any_held()
        if held is not None and held.version > 0:
            before = self.lines()
            self.arrive(msgspec.structs.replace(held, version=held.version - 1, org=NORD))
            assert self.lines() == before

    def contradict(self) -> None:
        """The source sends other content under the same version: which of the two holds hangs on no order."""
        held = self.any_held()
        if held is not None:
            self.arrive(msgspec.structs.replace(held, time=FIRST + timedelta(days=self.chance.randint(0, 60))))

    def join(self) -> None:
        """Two keys turn out to be one person."""
        free = [key for key in PATIENTS if key not in self.joins]
        if len(free) > 1:
            retired, kept = self.chance.sample(free, 2)
            self.joins[retired] = kept
            self.board.join(self.joins)

    def part(self) -> None:
        """They were two after all; joining and parting at once leaves everything as it was."""
        if self.joins:
            kept = dict(self.joins)
            del kept[self.chance.choice(sorted(kept))]
            self.joins = kept
            self.board.join(self.joins)
        else:
            before = self.lines()
            self.board.join({"p1": "p2"})
            self.board.join({})
            assert self.lines() == before

    # --- what is asked ---

    def say(self) -> None:
        """A verdict is given for a day, as it is known now, to be asked for again later."""
        as_of = self.day()
        self.said.append(Said(self.clock, dict(self.joins), as_of, self.lines(as_of)))

    def remember(self) -> None:
        """What was said of a day, as it was known then, is said again, whatever has come since."""
        if self.said:
            one = self.chance.choice(self.said)
            known = [held for held in self.arrivals if held.recorded <= one.known_at]
            self.chance.shuffle(known)
            assert self.reference(known, one.as_of, one.joins) == one.lines

    def look_ahead(self) -> None:
        """What happens after a day does not change what is said of the day."""
        as_of = self.day()
        before = self.lines(as_of)
        later = msgspec.structs.replace(
            event(self.chance, self.chance.choice(PATIENTS), 1000 + len(self.arrivals)),
            time=as_of + timedelta(days=self.chance.randint(1, 5)),
        )
        self.arrive(later)
        assert self.lines(as_of) == before

    def shuffle(self) -> None:
        """All arrivals in another order, some of them twice, give the same."""
        again = [*self.arrivals, *self.chance.choices(self.arrivals, k=min(5, len(self.arrivals)))]
        self.chance.shuffle(again)
        other = self.fresh()
        for one in again:
            other.take([one])
        other.join(self.joins)
        as_of = self.day()
        assert tuple(other.lines(as_of)) == self.lines(as_of)

    def merge_organisations(self) -> None:
        """Two hospitals become one, and are two again: every verdict is the same, and the result belongs to the new one."""
        to = {self.chance.choice((VEST, MIDT, NORD)): self.chance.choice((VEST, "310000099"))}
        held = as_one(settle(self.arrivals), self.joins)
        as_of = self.day()
        before = evaluate(held, self.world.editions, as_of, people=self.world.people)
        after = evaluate(_at(held, to), self.world.editions, as_of, people=self.world.people)
        assert after == tuple(msgspec.structs.replace(line, org=to.get(line.org, line.org)) for line in before)
        assert before == self.lines(as_of)

    def compare(self) -> None:
        """The board says what the reference says."""
        as_of = self.day()
        assert self.lines(as_of) == self.reference(self.arrivals, as_of)

    # --- means ---

    def arrive(self, one: RecordEvent) -> None:
        """Something comes in now. The patients it touches are held against the reference."""
        came = msgspec.structs.replace(one, recorded=self.clock)
        self.arrivals.append(came)
        touched = self.board.take([came])
        as_of = self.day()
        expected = self.reference(self.arrivals, as_of)
        assert tuple(self.board.lines(as_of, touched)) == tuple(line for line in expected if line.patient in touched)

    def any_held(self) -> RecordEvent | None:
        """The version that holds of some registration."""
        if not self.arrivals:
            return None
        identity = self.chance.choice(self.arrivals).identity
        versions = [one for one in self.arrivals if one.identity == identity]
        return max(versions, key=lambda one: one.version)

    def day(self) -> date:
        """Any day of the walk, most often a late one."""
        return FIRST + timedelta(days=self.chance.choice((_DAYS, _DAYS, self.chance.randint(0, _DAYS))))

    def lines(self, as_of: date | None = None) -> tuple[Verdict, ...]:
        """What the board says."""
        return tuple(self.board.lines(as_of or FIRST + timedelta(days=_DAYS)))

    def reference(
        self, events: Iterable[RecordEvent], as_of: date, joins: Mapping[str, str] | None = None
    ) -> tuple[Verdict, ...]:
        """What the reference says, asked anew."""
        counted = as_one(settle(events), self.joins if joins is None else joins)
        return evaluate(counted, self.world.editions, as_of, people=self.world.people)


def _at(events: Iterable[RecordEvent], to: Mapping[str, str]) -> list[RecordEvent]:
    """The events with hospitals under the numbers they have got."""
    return [
        msgspec.structs.replace(
            one, org=to.get(one.org, one.org), responsible_org=to.get(one.responsible_org, one.responsible_org)
        )
        for one in events
    ]


_ALL: tuple[tuple[str, Callable[[Walk], None], int], ...] = (
    ("register", Walk.register, 24),
    ("repeat", Walk.repeat, 6),
    ("amend", Walk.amend, 12),
    ("void", Walk.void, 6),
    ("come late", Walk.come_late, 6),
    ("contradict", Walk.contradict, 4),
    ("join", Walk.join, 6),
    ("part", Walk.part, 6),
    ("say", Walk.say, 6),
    ("remember", Walk.remember, 8),
    ("look ahead", Walk.look_ahead, 4),
    ("shuffle", Walk.shuffle, 2),
    ("merge organisations", Walk.merge_organisations, 4),
    ("compare", Walk.compare, 6),
)
STEPS = [(name, act) for name, act, _ in _ALL]
WEIGHTS = [weight for _, _, weight in _ALL]
NAMES = frozenset(name for name, _, _ in _ALL)
