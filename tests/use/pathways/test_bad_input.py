"""What hospitals send by mistake, at every door by which events come: a clear word, nothing lost, nobody else touched.

docs/bad-input.md is the table of these cases; tests/test_bad_input_table.py holds it to the tests.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import pytest

from normverk.base.events.queries import faults
from normverk.base.policy import Role
from normverk.sim.identity import identity_number
from normverk.use.pathways.actions import IntakeReport, name_patients, take_in
from normverk.use.pathways.intake import Complaint, Unreadable
from normverk.use.pathways.models import ClockState, IntakeRun, Patient, RecordEvent
from normverk.use.proposals.actions import take_facts
from normverk.use.proposals.models import StoredFact
from normverk.use.proposals.readers import read_mapping
from tests.conftest import actor_with
from tests.use.pathways.conftest import AS_OF, NOW, Intake, ndjson, plain
from tests.use.pathways.events import VEST, course, event
from tests.use.pathways.test_intake import found

ADMINISTRATOR = actor_with(Role.ADMINISTRATOR)
GOOD = event("A", "2021-06-03")
OTHERS = tuple(event(held.code[3:], str(held.time), patient="other") for held in course("A 2021-06-01, S 2021-06-04"))


def line_says(line: Any, intake: Intake) -> list[tuple[int, str, str]]:
    """What is said of a bad line between two good ones of another patient, who must not notice."""
    report = intake([OTHERS[0], line, OTHERS[1]])
    assert ClockState.objects.get(clock="OF1", patient__pseudonym="other").verdict == "met"
    assert list(faults()) == []
    return [(number, one.kind, one.detail) for number, one in report.complaints]


# --- NDJSON: times ---


@pytest.mark.parametrize(
    ("changes", "kind", "detail"),
    [
        ({"time": "2021-06-03T24:00:00+02:00"}, "no-such-time", "time: 2021-06-03T24:00:00+02:00"),
        ({"time": "2021-06-03 24:00+02:00"}, "no-such-time", "time: 2021-06-03 24:00+02:00"),
        ({"time": "2021-03-28T02:30:00"}, "time-without-offset", "time: 2021-03-28T02:30:00"),
        ({"time": "2020-10-25T02:30:00"}, "time-without-offset", "time: 2020-10-25T02:30:00"),
        ({"time": "2021-06-03T25:00:00+02:00"}, "no-such-time", "time: 2021-06-03T25:00:00+02:00"),
        ({"time": "٢٠٢١-٠٦-٠٣"}, "no-such-time", "time: ٢٠٢١-٠٦-٠٣"),
        ({"time": "2022-01-02"}, "after-recorded", "2022-01-02 > 2022-01-01"),
        ({"recorded": "2026-03-03T00:30:00+01:00"}, "in-the-future", "recorded: 2026-03-03 > 2026-03-02"),
        (
            {"recorded": "2099-01-01T00:00:00Z", "time": "2098-01-01"},
            "in-the-future",
            "recorded: 2099-01-01 > 2026-03-02",
        ),
    ],
)
def test_a_time_that_cannot_be_is_set_aside(changes: dict[str, str], kind: str, detail: str, intake: Intake) -> None:
    assert line_says(plain(GOOD, **changes), intake) == [(2, kind, detail)]


def test_an_instant_in_the_hour_lost_to_summer_time_is_the_same_instant_after_it(intake: Intake) -> None:
    intake([event("A", "2021-03-28T02:30:00+01:00")])
    assert RecordEvent.objects.get().time == "2021-03-28T03:30:00+02:00"


def test_instants_in_the_doubled_hour_are_told_apart_by_their_offset(intake: Intake) -> None:
    first, second = "2020-10-25T02:30:00+02:00", "2020-10-25T02:30:00+01:00"
    intake([event("S", second), event("A", first)])
    rows = list(RecordEvent.objects.order_by("code").values_list("code", "time", "day"))
    assert rows == [("A01A", first, date(2020, 10, 25)), ("A01S", second, date(2020, 10, 25))]


def test_what_happens_after_the_day_the_lists_stand_on_is_kept_and_seen_later(intake: Intake) -> None:
    later = plain(event("S", "2022-05-03"), recorded="2022-06-01T00:00:00Z")
    assert intake([event("A", "2021-12-28"), later]).counts == {"taken-in": 2}
    assert ClockState.objects.get(clock="OF1").verdict == ""


# --- NDJSON: the shape of a line ---


@pytest.mark.parametrize(
    ("line", "kind", "detail"),
    [
        (plain(GOOD, org=None), "missing-field", "org"),
        (json.dumps(plain(GOOD)).replace('"org"', '"code": "A01S", "org"'), "field-twice", "code"),
        (json.dumps(plain(GOOD)).replace('"org"', '"cod\\u0065": "A01S", "org"'), "field-twice", "code"),
        (json.dumps(plain(GOOD)).replace(": 1,", ": NaN,"), "not-json", ""),
        (json.dumps(plain(GOOD)).replace(": 1,", ": 1e400,"), "wrong-value", "version"),
        (plain(GOOD, version="1"), "wrong-value", "version"),
        (plain(GOOD, version=1.5), "wrong-value", "version"),
        (plain(GOOD, version=-1), "wrong-value", "version"),
        (plain(GOOD, version=10**30), "wrong-value", "version"),
        (plain(GOOD, patient=7), "wrong-value", "patient"),
        (plain(GOOD, source_id="x" * 121), "wrong-value", "source_id"),
        (plain(GOOD, patient="p\x00q"), "wrong-value", "patient"),
        (plain(GOOD, source_id="a\x00"), "wrong-value", "source_id"),
        (plain(GOOD, episode="a\nb"), "wrong-value", "episode"),
        (plain(GOOD, patient="p\u202e1"), "wrong-value", "patient"),
        (plain(GOOD, patient="p\u20661"), "wrong-value", "patient"),
        (plain(GOOD) | {"c\x00d\u202e": "x"}, "unknown-field", "cU+0000dU+202E"),
        ('{"patient": "\\ud800"}', "not-json", ""),
        ("[" * 100_000, "wrong-value", ""),
        (json.dumps(plain(GOOD))[:-9], "not-json", ""),
        (plain(GOOD, patient="01819000049"), "identity-number", ""),
        (plain(GOOD, code="x" * 21), "wrong-value", "code"),
    ],
)
def test_a_line_of_the_wrong_shape_is_set_aside(line: Any, kind: str, detail: str, intake: Intake) -> None:
    assert line_says(line, intake) == [(2, kind, detail)]


def test_letters_written_from_right_to_left_stand_as_they_are(intake: Intake) -> None:
    intake([event("A", "2021-06-03", patient="مريض-1", source_id="אחד")])
    assert Patient.objects.get().pseudonym == "مريض-1"


def test_a_last_line_that_is_cut_off_is_set_aside_and_comes_in_when_it_is_sent_again(intake: Intake) -> None:
    whole = [*course("A 2021-06-01, S 2021-06-05")]
    content = ndjson(whole)
    half = content[: len(content) - 40]
    report = take_in(content=half, name="x", form="ndjson", actor=ADMINISTRATOR, now=NOW, as_of=AS_OF)
    assert report.counts == {"not-json": 1, "taken-in": 1}
    assert intake(whole).counts == {"taken-in": 1, "unchanged": 1}


def test_a_mark_of_byte_order_is_passed_by(intake: Intake) -> None:
    content = b"\xef\xbb\xbf" + ndjson([GOOD])
    report = take_in(content=content, name="x", form="ndjson", actor=ADMINISTRATOR, now=NOW, as_of=AS_OF)
    assert report.counts == {"taken-in": 1}


def test_a_line_of_ten_megabytes_is_one_complaint(intake: Intake) -> None:
    assert line_says(plain(GOOD, patient="x" * 10_000_000), intake) == [(2, "wrong-value", "patient")]


def test_fifty_megabytes_are_read_and_what_is_good_in_them_goes_in(intake: Intake) -> None:
    rubbish = ("y" * 999_999 + "\n") * 50
    content = ndjson([OTHERS[0]]) + rubbish.encode() + ndjson([OTHERS[1]])
    assert len(content) > 50_000_000
    report = take_in(content=content, name="x", form="ndjson", actor=ADMINISTRATOR, now=NOW, as_of=AS_OF)
    assert report.counts == {"not-json": 50, "taken-in": 2}


# --- history in random order ---


def test_ten_years_in_random_order_give_what_they_give_in_order(intake: Intake) -> None:
    chance = random.Random(11)
    events: list[Any] = []
    for patient in ("p1", "p2"):
        day = date(2012, 1, 2)
        while day < date(2022, 1, 1):
            for code, wait in (("A", 0), ("S", 6), ("CK", 14), ("FK", 12), ("X", 30)):
                day += timedelta(days=wait)
                if day < date(2022, 1, 1) and chance.random() < 0.9:
                    events.append(event(code, day.isoformat(), patient=patient, source_id=f"{patient}-{len(events)}"))
            day += timedelta(days=chance.randrange(20, 200))
    intake(sorted(events, key=lambda one: one.time))
    expected = found()
    assert len(expected) > 60
    RecordEvent.objects.all().delete()
    ClockState.objects.all().delete()
    chance.shuffle(events)
    for start in range(0, len(events), 17):
        intake(events[start : start + 17])
    assert found() == expected


# --- FHIR bundles ---

SYSTEM = "urn:oid:2.16.578.1.12.4.1.1.8480"


def procedure(**changes: Any) -> dict[str, Any]:
    """A registered code as a Procedure."""
    return {
        "resourceType": "Procedure",
        "id": "e1",
        "meta": {"versionId": "1", "lastUpdated": "2022-01-01T10:00:00Z", "source": "das"},
        "status": "completed",
        "code": {"coding": [{"system": SYSTEM, "code": "A01A"}]},
        "subject": {"reference": "Patient/p1"},
        "performedDateTime": "2021-06-03",
        "performer": [{"actor": {"identifier": {"system": "urn:oid:2.16.578.1.12.4.1.4.101", "value": VEST}}}],
    } | changes


def sent(content: str | bytes) -> IntakeReport:
    """Takes a bundle in."""
    held = content.encode() if isinstance(content, str) else content
    return take_in(content=held, name="b.json", form="fhir", actor=ADMINISTRATOR, now=NOW, as_of=AS_OF)


def bundle(*resources: dict[str, Any]) -> str:
    """A bundle of the resources."""
    return json.dumps({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]})


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"performedDateTime": "2021-06-03T24:00:00+02:00"}, "no-such-time"),
        ({"performedDateTime": "2021-03-28T02:30:00"}, "time-without-offset"),
        ({"performedDateTime": "2022-06-03"}, "after-recorded"),
        ({"performer": []}, "missing-field"),
        ({"subject": {"reference": "Patient/01819000049"}}, "identity-number"),
        ({"subject": {"reference": "Patient/p\x00"}}, "wrong-value"),
        ({"subject": {"reference": "Patient/p\u202e"}}, "wrong-value"),
        ({"id": "x" * 200}, "wrong-value"),
        ({"meta": {"versionId": "-1", "lastUpdated": "2022-01-01T10:00:00Z"}}, "wrong-value"),
        ({"meta": {"versionId": 1, "lastUpdated": "2022-01-01T10:00:00Z"}}, "wrong-value"),
        ({"meta": {"versionId": "1", "lastUpdated": "2099-01-01T10:00:00Z"}}, "in-the-future"),
    ],
)
def test_a_bad_entry_is_set_aside_and_the_next_goes_in(changes: dict[str, Any], kind: str, releases: None) -> None:
    report = sent(bundle(procedure(**changes), procedure(id="e2", subject={"reference": "Patient/other"})))
    assert [(number, one.kind) for number, one in report.complaints] == [(1, kind)]
    assert list(RecordEvent.objects.values_list("patient__pseudonym", flat=True)) == ["other"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00\x01", "not text"),
        ('{"resourceType": "Bundle"}'.encode("utf-16"), "not text"),
        ("{å".encode("latin-1"), "not UTF-8"),
        (bundle(procedure())[:-30].encode(), "not JSON"),
        (b'{"resourceType": "Bundle", "entry": ' + b"[" * 100_000, "not JSON"),
        (bundle(procedure()).replace('"status"', '"status": "entered-in-error", "status"').encode(), "«status» twice"),
        (bundle(procedure()).replace('"completed"', "NaN").encode(), "not JSON"),
        (b'{"resourceType": "Bundle", "entry": {}}', "not a list"),
        (b"[]", "not a FHIR Bundle"),
    ],
)
def test_a_file_that_is_no_bundle_is_refused_whole(content: bytes, words: str, releases: None) -> None:
    with pytest.raises(Unreadable, match=words):
        sent(content)
    assert (IntakeRun.objects.count(), Patient.objects.count()) == (0, 0)


# --- HL7 v2 and CSV, which bring facts ---

HL7 = "MSH|^~\\&|das|310000019|mottak|310000027|20220120120000||ADT^A04|1|P|2.5.1|||||NOR|UNICODE UTF-8"


def visit(begun: str, pid: str = "p1", name: str = "V1", head: str = HL7) -> str:
    """A message about a visit."""
    fields = [""] * 45
    fields[0], fields[1], fields[18], fields[43] = "1", "O", name, begun
    return "\r".join((head, f"PID|1||{pid}", "PV1|" + "|".join(fields)))


def facts(content: bytes, form: Any, mapping: bytes | None = None) -> list[tuple[str, str]]:
    """Takes a file of facts in; place and kind of every complaint."""
    report = take_facts(
        content=content,
        name="f",
        form=form,
        actor=ADMINISTRATOR,
        now=NOW,
        mapping=read_mapping(mapping, "m") if mapping else None,
    )
    assert list(faults()) == []
    return [(place, one.kind) for place, one in report.complaints]


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (visit("202201102400"), "no-such-time"),
        (visit("202103280230"), "no-such-time"),
        (visit("20220121"), "after-recorded"),
        (visit("20220110", head=HL7.replace("20220120", "20400120")), "in-the-future"),
        (visit("20220110", head=HL7.replace("310000019", "")), "missing-field"),
        (visit("20220110", pid="01819000049"), "identity-number"),
        (visit("20220110", pid="p\u202e1"), "wrong-value"),
        (visit("20220110", pid="p\x00"), "wrong-value"),
        (visit("20220110", pid="x" * 100), "wrong-value"),
        (visit("20220110")[:120], "missing-field"),
    ],
)
def test_a_bad_message_is_refused_and_the_next_goes_in(message: str, kind: str, releases: None) -> None:
    good = visit("20220110", pid="other", name="V2")
    assert [one for _, one in facts(f"{message}\r{good}".encode(), "hl7")] == [kind]
    assert list(StoredFact.objects.values_list("patient__pseudonym", flat=True)) == ["other"]


def test_the_doubled_hour_without_offset_is_the_first_of_the_two_and_never_another_day(releases: None) -> None:
    assert facts(visit("202110310230").encode(), "hl7") == []
    assert StoredFact.objects.get().content["started"] == "2021-10-31T02:30:00+02:00"


MAPPING = b"""
source = "lis"
[columns]
patient = "P"
kind = "T"
source_id = "Id"
recorded = "R"
org = "O"
started = "D"
version = "V"
[dates]
instant = "%d.%m.%Y %H:%M"
"""
ROWS = "P;T;Id;R;O;D;V\n{row}\nother;procedure;8;20.01.2022 10:00;310000019;2022-01-10;1\n"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("p;procedure;7;20.01.2022 10:00;310000019;10.01.2022 24:00;1", "no-such-time"),
        ("p;procedure;7;20.01.2022 10:00;310000019;28.03.2021 02:30;1", "no-such-time"),
        ("p;procedure;7;20.01.2022 10:00;310000019;2022-01-21;1", "after-recorded"),
        ("p;procedure;7;20.01.2099 10:00;310000019;2022-01-21;1", "in-the-future"),
        ("p;procedure;7;20.01.2022 10:00;;2022-01-10;1", "missing-field"),
        ("p;procedure;7;20.01.2022 10:00;Vest;2022-01-10;1", "wrong-organisation"),
        ("01819000049;procedure;7;20.01.2022 10:00;310000019;2022-01-10;1", "identity-number"),
        ("p;procedure;7;20.01.2022 10:00;310000019;2022-01-10;-1", "wrong-value"),
        ("p\u202e;procedure;7;20.01.2022 10:00;310000019;2022-01-10;1", "wrong-value"),
        (f"{'p' * 90};procedure;7;20.01.2022 10:00;310000019;2022-01-10;1", "wrong-value"),
        ("p;procedure;7;20.01.2022 10:00", "wrong-value"),
    ],
)
def test_a_bad_row_is_set_aside_and_the_next_goes_in(row: str, kind: str, releases: None) -> None:
    assert facts(ROWS.format(row=row).encode(), "csv", MAPPING) == [("row 2", kind)]
    assert list(StoredFact.objects.values_list("patient__pseudonym", flat=True)) == ["other"]


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("hl7", b""),
        ("hl7", b"\x00\x01\x02"),
        ("csv", b"  \n"),
        ("csv", b"P;T\x00"),
        ("csv", ROWS.encode("utf-16")),
        ("csv", "P;T;Id;R;O;D;V\nå".encode("latin-1")),
        ("csv", ROWS.format(row='p;"').encode()),
        ("csv", ROWS.format(row="x" * 10_000_000).encode()),
        ("fhir", b""),
        ("fhir", b'{"resourceType": "Bundle", "entry": [], "entry": []}'),
    ],
)
def test_a_file_of_facts_that_cannot_be_read_is_refused_whole(form: str, content: bytes, releases: None) -> None:
    with pytest.raises(Unreadable):
        facts(content, form, MAPPING if form == "csv" else None)
    assert (StoredFact.objects.count(), Patient.objects.count()) == (0, 0)


def test_a_mark_of_byte_order_before_a_table_is_passed_by(releases: None) -> None:
    row = "p;procedure;7;20.01.2022 10:00;310000019;2022-01-10;1"
    assert facts(b"\xef\xbb\xbf" + ROWS.format(row=row).encode(), "csv", MAPPING) == []


# --- the file of patients ---

NUMBER = identity_number(random.Random(5), date(1960, 1, 1))


def named(*lines: Any) -> list[tuple[int, str]]:
    """Reads a file of patients; line and kind of every complaint."""
    report = name_patients(content=ndjson(lines), name="p", actor=ADMINISTRATOR, now=NOW)
    assert list(faults()) == []
    return [(line, one.kind) for line, one in report.complaints]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ({"patient": NUMBER, "identity_number": NUMBER}, "identity-number"),
        ({"patient": "p", "identity_number": 7}, "wrong-value"),
        ({"patient": "p", "identity_number": "01819000048"}, "identity-refused"),
        ({"patient": "p\x00", "identity_number": NUMBER}, "wrong-value"),
        ({"patient": "p", "identity_number": NUMBER, "label": "Kari\u202eNordmann"}, "wrong-value"),
        ({"patient": "p", "identity_number": NUMBER, "label": "x" * 300}, "wrong-value"),
        ({"patient": "p", "identity_number": NUMBER, "died": "2021-02-30"}, "no-such-time"),
        ({"patient": "p", "identity_number": NUMBER, "died": "2027-01-01"}, "in-the-future"),
        ({"patient": "p", "identity_number": NUMBER, "died": "1959-12-31"}, "before-birth"),
        (f'{{"patient": "p", "patient": "q", "identity_number": "{NUMBER}"}}', "field-twice"),
        ('{"patient": "p"', "not-json"),
        ({"patient": "other", "identity_number": NUMBER, "label": "En annen"}, "patient-twice"),
    ],
)
def test_a_bad_line_of_patients_is_set_aside_and_the_rest_is_known(line: Any, kind: str, releases: None) -> None:
    assert named({"patient": "other", "identity_number": NUMBER, "label": "Test"}, line) == [(2, kind)]
    assert list(Patient.objects.values_list("pseudonym", "label")) == [("other", "Test")]


@pytest.mark.parametrize("content", [b"", b"\x00", "{}\nblå".encode("latin-1")])
def test_a_file_of_patients_that_cannot_be_read_is_refused_whole(content: bytes, releases: None) -> None:
    with pytest.raises(Unreadable):
        name_patients(content=content, name="p", actor=ADMINISTRATOR, now=NOW)
    assert Patient.objects.count() == 0


# --- words ---


def test_every_kind_has_words_with_a_way_out_in_three_languages() -> None:
    from normverk.use.proposals.shown import complaint_words

    kinds = ("field-twice", "in-the-future", "not-joined", "patient-twice", "before-birth", "identity-number")
    for kind in kinds:
        words = {complaint_words(kind, language) for language in ("nb", "nn", "en")}
        assert len(words) >= 2
        assert Complaint(kind).kind not in words
