"""Taking files in: what is set aside and why, and that order, repetition and faults never leave anything half written."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import msgspec
import pytest

from normverk.base.commands import Unusable
from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Denied, Role
from normverk.use.pathways.actions import rebuild, take_in
from normverk.use.pathways.engine import evaluate
from normverk.use.pathways.intake import Unreadable
from normverk.use.pathways.models import ClockState, IntakeRun, Organisation, Patient, RecordEvent, Rejection
from normverk.use.pathways.queries import clock_rows, loaded_editions
from tests.conftest import actor_with
from tests.use.pathways.breast import breast
from tests.use.pathways.conftest import AS_OF, NOW, Intake, ndjson, plain, publish
from tests.use.pathways.events import MIDT, VEST, course, event

GOOD = event("A", "2021-06-03")

BAD_LINES: dict[str, tuple[Any, str, str]] = {
    "not JSON": ("{not json", "not-json", ""),
    "half a line": (json.dumps(plain(GOOD))[:40], "not-json", ""),
    "a list": ("[]", "wrong-value", ""),
    "nested too deeply": ("[" * 5000, "wrong-value", ""),
    "an unknown code": (plain(GOOD, code="Z99A"), "unknown-code", "Z99A"),
    "a code of another kind of list": (plain(GOOD, code="A01B"), "unknown-code", "A01B"),
    "a date that does not exist": (plain(GOOD, time="2021-02-30"), "no-such-time", "time: 2021-02-30"),
    "a week date": (plain(GOOD, time="2021-W01-1"), "no-such-time", "time: 2021-W01-1"),
    "no date at all": (plain(GOOD, time="yesterday"), "no-such-time", "time: yesterday"),
    "the year nought": (plain(GOOD, time="0001-01-01"), "no-such-time", "time: 0001-01-01"),
    "a time without offset": (
        plain(GOOD, time="2021-06-03T10:00:00"), "time-without-offset", "time: 2021-06-03T10:00:00"),
    "a moment of recording without offset": (
        plain(GOOD, recorded="2022-01-01T10:00:00"), "time-without-offset", "recorded: 2022-01-01T10:00:00"),
    "a moment of recording that is only a date": (plain(GOOD, recorded="2022-01-01"), "time-without-offset", "recorded"),
    "an event after it was recorded": (plain(GOOD, time="2022-01-02"), "after-recorded", "2022-01-02 > 2022-01-01"),
    "an unknown field": (plain(GOOD, colour="blue"), "unknown-field", "colour"),
    "a missing field": (plain(GOOD, org=None), "missing-field", "org"),
    "a version that is no number": (plain(GOOD, version="two"), "wrong-value", "version"),
    "an unknown status": (plain(GOOD, status="draft"), "wrong-value", "status"),
    "an organisation that is no number": (plain(GOOD, org="Vest"), "wrong-value", "org"),
    "an empty patient": (plain(GOOD, patient=""), "wrong-value", "patient"),
    "an identity number as patient": (plain(GOOD, patient="01819000049"), "identity-number", ""),
}  # fmt: skip


def found() -> list[tuple[Any, ...]]:
    """All clock states, without row keys."""
    fields = [field.name for field in ClockState._meta.fields if field.name not in {"id", "patient"}]
    return sorted(ClockState.objects.values_list("patient__pseudonym", *fields), key=str)


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_line_is_set_aside_with_number_and_reason_and_the_rest_goes_in(name: str, intake: Intake) -> None:
    line, kind, detail = BAD_LINES[name]
    report = intake([event("A", "2021-06-01"), line, event("S", "2021-06-04")])
    assert report.counts == {kind: 1, "taken-in": 2}
    assert list(Rejection.objects.values_list("line", "kind", "detail")) == [(2, kind, detail)]
    assert list(RecordEvent.objects.order_by("day").values_list("code", flat=True)) == ["A01A", "A01S"]
    assert list(faults()) == []


def test_a_retired_code_is_set_aside_after_its_last_day(releases: None, intake: Intake) -> None:
    definition = breast(12, date(2021, 7, 1))
    stages = list(definition.milestones)
    stages[3] = msgspec.structs.replace(
        stages[3], codes=(msgspec.structs.replace(stages[3].codes[0], retired_on=date(2021, 7, 31)),)
    )
    publish("3.0.0", msgspec.structs.replace(definition, milestones=tuple(stages)), "2.0.0")
    report = intake([event("P", "2021-07-30"), event("P", "2021-08-02")])
    assert [(line, complaint.kind, complaint.detail) for line, complaint in report.complaints] == [
        (2, "retired-code", "A01P")
    ]


def test_a_start_in_a_pathway_that_has_ended_is_set_aside(db: None, fixed_day: None) -> None:
    publish("1.0.0", breast(7, date(2015, 1, 1), date(2021, 4, 30)), None)
    report = take_in(
        content=ndjson([event("A", "2021-04-30"), event("S", "2021-05-03"), event("A", "2021-05-01")]),
        name="x",
        form="ndjson",
        actor=actor_with(Role.ADMINISTRATOR),
        now=NOW,
        as_of=AS_OF,
    )
    assert [(line, complaint.kind) for line, complaint in report.complaints] == [(3, "retired-code")]
    assert ClockState.objects.get(clock="OF1").verdict == "met"


def test_a_version_lower_than_one_seen_is_set_aside(intake: Intake) -> None:
    second = event("S", "2021-06-10", source_id="1", version=2)
    first = event("S", "2021-06-09", source_id="1", version=1)
    assert intake([second]).counts == {"taken-in": 1}
    report = intake([first])
    assert [(line, complaint.kind, complaint.detail) for line, complaint in report.complaints] == [
        (1, "older-version", "1 < 2")
    ]
    assert list(RecordEvent.objects.values_list("version", "current")) == [(2, True)]


def test_a_correction_keeps_what_was_there_and_moves_the_mark(intake: Intake) -> None:
    intake([event("A", "2021-06-01"), event("S", "2021-06-30", source_id="1")])
    intake([event("S", "2021-06-03", source_id="1", version=2, status="amended")])
    stored = RecordEvent.objects.filter(source_id="1").order_by("version")
    assert list(stored.values_list("version", "day", "current")) == [
        (1, date(2021, 6, 30), False),
        (2, date(2021, 6, 3), True),
    ]
    assert ClockState.objects.get(clock="OF1").verdict == "met"


def test_a_correction_to_another_patient_takes_the_event_away_from_the_first(intake: Intake) -> None:
    intake([event("A", "2021-06-01", source_id="1")])
    intake([event("A", "2021-06-01", source_id="1", version=2, patient="p2")])
    assert set(ClockState.objects.values_list("patient__pseudonym", flat=True)) == {"p2"}
    assert Patient.objects.get(pseudonym="p1").policy_facts() == {"organisations": frozenset()}


def test_the_same_version_with_other_content_is_flagged_and_the_choice_does_not_depend_on_the_order(
    intake: Intake,
) -> None:
    one, other = event("A", "2021-06-01", source_id="1"), event("A", "2021-06-09", source_id="1")
    intake([one])
    report = intake([other])
    assert report.counts == {"taken-in": 1, "version-conflict": 1}
    first_order = found()
    holds = RecordEvent.objects.get(current=True).day
    RecordEvent.objects.all().delete()
    intake([other])
    intake([one])
    assert (found(), RecordEvent.objects.get(current=True).day) == (first_order, holds)


def test_reading_a_file_twice_changes_nothing_and_says_so(intake: Intake) -> None:
    lines = [*course("A 2021-06-01, S 2021-06-05"), "broken"]
    intake(lines)
    before = (found(), Event.objects.count(), RecordEvent.objects.count(), IntakeRun.objects.count())
    report = intake(lines)
    assert (report.run, report.counts) == (None, {"not-json": 1, "unchanged": 2})
    assert (found(), Event.objects.count(), RecordEvent.objects.count(), IntakeRun.objects.count()) == before


def many_events() -> list[RecordEvent]:
    """Courses of several patients with corrections, voided events and conflicts."""
    chance = random.Random(7)
    events: list[Any] = []
    for number in range(12):
        for held in course("A 2021-06-01, S 2021-06-08 @midt, CK 2021-06-15, FK 2021-06-25, A 2021-09-01"):
            moved = held.time.replace(day=min(28, held.time.day + chance.randrange(4)))
            first = msgspec.structs.replace(
                held, patient=f"p{number}", source_id=f"{number}-{held.code}-{held.time}", time=moved
            )
            events.append(first)
            if chance.random() < 0.4:
                status = chance.choice(["amended", "entered-in-error", "deleted"])
                events.append(msgspec.structs.replace(first, version=2, status=status, time=date(2021, 7, 1)))
            if chance.random() < 0.2:
                events.append(msgspec.structs.replace(first, org=MIDT))
    return events


def test_the_order_of_lines_and_files_does_not_matter(intake: Intake) -> None:
    events = many_events()
    intake(events)
    expected = found()
    for seed in range(4):
        RecordEvent.objects.all().delete()
        ClockState.objects.all().delete()
        shuffled = random.Random(seed).sample(events, len(events))
        for part in (shuffled[:20], shuffled[20:50], shuffled[50:], shuffled[10:30]):
            intake(part)
        assert found() == expected


def test_worked_out_states_say_what_the_evaluator_says(intake: Intake) -> None:
    events = many_events()
    intake(events)
    expected = [
        (held.release, held.clock, held.branch, held.org, held.verdict, held.value if held.stop else None)
        for held in evaluate(events, loaded_editions(), AS_OF)
    ]
    rows = [
        (row.release, row.clock, row.branch, row.organisation, row.state, row.days)
        for row in clock_rows("brystkreft", AS_OF)
    ]
    assert sorted(rows, key=str) == sorted(expected, key=str)
    assert len(rows) > 30


def test_rows_for_an_earlier_day_are_evaluated_for_that_day(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-05"))
    rows = {row.clock: row.state for row in clock_rows("brystkreft", date(2021, 6, 4))}
    assert rows == {"OF1": "running", "OF4": "running"}


def test_rebuilding_gives_the_same_states(intake: Intake) -> None:
    intake(many_events())
    before = found()
    ClockState.objects.all().delete()
    assert rebuild(actor=actor_with(Role.ADMINISTRATOR), now=NOW, as_of=AS_OF) == len(before)
    assert found() == before


def test_new_releases_count_for_all_patients_at_the_next_intake(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-05, CK 2021-06-15"))
    assert ClockState.objects.get(clock="OF2").verdict == "met"
    publish("2.1.0", breast(8, date(2021, 5, 1)), "2.0.0")
    intake([event("A", "2021-06-01", patient="p2")])
    assert ClockState.objects.get(clock="OF2", patient__pseudonym="p1").verdict == "late"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x00\x01\x02", "not text"),
        ('{"patient": "p1"}'.encode("utf-16"), "not text"),
        ("{}\nblåbær".encode("latin-1"), "line 2 is not UTF-8"),
    ],
)
def test_an_unreadable_file_is_refused_whole(content: bytes, words: str, releases: None) -> None:
    with pytest.raises(Unreadable, match=words):
        take_in(content=content, name="x", form="ndjson", actor=actor_with(Role.ADMINISTRATOR), now=NOW, as_of=AS_OF)
    assert IntakeRun.objects.count() == 0


def test_without_a_norm_no_file_is_read(db: None) -> None:
    with pytest.raises(Unusable, match="no pathway norm is loaded"):
        take_in(
            content=ndjson([GOOD]), name="x", form="ndjson", actor=actor_with(Role.ADMINISTRATOR), now=NOW, as_of=AS_OF
        )


def test_a_fault_in_the_middle_leaves_nothing(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("normverk.use.pathways.actions.intake.reckon", fails)
    with pytest.raises(RuntimeError):
        intake([GOOD])
    counts = [model.objects.count() for model in (RecordEvent, Patient, Organisation, IntakeRun, Rejection)]
    assert counts == [0, 0, 0, 0, 0]
    assert list(faults()) == []


def test_the_log_says_that_a_file_was_read_and_nothing_about_patients(intake: Intake) -> None:
    intake([event("A", "2021-06-03", patient="secret-pseudonym"), "broken"])
    logged = Event.objects.get(type="records.taken-in")
    assert logged.data["counts"] == {"not-json": 1, "taken-in": 1}
    written = json.dumps([logged.data, logged.rows, logged.subject])
    assert "secret-pseudonym" not in written
    assert "2021-06-03" not in written
    assert Organisation.objects.get().number == VEST


def test_only_an_administrator_may_take_files_in(releases: None) -> None:
    with pytest.raises(Denied):
        take_in(
            content=ndjson([GOOD]),
            name="x",
            form="ndjson",
            actor=actor_with(Role.PATHWAY_COORDINATOR),
            now=NOW,
            as_of=AS_OF,
        )
