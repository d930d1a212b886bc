"""Any pathway and any history, over the whole clock language, for every law that must hold of all of it.

The definitions are usable (no faults) and small, and histories mostly go the way of a pathway with noise around, so that
every policy and every verdict is met. Made from a seed: Hypothesis draws the seed, and a failure names it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import strategies as st

from normverk.norm.conditions import AgeCondition, Condition, Finding, FindingCondition, FindingValue
from normverk.norm.days import Moment, Unit
from normverk.norm.delays import STARTS_ANEW, DelayKind, DelayPolicy, DelayRule
from normverk.norm.pathway import (
    AtEnd,
    Attribution,
    Branch,
    Clock,
    Code,
    CutOver,
    Footnote,
    Limit,
    Milestone,
    PathwayDefinition,
    Pick,
    Selector,
)
from normverk.norm.pathway_faults import SUBTRACTABLE, faults
from normverk.norm.source import Source
from normverk.use.pathways.engine import Edition, Person, RecordEvent
from tests.use.pathways.breast import text
from tests.use.pathways.events import MIDT, NORD, VEST

FIRST = date(2021, 12, 20)
"""Begins before Christmas, so that holidays are met."""

SOURCE = Source("own", "own")
GRADE = Finding(
    "grade",
    text("grade"),
    (FindingValue("low", text("low"), ("G1", "G2")), FindingValue("high", text("high"), ("G3",))),
)
MILESTONES = (
    Milestone("start", text("start"), (Code("A", "A"), Code("AA", "AA", date(2022, 1, 20)))),
    Milestone("seen", text("seen"), (Code("S", "S"),)),
    Milestone("wait", text("wait"), (Code("P", "P"),)),
    Milestone("back", text("back"), (Code("R", "R"),)),
    Milestone("ill", text("ill"), (Code("I", "I"),)),
    Milestone("well", text("well"), (Code("W", "W"),)),
    Milestone("decided", text("decided"), (Code("C1", "C1"), Code("C2", "C2"))),
    Milestone("left", text("left"), (Code("N", "N"),), ends_pathway=True),
    Milestone("treated", text("treated"), (Code("F1", "F1"), Code("F2", "F2"), Code("F3", "F3")), ends_pathway=True),
)
STOPS = {"seen": ("S",), "decided": ("C1", "C2"), "treated": ("F1", "F2", "F3"), "start": ("A", "AA")}
WAY = (
    ("A", "A", "A", "AA"),
    ("S",),
    ("P",),
    ("I",),
    ("R",),
    ("W",),
    ("G1", "G3"),
    ("C1", "C2"),
    ("F1", "F2", "F3", "F1", "N"),
)
CODES = (*(code for station in WAY for code in station), "ZZ", "P", "R", "I", "W", "S")


@dataclass(frozen=True)
class World:
    """Editions, a history, what is known of the patients, and the day that is asked."""

    editions: tuple[Edition, ...]
    history: tuple[RecordEvent, ...]
    people: Mapping[str, Person]
    as_of: date


def world(seed: int) -> World:
    """The world of this seed."""
    draw = random.Random(seed)
    patients = ("p1", "p2")
    history = tuple(event for patient in patients for event in history_of(draw, patient))
    people = {name: Person(birth_date(draw)) for name in patients if draw.random() < 0.7}
    return World(editions(draw), history, people, FIRST + timedelta(days=draw.randint(0, 90)))


worlds = st.integers(0, 2**40).map(world)
extra_events = st.integers(0, 2**40).map(lambda seed: event(random.Random(seed), "p1", 99))


def birth_date(draw: random.Random) -> date | None:
    """A birth date of a child or an adult, or none."""
    return None if draw.random() < 0.1 else date(draw.choice((1950, 1970, 1981, 2003, 2004, 2015)), draw.randint(1, 12), draw.randint(1, 28))  # fmt: skip


def editions(draw: random.Random) -> tuple[Edition, ...]:
    """One edition, or two or three that come into force during the histories; each may end."""
    begins = [date(2015, 1, 1), *sorted({day(draw) for _ in range(draw.choice((0, 0, 1, 2)))})]
    held = []
    for number, first in enumerate(begins, start=1):
        last = (
            first + timedelta(days=draw.randint(0, 40)) if draw.random() < 0.25 and first > date(2015, 1, 1) else None
        )
        if first == date(2015, 1, 1) and draw.random() < 0.2:
            last = day(draw)
        held.append(Edition(f"no.example.any#{number}.0.0", definition(draw, first, last)))
    return tuple(held)


def definition(
    draw: random.Random, valid_from: date = date(2015, 1, 1), valid_to: date | None = None
) -> PathwayDefinition:
    """A usable definition with up to three clocks."""
    drawn = PathwayDefinition(
        "any",
        text("any"),
        "urn:oid:1.2.3",
        valid_from,
        MILESTONES,
        (),
        valid_to,
        draw.choice(tuple(CutOver)),
        at_end=draw.choice(tuple(AtEnd)),
        findings=(GRADE,),
    )
    clocks = (clock(draw, f"K{place}") for place in range(1, draw.randint(1, 3) + 1))
    kept = tuple(one for one in clocks if not faults(msgspec.structs.replace(drawn, clocks=(one,))))
    return msgspec.structs.replace(drawn, clocks=kept)


def clock(draw: random.Random, id: str) -> Clock:
    """A clock with any selectors, branches, delay rules and attribution that go together."""
    start = draw.choice(("start", "start", "seen", "decided"))
    stop = draw.choice(tuple(STOPS))
    repeats = draw.random() < 0.2
    rules = delays(draw, repeats=repeats)
    subtracts = any(rule.policy is DelayPolicy.SUBTRACT for rule in rules)
    return Clock(
        id,
        text(id),
        selector(draw, start, first=repeats),
        selector(draw, stop, first=repeats, of_stop=True),
        branches(draw, stop, SUBTRACTABLE if subtracts else tuple(Unit)),
        attribute_to=draw.choice(tuple(Attribution)),
        delays=rules,
        repeats=repeats,
        footnotes=draw.choice(((), (Footnote(text("told"), SOURCE),))),
    )


def delays(draw: random.Random, *, repeats: bool) -> tuple[DelayRule, ...]:
    """None, one or several delay rules that go together, of every policy that a clock which repeats or not can have."""
    policies = tuple(policy for policy in DelayPolicy if not (repeats and policy in STARTS_ANEW))
    rules: dict[tuple[DelayPolicy, str], DelayRule] = {}
    for number in range(draw.choice((0, 1, 1, 2, 3))):
        policy, milestone = draw.choice(policies), draw.choice(("wait", "wait", "ill"))
        rules[policy, milestone] = DelayRule(
            f"d{number}",
            policy,
            milestone,
            draw.choice(("", "back", "back", "well")),
            draw.choice(("", "", "decided")),
            draw.randint(0, 3) if policy is DelayPolicy.EXPLAIN else 0,
            draw.choice((Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)),
            draw.choice(tuple(DelayKind)),
        )
    return tuple(rules.values())


def selector(draw: random.Random, milestone: str, *, first: bool, of_stop: bool = False) -> Selector:
    """Any selector; with `first` only one that takes the first event, as repeating clocks do."""
    pick = Pick.FIRST if first or draw.random() < 0.6 else draw.choice(tuple(Pick))
    nth = draw.randint(1, 2) if pick is Pick.NTH else 1
    since = "wait" if draw.random() < 0.1 else ""
    return Selector(milestone, pick, nth, since, of_stop and draw.random() < 0.4)


def branches(draw: random.Random, stop: str, units: tuple[Unit, ...]) -> tuple[Branch, ...]:
    """Branches in any order, some without codes, some that do not count, some without a limit."""
    if draw.random() < 0.3:
        return (Branch("", text("all"), (), limit(draw, units)),)
    drawn = []
    for number in range(draw.randint(1, 4)):
        codes = tuple(draw.sample(STOPS[stop], draw.randint(0, min(2, len(STOPS[stop])))))
        held = limit(draw, units) if draw.random() < 0.9 else None
        drawn.append(Branch(f"b{number}", text("b"), codes, held, draw.random() < 0.9, conditions(draw)))
    return tuple(drawn)


def limit(draw: random.Random, units: tuple[Unit, ...]) -> Limit:
    """A limit of some units with any amber rule; often in days."""
    unit = draw.choice((*units, Unit.CALENDAR_DAYS, Unit.CALENDAR_DAYS, Unit.WORKING_DAYS))
    most = {Unit.MINUTES: 20000, Unit.WEEKS: 3, Unit.MONTHS: 2}.get(unit, 20)
    return Limit(draw.randint(0, most), unit, SOURCE, draw.randint(0, 4), draw.choice((None, None, 75)))


def conditions(draw: random.Random) -> tuple[Condition, ...]:
    """None, or one or two."""
    kinds: tuple[Condition, ...] = (
        AgeCondition(least=18),
        AgeCondition(most=17),
        AgeCondition(18, 40),
        FindingCondition("grade", ("low",)),
        FindingCondition("grade", ("high",)),
    )
    return tuple(draw.sample(kinds, draw.choice((0, 0, 0, 1, 2))))


def history_of(draw: random.Random, patient: str) -> list[RecordEvent]:
    """Mostly one or two goes along the way with stations left out, then noise, corrections and voided versions."""
    held: list[RecordEvent] = []
    moment = day(draw) - timedelta(days=10)
    for _ in range(draw.choice((1, 1, 2))):
        for station in WAY:
            if draw.random() < (0.5 if station[0] in ("P", "I", "R", "W", "G1") else 0.85):
                moment += timedelta(days=draw.choice((0, 1, 3, 6, 9)))
                held.append(event(draw, patient, len(held), draw.choice(station), moment))
    held += [event(draw, patient, len(held) + number) for number in range(draw.choice((0, 0, 1, 3)))]
    for one in draw.sample(held, min(len(held), draw.choice((0, 0, 1, 2)))):
        status = draw.choice(("amended", "entered-in-error", "deleted"))
        moved = one.time if draw.random() < 0.3 else day(draw)
        held.append(msgspec.structs.replace(one, version=2, status=status, time=moved))
    draw.shuffle(held)
    return held


def event(draw: random.Random, patient: str, number: int, code: str = "", moment: date | None = None) -> RecordEvent:
    """One event; any code on any day when none is given."""
    held = moment or day(draw)
    time: Moment = held
    if draw.random() < 0.5:
        time = datetime(held.year, held.month, held.day, tzinfo=UTC) + timedelta(minutes=draw.randint(0, 24 * 60 - 1))
    return RecordEvent(
        patient=patient,
        code=code or draw.choice(CODES),
        time=time,
        org=draw.choice((VEST, VEST, MIDT, NORD)),
        source="das",
        source_id=f"{patient}-{number}",
        version=1,
        recorded=datetime(2022, 6, 1, tzinfo=UTC),
        responsible_org=draw.choice(("", "", "", MIDT)),
        treatment=draw.choice(("", "", "", "b0", "F2")),
        episode=draw.choice(("", "", "", "", "", "", "e1")),
    )


def day(draw: random.Random) -> date:
    """A day of the two months that the histories lie in."""
    return FIRST + timedelta(days=draw.randint(0, 60))
