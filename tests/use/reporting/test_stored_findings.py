"""The stored findings say what the check says of everything that has come in, whatever has happened and in which order."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec
import pytest
from pytest_django import Settings

from normverk.base.events.queries import faults
from normverk.base.policy import Role
from normverk.base.rules import Broken
from normverk.norm.days import local_date
from normverk.sim.identity import identity_number
from normverk.use.pathways.actions import join_patients, name_patients, part_patients, rebuild
from normverk.use.pathways.actions.correct import amend_date, void
from normverk.use.pathways.birth import born
from normverk.use.pathways.engine import RecordEvent, as_one, settle
from normverk.use.pathways.models import Patient, PatientJoin
from normverk.use.pathways.models import RecordEvent as Row
from normverk.use.pathways.queries.events import engine_event
from normverk.use.reporting import actions
from normverk.use.reporting.actions import bring_up_to_date, work_out_waiting
from normverk.use.reporting.models import Basis, Finding, Waiting
from normverk.use.reporting.npr import Person, check_patient
from tests.conftest import actor_with
from tests.use.pathways.conftest import AS_OF, NOW, Intake, fixed_day, intake, ndjson, releases  # noqa: F401
from tests.use.pathways.events import MIDT, VEST, event

COORDINATOR, ADMINISTRATOR = actor_with(Role.PATHWAY_COORDINATOR), actor_with(Role.ADMINISTRATOR)
KEYS = ("p1", "p2", "p3", "p4")
CODES = ("A", "A", "S", "S", "O", "CK", "FK", "FM", "X")
Line = tuple[str, str, str, str, str, str, str, str]


@dataclass
class Held:
    """What has come in, kept beside the tables: registrations, which keys are joined to which, identity numbers."""

    intake: Intake
    arrivals: list[RecordEvent] = field(default_factory=list)
    joins: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)


def day(chance: random.Random) -> str:
    """Any day of the summer of 2021, and rarely one that the demonstration's fixed day does not see."""
    year = 2023 if chance.random() < 0.05 else 2021
    return f"{year}-{chance.randint(6, 8):02d}-{chance.randint(1, 28):02d}"


def written(chance: random.Random, number: int) -> RecordEvent:
    """Any registration of breast cancer's pathway."""
    return event(
        chance.choice(CODES),
        day(chance),
        patient=chance.choice(KEYS),
        org=chance.choice((VEST, MIDT)),
        source_id=f"r{number}",
        recorded=NOW - timedelta(days=2),
    )


def newest(chance: random.Random, held: Held) -> RecordEvent:
    """The version that holds of any registration."""
    chosen = chance.choice(held.arrivals)
    return max((one for one in held.arrivals if one.identity == chosen.identity), key=lambda one: one.version)


def register(chance: random.Random, held: Held) -> None:
    """One to four registrations in a file."""
    new = [written(chance, len(held.arrivals) + number) for number in range(chance.randint(1, 4))]
    assert held.intake(new).counts == {"taken-in": len(new)}
    held.arrivals += new


def change(chance: random.Random, held: Held) -> None:
    """The next version from the record: other content, perhaps another patient, or struck out."""
    before = newest(chance, held)
    status = chance.choice(("amended", "amended", "entered-in-error"))
    changed = msgspec.structs.replace(
        written(chance, 0), source_id=before.source_id, version=before.version + 1, status=status
    )
    assert "taken-in" in held.intake([changed]).counts
    held.arrivals.append(changed)


def repeat(chance: random.Random, held: Held) -> None:
    """What has come before comes once more."""
    held.intake([chance.choice(held.arrivals)])


def correct(chance: random.Random, held: Held) -> None:
    """A coordinator gives a registration another date, or strikes it out."""
    before = newest(chance, held)
    row = Row.objects.get(source=before.source, source_id=before.source_id, current=True)
    asked = {"event": row, "reason": "Feil", "actor": COORDINATOR, "now": NOW, "as_of": AS_OF}
    if chance.random() < 0.5:
        made, _ = amend_date(**asked, time=date(2021, chance.randint(6, 8), chance.randint(1, 28)), today=AS_OF)
    else:
        made, _ = void(**asked)
    held.arrivals.append(engine_event(made.event))


def join(chance: random.Random, held: Held) -> None:
    """Two keys are said to be one person."""
    here = set(Patient.objects.values_list("pseudonym", flat=True))
    free = [key for key in KEYS if key not in held.joins and key in here]
    if len(free) > 1:
        retired, kept = (Patient.objects.get(pseudonym=key) for key in chance.sample(free, 2))
        join_patients(kept=kept, retired=retired, reason="Ja", actor=COORDINATOR, now=NOW, as_of=AS_OF)
        held.joins[retired.pseudonym] = kept.pseudonym


def part(chance: random.Random, held: Held) -> None:
    """A join is taken back."""
    if held.joins:
        retired = chance.choice(sorted(held.joins))
        made = PatientJoin.objects.get(retired__pseudonym=retired, ended_at=None)
        part_patients(join=made, reason="Nei", actor=COORDINATOR, now=NOW, as_of=AS_OF)
        del held.joins[retired]


def name(chance: random.Random, held: Held) -> None:
    """An identity number comes in, of a grown-up or a child: with it whether somebody has one, and a date of birth."""
    key = chance.choice(KEYS)
    birth = date(chance.choice((1950, 2003, 2015)), chance.randint(1, 12), chance.randint(1, 28))
    held.numbers[key] = identity_number(chance, birth)
    lines = [{"patient": key, "identity_number": held.numbers[key]}]
    name_patients(content=ndjson(lines), name="patients", actor=ADMINISTRATOR, now=NOW)


def make_anew(chance: random.Random, held: Held) -> None:
    """Everything that is worked out is made anew."""
    rebuild(actor=ADMINISTRATOR, now=NOW, as_of=AS_OF)
    assert Basis.objects.get().digest == ""


ACTS: dict[str, tuple[int, Callable[[random.Random, Held], None]]] = {
    "register": (5, register),
    "change": (3, change),
    "repeat": (1, repeat),
    "correct": (3, correct),
    "join": (2, join),
    "part": (1, part),
    "name": (2, name),
    "rebuild": (1, make_anew),
}


def walk(chance: random.Random, steps: int, held: Held) -> None:
    """Any acts one after another, and now and then somebody who asks."""
    bring_up_to_date()
    names = [name for name, (weight, _) in ACTS.items() for _ in range(weight)]
    for _ in range(steps):
        chosen = chance.choice(names) if held.arrivals else "register"
        try:
            ACTS[chosen][1](chance, held)
        except Broken:
            continue  # what a rule refuses changes nothing
        held.acts[chosen] += 1
        if chance.random() < 0.5:
            work_out_waiting(NOW)
            compare(held)
    work_out_waiting(NOW)
    compare(held)


def compare(held: Held) -> None:
    """The rows are what the check says of all arrivals; of each code and standing one is the first."""
    rows = Finding.objects.values_list(
        "patient__pseudonym", "source", "source_id", "code", "org", "day", "standing", "feedback", "time", "prefix"
    )
    assert sorted((*row[:5], row[5].isoformat(), *row[6:8]) for row in rows) == sorted(expected(held))
    assert all(row[8][:10] == row[5].isoformat() and row[9] == row[3][:3] for row in rows)
    codes = {row[:3] + row[6:7] for row in rows}
    marked = Finding.objects.filter(first=True).values_list("patient__pseudonym", "source", "source_id", "standing")
    assert sorted(marked) == sorted(codes)


def expected(held: Held) -> list[Line]:
    """From nothing: all arrivals settled and counted together, and each patient checked."""
    by_patient: dict[str, list[RecordEvent]] = defaultdict(list)
    for one in as_one(settle(held.arrivals), held.joins):
        by_patient[one.patient].append(one)
    unjudged = frozenset() if held.numbers else frozenset({"100"})
    found = []
    for patient, events in by_patient.items():
        number = number_of(patient, held)
        for told in check_patient(events, Person(born(number), bool(number)), as_of=AS_OF, unjudged=unjudged):
            one = told.event
            place = (patient, one.source, one.source_id, one.code, one.org, local_date(one.time).isoformat())
            found += [(*place, "mend", code) for code in told.given]
            found += [(*place, "unknown", code) for code in told.unknown]
    return found


def number_of(patient: str, held: Held) -> str:
    """The patient's own identity number, or else the first that came under a key joined to theirs."""
    together = [patient, *sorted(key for key in KEYS if key != patient and root(key, held.joins) == patient)]
    return next((held.numbers[key] for key in together if key in held.numbers), "")


def root(key: str, joins: dict[str, str]) -> str:
    """The key that counts."""
    while key in joins:
        key = joins[key]
    return key


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_of_acts(seed: int, intake: Intake) -> None:  # noqa: F811
    held = Held(intake)
    walk(random.Random(seed), 40, held)
    assert sum(held.acts.values()) > 30
    assert list(faults()) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_long_walk_of_acts(seed: int, intake: Intake) -> None:  # noqa: F811
    held = Held(intake)
    walk(random.Random(100 + seed), 300, held)
    assert set(held.acts) == set(ACTS)


def test_a_portion_at_a_time_is_all_the_same(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(actions, "PORTION", 1)
    held = Held(intake)
    walk(random.Random(7), 30, held)


def test_only_who_is_touched_is_worked_out_anew(intake: Intake) -> None:  # noqa: F811
    intake([event("S", "2021-06-01", patient="p1"), event("S", "2021-06-02", patient="p2", source_id="2")])
    work_out_waiting(NOW)
    untouched = set(Finding.objects.filter(patient__pseudonym="p1").values_list("pk", flat=True))
    intake([event("X", "2021-06-03", patient="p2", source_id="3")])
    assert list(Waiting.objects.values_list("patient__pseudonym", flat=True)) == ["p2"]
    work_out_waiting(NOW)
    assert set(Finding.objects.filter(patient__pseudonym="p1").values_list("pk", flat=True)) == untouched
    assert not Waiting.objects.exists()


def test_another_fixed_day_has_everybody_worked_out_anew(intake: Intake, settings: Settings) -> None:  # noqa: F811
    intake([event("S", "2021-06-01")])
    work_out_waiting(NOW)
    assert Finding.objects.filter(feedback="105").exists()
    settings.AS_OF = date(2021, 5, 31)
    work_out_waiting(NOW)
    assert not Finding.objects.exists()


def test_a_mark_that_comes_while_others_are_worked_out_stays(
    intake: Intake,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    intake([event("S", "2021-06-01")])
    once = actions.check

    def meanwhile(*asked: object) -> object:
        actions.follow_intake(list(Patient.objects.all()), NOW, None)
        return once(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "check", meanwhile)
    bring_up_to_date()
    assert Waiting.objects.count() == 1
