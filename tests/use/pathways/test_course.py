"""A patient's course: who coordinates it, what is corrected and why, how it is handed over, and who has looked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from normverk.base.accounts.actions import actor_of
from normverk.base.accounts.models import Account
from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Actor, Denied, Grant, Role
from normverk.base.rules import Broken
from normverk.use.pathways.actions import (
    amend_date,
    assign_coordinator,
    name_organisations,
    receive_patient,
    send_patient,
    void,
)
from normverk.use.pathways.models import ClockState, CourseCoordinator, Organisation, Patient, RecordEvent, Transfer
from normverk.use.pathways.queries import (
    Course,
    ListFilter,
    conflicts,
    course_of,
    listed,
    looks_at,
    record_of,
)
from normverk.use.pathways.queries.courses import PSYCHIATRIC, Segment
from tests.conftest import actor_with
from tests.use.pathways.conftest import AS_OF, NOW, Intake, plain
from tests.use.pathways.events import MIDT, NORD, VEST, event
from tests.use.pathways.test_pages import sign_in

BREAST = "brystkreft"


@pytest.fixture
def patient(intake: Intake) -> Patient:
    """A patient at Vest whose referral came nine days ago: two days past the limit."""
    came = (AS_OF - timedelta(days=9)).isoformat()
    name_organisations(
        names={VEST: "Demosykehuset Vest", MIDT: "Demosykehuset Midt"}, actor=actor_with(Role.ADMINISTRATOR), now=NOW
    )
    intake([plain(event("A", came, patient="p", source_id="1"), recorded=f"{AS_OF}T12:00:00Z")])
    return Patient.objects.get()


def coordinator(at: str) -> Actor:
    """Somebody who coordinates at one hospital."""
    return Actor(f"c-{at}", "Test", frozenset({Grant(Role.PATHWAY_COORDINATOR, at)}))


def of1(patient: Patient) -> tuple[str, str]:
    """The first clock's verdict on the day, and whose it is."""
    found = [one for one in record_of(patient, AS_OF).verdicts if one.clock == "OF1"]
    assert len(found) == 1
    return found[0].verdict, found[0].org


def send(patient: Patient, **changes: Any) -> Transfer:
    """Hands the patient over from Vest to Midt."""
    course = course_of(patient, BREAST, AS_OF)
    assert course is not None
    given: dict[str, Any] = {
        "to": Organisation.objects.get(pk=MIDT),
        "sent_on": AS_OF - timedelta(days=1),
        "responsibility_moves": True,
        "reason": "Behandles der",
        "today": AS_OF,
        "actor": coordinator(VEST),
    }
    return send_patient(patient=patient, course=course, **(given | changes), now=NOW, as_of=AS_OF)[0]


def receive(transfer: Transfer, **changes: Any) -> Transfer:
    """Takes the patient over at Midt."""
    course = course_of(transfer.patient, BREAST, AS_OF)
    assert course is not None
    given: dict[str, Any] = {"received_on": AS_OF, "today": AS_OF, "actor": coordinator(MIDT)} | changes
    return receive_patient(transfer=transfer, course=course, **given, now=NOW, as_of=AS_OF)[0]


def test_a_coordinator_of_ones_own_hospital_is_assigned_and_the_list_of_mine_holds_the_patient(
    client: Client, patient: Patient
) -> None:
    account = sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    me = actor_of(Account.objects.get(pk=account))
    nobodys = ListFilter(whose="nobody")
    assert listed(frozenset({VEST}), nobodys, AS_OF).total == 2
    assign_coordinator(patient=patient, pathway=BREAST, coordinator=account, reason="", actor=me, now=NOW)
    mine = listed(frozenset({VEST}), ListFilter(whose="mine", me=account), AS_OF)
    assert {row.coordinator for row in mine.rows} == {account}
    assert (mine.total, listed(frozenset({VEST}), nobodys, AS_OF).total) == (2, 0)
    assert listed(frozenset({VEST}), ListFilter(whose="mine", me="another"), AS_OF).total == 0
    assert list(faults()) == []


def test_who_has_no_role_where_the_patient_is_cannot_be_named(client: Client, patient: Patient) -> None:
    account = sign_in(client, Role.PATHWAY_COORDINATOR, NORD)
    with pytest.raises(Broken, match=r"course\.coordinator-works-where-the-patient-is"):
        assign_coordinator(
            patient=patient, pathway=BREAST, coordinator=account, reason="", actor=coordinator(VEST), now=NOW
        )


def test_taking_over_needs_a_reason_and_the_history_is_kept(client: Client, patient: Patient) -> None:
    first, second = sign_in(client, Role.PATHWAY_COORDINATOR, VEST), sign_in(client, Role.PATHWAY_COORDINATOR)
    given: dict[str, Any] = {"patient": patient, "pathway": BREAST, "actor": coordinator(VEST), "now": NOW}
    assign_coordinator(coordinator=first, reason="", **given)
    with pytest.raises(Broken, match=r"takeover"):
        assign_coordinator(coordinator=second, reason="", **given)
    assign_coordinator(coordinator=second, reason="Ferie", **given)
    assign_coordinator(coordinator="", reason="", **given)
    rows = CourseCoordinator.objects.order_by("assigned_at", "pk")
    assert {(row.coordinator, row.reason, row.ended_at) for row in rows} == {(first, "", NOW), (second, "Ferie", NOW)}
    assert list(faults()) == []


def test_a_corrected_date_moves_the_clock_and_the_old_version_and_the_reason_stay(
    client: Client, patient: Patient
) -> None:
    assert of1(patient)[0] == "overdue"
    row = RecordEvent.objects.get()
    amend_date(
        event=row,
        time=AS_OF - timedelta(days=2),
        reason="Henvisningen kom senere",
        today=AS_OF,
        actor=coordinator(VEST),
        now=NOW,
        as_of=AS_OF,
    )
    assert of1(patient)[0] == "running"
    assert [(one.version, one.status, one.current) for one in RecordEvent.objects.order_by("version")] == [
        (1, "final", False),
        (2, "amended", True),
    ]
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    assert "Henvisningen kom senere" in client.get(f"/patients/{patient.pk}/").content.decode()
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"reason": ""}, "correction.has-a-reason"),
        ({"time": AS_OF + timedelta(days=1)}, "registration.has-happened"),
        ({"time": AS_OF - timedelta(days=9)}, "correction.changes-what-holds"),
        ({"time": date(2014, 1, 1)}, None),
    ],
)
def test_what_a_correction_may_not_be(patient: Patient, changes: dict[str, Any], rule: str | None) -> None:
    given: dict[str, Any] = {"time": AS_OF - timedelta(days=3), "reason": "Feil dag"} | changes
    row = RecordEvent.objects.get()

    def amend() -> None:
        amend_date(event=row, **given, today=AS_OF, actor=coordinator(VEST), now=NOW, as_of=AS_OF)

    if rule is None:
        amend()  # before any norm was in force: the code is known all the same, and the clock says why it cannot tell
        assert of1(patient)[0] == "indeterminate"
    else:
        with pytest.raises(Broken, match=rule):
            amend()
        assert RecordEvent.objects.count() == 1


def test_a_struck_out_registration_counts_as_if_it_never_was(patient: Patient) -> None:
    row = RecordEvent.objects.get()
    void(event=row, reason="Feil pasient", actor=coordinator(VEST), now=NOW, as_of=AS_OF)
    assert ClockState.objects.count() == 0
    with pytest.raises(Broken, match=r"correction\.changes-what-holds"):
        void(event=row, reason="Igjen", actor=coordinator(VEST), now=NOW, as_of=AS_OF)


def test_another_hospital_corrects_nothing_of_ours(patient: Patient) -> None:
    with pytest.raises(Denied):
        void(event=RecordEvent.objects.get(), reason="x", actor=coordinator(MIDT), now=NOW, as_of=AS_OF)
    assert RecordEvent.objects.count() == 1


def test_the_course_stays_one_when_the_patient_is_handed_over(patient: Patient) -> None:
    transfer = send(patient)
    codes = [(row.code, row.org, row.day) for row in RecordEvent.objects.order_by("day", "pk")]
    assert codes[1] == ("A01O", VEST, AS_OF - timedelta(days=1))
    assert patient.policy_facts() == {"organisations": {VEST, MIDT}}
    receive(transfer)
    course = course_of(patient, BREAST, AS_OF)
    assert course is not None
    assert (course.number, course.begins, course.at) == (1, AS_OF - timedelta(days=9), MIDT)
    assert course.segments == (
        Segment(VEST, AS_OF - timedelta(days=9), AS_OF),
        Segment(MIDT, AS_OF, None),
    )
    assert of1(patient) == ("overdue", VEST)  # time runs from the first start and belongs to who started
    assert RecordEvent.objects.filter(code="A01A", org=MIDT, day=AS_OF).count() == 1
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"responsibility_moves": False}, "transfer.only-when-responsibility-moves"),
        ({"sent_on": AS_OF + timedelta(days=1)}, "registration.has-happened"),
    ],
)
def test_what_a_transfer_may_not_be(patient: Patient, changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(Broken, match=rule):
        send(patient, **changes)
    assert (Transfer.objects.count(), RecordEvent.objects.count()) == (0, 1)


def test_one_transfer_at_a_time_received_once_and_not_before_it_was_sent(patient: Patient) -> None:
    transfer = send(patient)
    with pytest.raises(Broken, match=r"transfer\.of-an-open-course"):
        send(patient)
    with pytest.raises(Broken, match=r"transfer\.received-after-it-was-sent"):
        receive(transfer, received_on=AS_OF - timedelta(days=2))
    receive(transfer)
    with pytest.raises(Broken, match=r"transfer\.received-after-it-was-sent"):
        receive(transfer)


def test_only_the_sender_sends_and_only_the_receiver_receives(patient: Patient) -> None:
    with pytest.raises(Denied):
        send(patient, actor=coordinator(MIDT))
    transfer = send(patient)
    with pytest.raises(Denied):
        receive(transfer, actor=coordinator(VEST))


def test_striking_out_the_transfer_code_takes_the_transfer_back(patient: Patient) -> None:
    transfer = send(patient)
    void(event=RecordEvent.objects.get(code="A01O"), reason="Ombestemt", actor=coordinator(VEST), now=NOW, as_of=AS_OF)
    transfer.refresh_from_db()
    assert transfer.withdrawn_at == NOW
    assert patient.policy_facts() == {"organisations": {VEST}}
    assert send(patient).is_waiting
    assert list(faults()) == []


def course(pathway: str, system: str, ended: date | None = None) -> Course:
    """A course, in short."""
    return Course(pathway, 1, "", system, AS_OF, ended, (Segment(VEST, AS_OF, ended),), "", "", "")


CANCER = "urn:oid:2.16.578.1.12.4.1.1.8480"
MIND = "urn:oid:2.16.578.1.12.4.1.1.9327"


@pytest.mark.parametrize(
    ("courses", "shown", "rules"),
    [
        ([course("a", CANCER)], 0, []),
        ([course("a", CANCER), course("b", CANCER)], 2, []),
        ([course("a", CANCER), course("b", CANCER, AS_OF)], 0, []),
        ([course("a", CANCER), course("m", MIND)], 0, []),
        ([course("m", MIND), course("n", MIND)], 2, ["course.one-psychiatric-pathway-at-a-time"]),
    ],
)
def test_which_courses_clash(courses: list[Course], shown: int, rules: list[str]) -> None:
    assert MIND in PSYCHIATRIC
    found, findings = conflicts(courses, AS_OF)
    assert (len(found), [finding.rule.id for finding in findings]) == (shown, rules)


def test_the_log_for_the_patient_holds_every_look_and_every_act_with_its_reason(
    client: Client, patient: Patient
) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    client.get("/patients/")
    client.get(f"/patients/{patient.pk}/")
    row = RecordEvent.objects.get()
    page = client.post(
        f"/patients/{patient.pk}/registrations/{row.pk}/",
        {"act": "amend", "day": (AS_OF - timedelta(days=1)).isoformat(), "reason": "Feil dag i henvisningen"},
    )
    assert (page.status_code, page["Location"]) == (302, f"/patients/{patient.pk}/?done=corrected")
    kinds = [(look.type, look.page, look.reason) for look in looks_at(patient)]
    assert kinds == [
        ("registration.amended", "", "Feil dag i henvisningen"),
        ("patient.seen", "patient", ""),
        ("patients.listed", "patients", ""),
    ]
    shown = client.get(f"/patients/{patient.pk}/insight/").content.decode()
    for words in ("Feil dag i henvisningen", "Åpnet pasientens side", "Sto på pasientlisten", "Test"):
        assert words in shown
    assert (
        Event.objects.filter(reason="").count() == Event.objects.count()
    )  # the log itself holds no words of a patient


def test_a_patient_is_found_for_insight_without_a_trace_in_the_address(client: Client, patient: Patient) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    found = client.post("/patients/insight/", {"patient": "p"})
    assert (found.status_code, found["Location"]) == (302, f"/patients/{patient.pk}/insight/")
    sign_in(client, Role.PATHWAY_COORDINATOR, NORD)
    assert client.post("/patients/insight/", {"patient": "p"}).status_code == 422


def test_nonsense_in_forms_is_told_and_nothing_is_written(client: Client, patient: Patient) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    row = RecordEvent.objects.get()
    for form in (
        {},
        {"act": "amend", "reason": "x"},
        {"act": "amend", "day": "2022-02-30", "reason": "x"},
        {"act": "amend", "day": "2022-03-27", "clock": "02:30", "reason": "x"},
        {"act": "explode", "reason": "x"},
    ):
        assert client.post(f"/patients/{patient.pk}/registrations/{row.pk}/", form).status_code == 422
    for form in ({}, {"to": VEST, "sent_on": "2022-04-30", "reason": "x"}, {"to": "999", "sent_on": "x"}):
        assert client.post(f"/patients/{patient.pk}/transfer/{BREAST}/", form).status_code == 422
    assert client.post(f"/patients/{patient.pk}/coordinator/{BREAST}/", {"coordinator": "nobody"}).status_code == 422
    assert RecordEvent.objects.count() == 1
