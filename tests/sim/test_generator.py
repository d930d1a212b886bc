"""Synthetic patients: reproducible, recognisable as synthetic, and different from hospital to hospital."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.cli import main
from normverk.sim.generator import BEGIN, END, Population, generate, to_ndjson
from normverk.sim.habits import CODES, HABITS
from normverk.sim.identity import identity_number
from normverk.sim.organisations import MIDT, NORD, ORGANISATIONS, VEST, has_valid_check_digit
from normverk.sim.recording import EventLine
from normverk.use.pathways.identity import is_identity_number, is_synthetic

_BREAST_CANCER_CODES = {
    "A01A", "A01AA", "A01S", "A01O", "A01P", "A01X", "A01CK", "A01CM", "A01CA", "A01CI",
    "A01FK", "A01FM", "A01FS", "A01FL", "A01FO", "A01FI",
}  # fmt: skip
"""The 16 codes of the prefix A01 in the list OID 8480."""


@pytest.fixture(scope="module")
def population() -> Population:
    """Two thousand patients of seed 1."""
    return generate(seed=1)


def day_of(line: EventLine) -> date:
    """The day of an event, also when it is written as an instant."""
    return date.fromisoformat(line.time[:10])


def final_set(lines: tuple[EventLine, ...]) -> list[EventLine]:
    """What holds in the end: the highest version of each event, without those that are voided."""
    best = {(line.source, line.source_id): line for line in lines}
    return [line for line in best.values() if line.status != "entered-in-error"]


def days_between(population: Population, first: str, then: str) -> dict[str, list[int]]:
    """Per hospital of the first code: days from the first to the second, for patients who have both at one hospital."""
    seen: defaultdict[tuple[str, str], dict[str, date]] = defaultdict(dict)
    for line in final_set(population.events):
        days = seen[line.patient, line.org]
        days[line.code] = min(days.get(line.code, date.max), day_of(line))
    found: defaultdict[str, list[int]] = defaultdict(list)
    for (_, org), days in seen.items():
        if first in days and then in days:
            found[org].append((days[then] - days[first]).days)
    return found


@given(st.integers(), st.integers(0, 12))
def test_the_same_seed_gives_the_same_bytes(seed: int, patients: int) -> None:
    once, again = generate(seed=seed, patients=patients), generate(seed=seed, patients=patients)
    assert to_ndjson(once.events) == to_ndjson(again.events)
    assert to_ndjson(once.patients) == to_ndjson(again.patients)


def test_chance_of_others_makes_no_difference() -> None:
    first = to_ndjson(generate(seed=3, patients=20).events)
    random.seed(99)
    random.random()
    assert to_ndjson(generate(seed=3, patients=20).events) == first


def test_two_seeds_differ() -> None:
    assert generate(seed=1, patients=20).events != generate(seed=2, patients=20).events


def test_a_patient_is_the_same_among_few_and_among_many(population: Population) -> None:
    few = generate(seed=1, patients=17)
    assert few.patients == population.patients[:17]
    known = {line.patient for line in few.patients}
    assert few.events == tuple(line for line in population.events if line.patient in known)


@given(st.integers(), st.dates(date(1900, 1, 1), date(2039, 12, 31)))
def test_every_identity_number_is_valid_and_synthetic(seed: int, birth: date) -> None:
    number = identity_number(random.Random(seed), birth)
    assert is_identity_number(number)
    assert is_synthetic(number)
    assert (number[:2], int(number[2:4]) - 80, number[4:6]) == (f"{birth:%d}", birth.month, f"{birth:%y}")


def test_no_two_patients_share_a_number_and_all_are_labelled_as_test_patients(population: Population) -> None:
    numbers = [patient.identity_number for patient in population.patients]
    assert len(set(numbers)) == len(population.patients) == 2000
    assert all(is_synthetic(number) for number in numbers)
    assert population.patients[0].label == "Testpasient 0001"


def test_every_code_is_used_and_known(population: Population) -> None:
    assert set(CODES.values()) == _BREAST_CANCER_CODES
    assert {line.code for line in population.events} == _BREAST_CANCER_CODES


def test_the_hospitals_have_synthetic_numbers_with_valid_check_digits() -> None:
    assert [organisation.number[0] for organisation in ORGANISATIONS] == ["3", "3", "3"]
    assert all(has_valid_check_digit(organisation.number) for organisation in ORGANISATIONS)
    assert has_valid_check_digit("974589095")
    assert not has_valid_check_digit("310000018")


def test_events_come_in_the_order_in_which_they_were_registered(population: Population) -> None:
    registered = [line.instant for line in population.events]
    assert registered == sorted(registered)
    assert all(instant.tzinfo is not None for instant in registered)


def test_nothing_is_registered_before_it_happened_nor_known_after_the_end(population: Population) -> None:
    for line in population.events:
        assert BEGIN - timedelta(days=20) <= day_of(line) <= line.instant.date() <= END
        if "T" in line.time:
            assert datetime.fromisoformat(line.time) < line.instant


def test_versions_rise_by_one_and_each_content_comes_once(population: Population) -> None:
    versions: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for line in population.events:
        versions[line.source, line.source_id].append(line.version)
    assert all(seen == list(range(1, len(seen) + 1)) for seen in versions.values())


def test_there_are_corrected_and_voided_events_and_some_that_come_very_late(population: Population) -> None:
    statuses = Counter(line.status for line in population.events)
    assert set(statuses) == {"final", "amended", "entered-in-error"}
    assert statuses["amended"] > 100
    assert statuses["entered-in-error"] > 40
    assert sum((line.instant.date() - day_of(line)).days > 14 for line in population.events) > 100


def test_some_patients_are_transferred_and_start_anew_at_the_receiving_hospital(population: Population) -> None:
    hospitals: defaultdict[str, set[str]] = defaultdict(set)
    sent: set[str] = set()
    for line in final_set(population.events):
        hospitals[line.patient].add(line.org)
        if line.code == "A01O":
            sent.add(line.patient)
    assert len(sent) > 25
    assert len([patient for patient in sent if len(hospitals[patient]) == 2]) > 20


def test_some_come_back_some_are_put_off_and_some_lack_the_work_up(population: Population) -> None:
    codes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in final_set(population.events):
        codes[line.patient][line.code] += 1
    treated = [seen for seen in codes.values() if {"A01FK", "A01FM"} & set(seen)]
    assert sum(seen["A01A"] > 1 and not seen["A01O"] for seen in codes.values()) >= 5
    assert sum(seen["A01P"] for seen in codes.values()) > 20
    assert sum(seen["A01S"] == 0 for seen in treated) > 15


def test_the_share_of_surgery_in_time_is_like_the_published_one_and_rises_with_the_longer_limit(
    population: Population,
) -> None:
    seen: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for line in final_set(population.events):
        days = seen[line.patient]
        days[line.code] = min(days.get(line.code, date.max), day_of(line))
    kept: defaultdict[bool, list[bool]] = defaultdict(list)
    for days in seen.values():
        if "A01A" in days and "A01FK" in days and days["A01A"] <= days["A01FK"]:
            after = days["A01A"] >= date(2021, 5, 1)
            kept[after].append((days["A01FK"] - days["A01A"]).days <= (32 if after else 27))
    before, after = (100 * sum(kept[key]) / len(kept[key]) for key in (False, True))
    assert 70 <= before <= 82
    assert before + 4 <= after <= 92


def test_the_hospitals_differ_in_waiting_registering_and_treating(population: Population) -> None:
    waits = days_between(population, "A01A", "A01S")
    mean = {org: sum(days) / len(days) for org, days in waits.items()}
    assert mean[VEST.number] + 0.5 < mean[MIDT.number] + 0.2 < mean[NORD.number]
    late: defaultdict[str, list[int]] = defaultdict(list)
    for line in population.events:
        late[line.org].append((line.instant.date() - day_of(line)).days)
    assert sum(late[NORD.number]) / len(late[NORD.number]) > 2 * sum(late[VEST.number]) / len(late[VEST.number])
    treatments = {one.number: Counter[str]() for one in ORGANISATIONS}
    for line in final_set(population.events):
        treatments[line.org][line.code] += 1
    drugs = {org: codes["A01FM"] / codes["A01FK"] for org, codes in treatments.items()}
    assert drugs[MIDT.number] > drugs[VEST.number] > drugs[NORD.number]


def test_hospitals_see_discuss_and_treat_patients_on_working_days(population: Population) -> None:
    """Slips of the keyboard that nobody has put right yet are the only exceptions."""
    weekdays = Counter(day_of(line).weekday() < 5 for line in final_set(population.events) if line.code[3] in "FCS")
    assert weekdays[False] < 0.002 * weekdays[True]


def test_at_the_end_some_still_wait(population: Population) -> None:
    """Of those decided on in the last weeks: some not yet treated, within the limit and past it."""
    seen: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for line in final_set(population.events):
        seen[line.patient][line.code[3:4] if line.code[3] in "AFX" else line.code[3:]] = day_of(line)
    waiting = [days["A"] for days in seen.values() if "A" in days and not {"F", "X", "CA", "CI", "CM"} & set(days)]
    ages = [(END - start).days for start in waiting if start > END - timedelta(days=120)]
    assert sum(age <= 22 for age in ages) > 10
    assert sum(22 < age <= 32 for age in ages) > 3
    assert sum(age > 32 for age in ages) > 3


def test_habits_add_up() -> None:
    assert sum(habit.share for habit in HABITS) == pytest.approx(1)
    assert [sum(habit.treatments.values()) for habit in HABITS] == [pytest.approx(1)] * 3


def test_there_must_be_days() -> None:
    with pytest.raises(ValueError, match="there must be days"):
        generate(seed=1, begin=END, end=BEGIN)


def test_the_command_writes_both_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events, patients = tmp_path / "events.ndjson", tmp_path / "patients.ndjson"
    arguments = [
        "sim",
        "events",
        "--seed",
        "1",
        "--patients",
        "5",
        "--out",
        str(events),
        "--patients-out",
        str(patients),
    ]
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["patients"] == 5
    assert patients.read_bytes() == to_ndjson(generate(seed=1, patients=5).patients)
    assert set(json.loads(events.read_text().splitlines()[0])) >= {
        "patient", "code", "time", "org", "source", "source_id", "version", "status", "recorded"
    }  # fmt: skip


def test_a_file_that_cannot_be_written_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = str(tmp_path / "missing" / "events.ndjson")
    assert main(["sim", "events", "--patients", "1", "--out", nowhere, "--patients-out", nowhere]) == 2
    assert "cannot be written" in capsys.readouterr().err
