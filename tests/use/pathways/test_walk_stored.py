"""The same walk through the tables: files taken in, keys joined and parted, and the worked-out states held to the reference."""

from __future__ import annotations

import random

import msgspec
import pytest

from normverk.base.events.queries import faults
from normverk.base.policy import Role
from normverk.use.pathways.actions import join_patients, part_patients
from normverk.use.pathways.engine import RecordEvent, as_one, evaluate, settle
from normverk.use.pathways.models import ClockState, Patient, PatientJoin
from normverk.use.pathways.queries import clock_rows, loaded_editions
from tests.conftest import actor_with
from tests.use.pathways.conftest import AS_OF, NOW, Intake
from tests.use.pathways.events import MIDT, VEST, event

COORDINATOR = actor_with(Role.PATHWAY_COORDINATOR)
KEYS = ("p1", "p2", "p3")


def written(chance: random.Random, number: int) -> RecordEvent:
    """Any registration of breast cancer's pathway in the summer of 2021."""
    return event(
        chance.choice(("A", "S", "S", "CK", "FK", "FM", "X")),
        f"2021-{chance.randint(6, 8):02d}-{chance.randint(1, 28):02d}",
        patient=chance.choice(KEYS),
        org=chance.choice((VEST, MIDT)),
        source_id=f"r{number}",
    )


def changed(chance: random.Random, held: RecordEvent) -> RecordEvent:
    """The next version of a registration: other content, or struck out."""
    status = chance.choice(("amended", "amended", "entered-in-error"))
    other = written(chance, 0)
    return msgspec.structs.replace(other, source_id=held.source_id, version=held.version + 1, status=status)


def walk(chance: random.Random, steps: int, intake: Intake) -> int:
    """Takes the steps; returns how many joins were made on the way."""
    arrivals: list[RecordEvent] = []
    joins: dict[str, str] = {}
    for number in range(steps):
        act = chance.choice(("register", "register", "change", "repeat", "join", "part"))
        if act == "join":
            free = [key for key in KEYS if key not in joins and Patient.objects.filter(pseudonym=key).exists()]
            if len(free) > 1:
                retired, kept = chance.sample(free, 2)
                patients = {key: Patient.objects.get(pseudonym=key) for key in (retired, kept)}
                join_patients(
                    kept=patients[kept], retired=patients[retired], reason="Ja", actor=COORDINATOR, now=NOW, as_of=AS_OF
                )
                joins[retired] = kept
        elif act == "part":
            if joins:
                retired = chance.choice(sorted(joins))
                held = PatientJoin.objects.get(retired__pseudonym=retired, ended_at=None)
                part_patients(join=held, reason="Nei", actor=COORDINATOR, now=NOW, as_of=AS_OF)
                del joins[retired]
        else:
            new = [written(chance, number)]
            if arrivals and act != "register":
                chosen = chance.choice(arrivals)
                newest = max((e for e in arrivals if e.identity == chosen.identity), key=lambda e: e.version)
                new = [changed(chance, newest) if act == "change" else chosen]
            intake(new)
            arrivals += new
        compare(arrivals, joins)
    return PatientJoin.objects.count()


def compare(arrivals: list[RecordEvent], joins: dict[str, str]) -> None:
    """The states hold what the reference says of the arrivals, under the keys that they are counted under."""
    expected = evaluate(as_one(settle(arrivals), joins), loaded_editions(), AS_OF)
    rows = clock_rows("brystkreft", AS_OF)
    assert sorted((row.clock, row.branch, row.organisation, row.state) for row in rows) == sorted(
        (line.clock, line.branch, line.org, line.verdict) for line in expected if line.release
    )
    heads = set(ClockState.objects.values_list("patient__pseudonym", flat=True))
    assert heads == {line.patient for line in expected}


def test_a_short_walk_through_the_tables(intake: Intake) -> None:
    assert walk(random.Random(4), 40, intake) > 0
    assert list(faults()) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_long_walk_through_the_tables(seed: int, intake: Intake) -> None:
    assert walk(random.Random(100 + seed), 250, intake) > 5
    assert list(faults()) == []
