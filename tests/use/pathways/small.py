"""Small pathways, one for each thing the clock language can say, for scenarios that are read by people.

They are made for tests. Where a limit is a real one its source stands with the scenario.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from normverk.norm.conditions import AgeCondition, Finding, FindingCondition, FindingValue
from normverk.norm.days import Unit
from normverk.norm.delays import DelayKind, DelayPolicy, DelayRule
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
from normverk.norm.source import Source
from normverk.use.pathways.engine import Edition
from tests.use.pathways.breast import text

OWN = Source("own", "own")
PLACES = (
    ("A", ("A",), False),
    ("V", ("V",), False),
    ("M", ("M", "S"), False),
    ("L", ("L", "P"), False),
    ("R", ("R",), False),
    ("H", ("H",), False),
    ("T", ("T",), False),
    ("D", ("D",), False),
    ("C", ("CK",), False),
    ("E", ("E",), False),
    ("N", ("CI", "X"), True),
    ("F", ("FK", "FM", "FS"), True),
)
GRADE = Finding(
    "grade",
    text("grade"),
    (FindingValue("g12", text("G1-2"), ("A01G1", "A01G2")), FindingValue("g3", text("G3"), ("A01G3",))),
)
SETTING = Finding(
    "setting",
    text("setting"),
    (FindingValue("day", text("outpatient"), ("A01POL",)), FindingValue("night", text("inpatient"), ("A01DOG",))),
)


def limit(value: int, unit: Unit = Unit.CALENDAR_DAYS, warn_before: int = 0, percent: int | None = None) -> Limit:
    """A limit of the tests' own."""
    return Limit(value, unit, OWN, warn_before, percent)


def one(held: Limit | None) -> tuple[Branch, ...]:
    """The one branch of a clock without branches."""
    return (Branch("", text("all"), (), held),)


def pathway(*clocks: Clock, **other: object) -> PathwayDefinition:
    """The stations A, V, M, L, R, H, T, D, C, E, N, F with these clocks; N and F end the pathway."""
    milestones = tuple(
        Milestone(id, text(id), tuple(Code(f"A01{letter}", letter) for letter in letters), ends)
        for id, letters, ends in PLACES
    )
    definition = PathwayDefinition("small", text("small"), "urn:oid:1.2.3", date(2020, 1, 1), milestones, clocks)
    return msgspec.structs.replace(definition, **other)


def editions(*definitions: PathwayDefinition) -> tuple[Edition, ...]:
    """Editions 1, 2, 3 … of the pathway."""
    return tuple(Edition(f"no.example.small#{number}.0.0", held) for number, held in enumerate(definitions, start=1))


def clock(start: str, stop: str | Selector, branches: Iterable[Branch], **other: object) -> Clock:
    """The clock K from one station to another."""
    ends = stop if isinstance(stop, Selector) else Selector(stop)
    held = Clock("K", text("K"), Selector(start), ends, tuple(branches))
    return msgspec.structs.replace(held, **other)


def wished(
    policy: DelayPolicy, counted: Unit = Unit.CALENDAR_DAYS, days: int = 10, **rule: object
) -> tuple[Edition, ...]:
    """A clock A to F with a delay L that R ends, and what the delay does."""
    delay = msgspec.structs.replace(DelayRule("wish", policy, "L", "R"), **rule)
    return editions(pathway(clock("A", "F", one(limit(days, counted, 2)), delays=(delay,))))


def several(*rules: DelayRule, days: int = 10) -> tuple[Edition, ...]:
    """A clock A to F with several delay rules."""
    return editions(pathway(clock("A", "F", one(limit(days, warn_before=2)), delays=rules)))


WISH_EXPLAINS = DelayRule("wish", DelayPolicy.EXPLAIN, "L", "R", longer_than=3)
WISH_SUBTRACTS = DelayRule("wish", DelayPolicy.SUBTRACT, "L", "R")
MEDICAL_SUBTRACTS = DelayRule("medical", DelayPolicy.SUBTRACT, "H", "T", kind=DelayKind.MEDICAL)
MEDICAL_RESTARTS = DelayRule("medical", DelayPolicy.STOP_RESTART, "H", "T", kind=DelayKind.MEDICAL)
MEDICAL_EXPLAINS = DelayRule("medical", DelayPolicy.EXPLAIN, "H", "T", longer_than=3, kind=DelayKind.MEDICAL)
MISSED_STRIKES = DelayRule("missed", DelayPolicy.NULLIFY, "D", "R", "M", kind=DelayKind.NOT_ATTENDED)

TREATMENTS = (
    Branch("g12", text("G1-2"), ("A01FK", "A01FM"), limit(21), when=(FindingCondition("grade", ("g12",)),)),
    Branch("g3", text("G3"), ("A01FK", "A01FM"), None, when=(FindingCondition("grade", ("g3",)),),
           footnotes=(Footnote(text("clearly shorter"), OWN),)),
)  # fmt: skip

DAYS_OR_MINUTES = (
    Branch("days", text("days"), ("A01FK",), limit(10)),
    Branch("minutes", text("minutes"), ("A01FM",), limit(60, Unit.MINUTES)),
)

PATHWAYS: dict[str, tuple[Edition, ...]] = {
    "subtract": wished(DelayPolicy.SUBTRACT),
    "subtract working days": wished(DelayPolicy.SUBTRACT, Unit.WORKING_DAYS),
    "subtract minutes": wished(DelayPolicy.SUBTRACT, Unit.MINUTES, 60),
    "subtract days, one treatment in minutes": editions(
        pathway(clock("A", "F", DAYS_OR_MINUTES, delays=(DelayRule("wish", DelayPolicy.SUBTRACT, "L", "R"),)))
    ),
    "stop and restart": wished(DelayPolicy.STOP_RESTART),
    "restart at once": wished(DelayPolicy.NULLIFY, resumes=""),
    "nullify before attendance": wished(DelayPolicy.NULLIFY, before="M"),
    "explain": wished(DelayPolicy.EXPLAIN, longer_than=7, unit=Unit.WORKING_DAYS, before="C"),
    "no effect": wished(DelayPolicy.NONE),
    "wish and illness are subtracted": several(WISH_SUBTRACTS, MEDICAL_SUBTRACTS),
    "wish explains, illness is subtracted": several(WISH_EXPLAINS, MEDICAL_SUBTRACTS),
    "wish explains, illness explains": several(WISH_EXPLAINS, MEDICAL_EXPLAINS),
    "wish is subtracted, illness starts anew": several(WISH_SUBTRACTS, MEDICAL_RESTARTS),
    "missed strikes out, illness starts anew, wish explains": several(MISSED_STRIKES, MEDICAL_RESTARTS, WISH_EXPLAINS),
    "wish is subtracted until the decision, then explains": several(
        DelayRule("early", DelayPolicy.SUBTRACT, "L", "R", "C"),
        DelayRule("late", DelayPolicy.EXPLAIN, "L", "R", longer_than=3),
    ),
    "wish is only told by people": several(DelayRule("wish", DelayPolicy.EXPLAIN)),
    "grade": editions(pathway(clock("C", "F", TREATMENTS), findings=(GRADE,))),
    "setting": editions(
        pathway(
            clock("M", "C", (
                Branch("day", text("outpatient"), (), limit(7), when=(FindingCondition("setting", ("day",)),)),
                Branch("night", text("inpatient"), (), limit(3), when=(FindingCondition("setting", ("night",)),)),
            )),
            findings=(SETTING,),
        )
    ),
    "age": editions(
        pathway(clock("A", "M", (
            Branch("child", text("child"), (), limit(5), when=(AgeCondition(most=17),)),
            Branch("adult", text("adult"), (), limit(10)),
        )))
    ),
    "evaluations": editions(pathway(clock("E", "E", one(limit(42, warn_before=7)), repeats=True))),
    "second attendance": editions(
        pathway(clock("A", Selector("M", Pick.NTH, 2), one(limit(10))))
    ),
    "attendance after decision": editions(pathway(clock("A", Selector("M", since="C"), one(limit(10))))),
    "after the start": editions(pathway(clock("C", Selector("M", after_start=True), one(limit(10))))),
    "responsible": editions(pathway(clock("A", "F", one(limit(30)), attribute_to=Attribution.RESPONSIBLE))),
    "weeks": editions(pathway(clock("A", "M", one(limit(12, Unit.WEEKS, 2))))),
    "months": editions(pathway(clock("C", "E", one(limit(4, Unit.MONTHS))))),
    "nought days": editions(pathway(clock("C", "F", one(limit(0))))),
    "working days": editions(pathway(clock("C", "F", one(limit(14, Unit.WORKING_DAYS, 3))))),
    "minutes": editions(pathway(clock("A", "F", one(limit(40, Unit.MINUTES, 10))))),
    "amber at three quarters": editions(pathway(clock("A", "M", one(limit(20, percent=75))))),
    "grandfather": editions(
        pathway(clock("A", "M", one(limit(10)))),
        pathway(clock("A", "M", one(limit(5))), valid_from=date(2021, 5, 1)),
    ),
    "switch": editions(
        pathway(clock("A", "M", one(limit(10)))),
        pathway(clock("A", "M", one(limit(5))), valid_from=date(2021, 5, 1), cut_over=CutOver.SWITCH),
    ),
    "stop": editions(
        pathway(clock("A", "M", one(limit(10)))),
        pathway(clock("A", "M", one(limit(5))), valid_from=date(2021, 5, 1), cut_over=CutOver.STOP),
    ),
    "removed, followed": editions(pathway(clock("A", "M", one(limit(10))), valid_to=date(2021, 4, 30))),
    "removed, stopped": editions(
        pathway(clock("A", "M", one(limit(10))), valid_to=date(2021, 4, 30), at_end=AtEnd.STOP)
    ),
    "clock moved": editions(
        pathway(clock("A", "M", one(limit(10)))),
        pathway(clock("V", "M", one(limit(10))), valid_from=date(2021, 5, 1)),
    ),
}  # fmt: skip
