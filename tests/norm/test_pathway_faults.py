"""What makes a pathway definition unusable, each fault by its place and its kind."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from normverk.norm.conditions import AgeCondition, Condition, FindingCondition, age_on, all_hold
from normverk.norm.days import Unit
from normverk.norm.delays import DelayPolicy, DelayRule
from normverk.norm.derivation import DataRule, DateField, FactKind, Match, Strength
from normverk.norm.pathway import Branch, Clock, PathwayDefinition, Pick, Selector
from normverk.norm.pathway_faults import faults
from normverk.norm.text import Text
from normverk.use.pathways.engine import Edition, read_norms
from tests.use.pathways.breast import EDITIONS, text
from tests.use.pathways.small import GRADE, OWN, PATHWAYS, clock, limit, one, pathway


def kinds(definition: PathwayDefinition) -> list[tuple[str, str]]:
    """Place and kind of every fault."""
    return [(fault.place, fault.kind) for fault in faults(definition)]


def test_the_pathways_of_the_tests_are_usable() -> None:
    for editions in (EDITIONS, *PATHWAYS.values()):
        assert [kinds(edition.definition) for edition in editions] == [[]] * len(editions)


def rule(policy: DelayPolicy, **other: object) -> DelayRule:
    """A delay L that R ends."""
    return msgspec.structs.replace(DelayRule("wish", policy, "L", "R"), **other)


def delayed(policy: DelayPolicy, unit: Unit = Unit.CALENDAR_DAYS, **other: object) -> Clock:
    """A clock with a delay rule."""
    return clock("A", "F", one(limit(10, unit)), delays=(rule(policy, **other),))


def proposes(code: str = "A01A", **other: object) -> DataRule:
    """A data rule: a referral proposes the code."""
    held = DataRule(
        "r",
        code,
        "A",
        Match(FactKind.REFERRAL),
        (DateField.RECEIVED,),
        Strength.HIGH,
        text("why"),
        OWN,
        absent=("A01A",),
    )
    return msgspec.structs.replace(held, **other)


FAULTY: dict[str, tuple[PathwayDefinition, str, str]] = {
    "a data rule for a code that nothing in the pathway has": (
        pathway(derivations=(proposes("Z99A"),)), "derivations/r", "unknown-code"),
    "a data rule that waits for such a code": (
        pathway(derivations=(proposes(present=("Z99A",)),)), "derivations/r", "unknown-code"),
    "two data rules with one name": (pathway(derivations=(proposes(), proposes())), "derivations/r", "id-twice"),
    "a data rule without a date": (pathway(derivations=(proposes(dates=()),)), "derivations/r", "no-date"),
    "a data rule that never has had enough": (
        pathway(derivations=(proposes(absent=()),)), "derivations/r", "proposes-for-ever"),
    "a data rule whose reason is told in one language": (
        pathway(derivations=(proposes(why=Text("hvorfor")),)), "derivations/r", "reason-lacks-languages"),
    "a start that is no milestone": (pathway(clock("Z", "F", one(None))), "clocks/K/start", "unknown-milestone"),
    "counted since itself": (
        pathway(clock("A", Selector("M", since="M"), one(None))), "clocks/K/stop", "since-itself"),
    "the noughth event": (
        pathway(clock("A", Selector("M", Pick.NTH, 0), one(None))), "clocks/K/stop", "impossible-nth"),
    "the second of the first": (
        pathway(clock("A", Selector("M", Pick.FIRST, 2), one(None))), "clocks/K/stop", "impossible-nth"),
    "a clock without branches": (pathway(clock("A", "F", ())), "clocks/K/branches", "no-branches"),
    "a branch with a code that does not stop the clock": (
        pathway(clock("A", "F", (Branch("b", text("b"), ("A01S",)),))), "clocks/K/branches/b/codes",
        "not-a-code-of-the-stop"),
    "a branch behind one that takes everything": (
        pathway(clock("A", "F", (Branch("a", text("a")), Branch("b", text("b"))))), "clocks/K/branches/b",
        "never-reached"),
    "a branch behind others that take its codes": (
        pathway(clock("A", "F", (
            Branch("a", text("a"), ("A01FK", "A01FM")), Branch("b", text("b"), ("A01FK",))))), "clocks/K/branches/b",
        "never-reached"),
    "an age nobody has": (
        pathway(clock("A", "F", (Branch("b", text("b"), (), None, when=(AgeCondition(18, 17),)),))),
        "clocks/K/branches/b/when", "impossible-age"),
    "a finding nobody has defined": (
        pathway(clock("A", "F", (Branch("b", text("b"), (), None, when=(FindingCondition("grade", ("g3",)),)),))),
        "clocks/K/branches/b/when", "unknown-finding"),
    "an answer the finding does not have": (
        pathway(clock("A", "F", (Branch("b", text("b"), (), None, when=(FindingCondition("grade", ("g9",)),)),)),
                findings=(GRADE,)),
        "clocks/K/branches/b/when", "unknown-answer"),
    "a negative limit": (pathway(clock("A", "F", one(limit(-1)))), "clocks/K/branches//limit", "negative"),
    "amber at more than the whole": (
        pathway(clock("A", "F", one(limit(10, percent=101)))), "clocks/K/branches//limit", "not-a-percentage"),
    "a delay that does something but that nothing in the record tells": (
        pathway(delayed(DelayPolicy.SUBTRACT, milestone="")), "clocks/K/delays/wish", "delay-without-milestone"),
    "two delay rules with one name": (
        pathway(clock("A", "F", one(limit(10)), delays=(rule(DelayPolicy.SUBTRACT), rule(DelayPolicy.EXPLAIN)))),
        "clocks/K/delays", "id-twice"),
    "two delay rules that do the same with the same": (
        pathway(clock("A", "F", one(limit(10)), delays=(
            rule(DelayPolicy.SUBTRACT), rule(DelayPolicy.SUBTRACT, id="too", resumes="")))),
        "clocks/K/delays", "delay-rule-twice"),
    "a delay that is the stop": (
        pathway(delayed(DelayPolicy.SUBTRACT, milestone="F")), "clocks/K/delays/wish", "delay-is-another-milestone"),
    "weeks minus days": (
        pathway(delayed(DelayPolicy.SUBTRACT, Unit.WEEKS)), "clocks/K/delays/wish", "unit-cannot-be-subtracted"),
    "a length where length means nothing": (
        pathway(delayed(DelayPolicy.NULLIFY, longer_than=7)), "clocks/K/delays/wish", "length-only-explains"),
    "again and again, and anew": (
        pathway(msgspec.structs.replace(delayed(DelayPolicy.NULLIFY), repeats=True)), "clocks/K/delays/wish",
        "repeats-and-starts-anew"),
    "repeats from the last": (
        pathway(clock("E", Selector("E", Pick.LAST), one(None), repeats=True)), "clocks/K",
        "repeats-only-from-first-to-first"),
    "part of itself": (pathway(clock("A", "F", one(None), parts=("K",))), "clocks/K/parts", "part-of-itself"),
    "part of its part": (
        pathway(
            clock("A", "F", one(None), parts=("K2",)), clock("A", "M", one(None), id="K2", parts=("K",))),
        "clocks/K/parts", "part-of-itself"),
    "a part that is not there": (
        pathway(clock("A", "F", one(None), parts=("K9",))), "clocks/K/parts", "unknown-clock"),
    "two clocks with one id": (
        pathway(clock("A", "F", one(None)), clock("A", "M", one(None))), "clocks", "id-twice"),
    "ends before it begins": (pathway(valid_to=date(2019, 12, 31)), "valid_to", "ends-before-it-begins"),
    "nothing to reach": (pathway(milestones=()), "milestones", "no-milestones"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
def test_the_fault_is_found_at_its_place(name: str) -> None:
    definition, place, kind = FAULTY[name]
    assert (place, kind) in kinds(definition)


def test_an_engine_refuses_it_and_names_release_and_place() -> None:
    with pytest.raises(ValueError, match=r"no\.example\.bad#1\.0\.0 cannot be used: clocks/K/start: unknown-milestone"):
        read_norms([Edition("no.example.bad#1.0.0", pathway(clock("Z", "F", one(None))))])


@pytest.mark.parametrize(
    ("conditions", "age", "findings", "expected"),
    [
        ((), None, {}, True),
        ((AgeCondition(18, None),), 18, {}, True),
        ((AgeCondition(18, None),), 17, {}, False),
        ((AgeCondition(18, None),), None, {}, None),
        ((FindingCondition("grade", ("g3",)),), 50, {"grade": "g3"}, True),
        ((FindingCondition("grade", ("g3",)),), 50, {"grade": "g12"}, False),
        ((FindingCondition("grade", ("g3",)),), 50, {}, None),
        ((FindingCondition("grade", ("g3",)), AgeCondition(None, 17)), 50, {}, False),
        ((FindingCondition("grade", ("g3",)), AgeCondition(None, 60)), 50, {}, None),
    ],
)
def test_conditions_have_three_answers(
    conditions: tuple[Condition, ...], age: int | None, findings: dict[str, str], expected: bool | None
) -> None:
    assert all_hold(conditions, age=age, findings=findings) is expected


@pytest.mark.parametrize(
    ("day", "birth", "years"),
    [
        (date(2022, 2, 28), date(2004, 3, 1), 17),
        (date(2022, 3, 1), date(2004, 3, 1), 18),
        (date(2022, 2, 28), date(2004, 2, 29), 17),
        (date(2022, 3, 1), date(2004, 2, 29), 18),
        (date(2024, 2, 29), date(2004, 2, 29), 20),
        (date(2022, 1, 1), date(2022, 1, 1), 0),
    ],
)
def test_whole_years(day: date, birth: date, years: int) -> None:
    assert age_on(day, birth) == years
