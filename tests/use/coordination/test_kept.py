"""Tasks, notes of delay, meetings and plans: what is kept, what is refused, and what it means for a clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Actor, Denied, Grant, Role
from normverk.base.rules import Broken, Outcome, judge
from normverk.use.coordination import queries
from normverk.use.coordination.actions import (
    add_task,
    close_task,
    decide_meeting,
    end_delay,
    keep_plan,
    note_delay,
    put_up,
    take_off,
    withdraw_delay,
)
from normverk.use.coordination.careplan import PlanHead, from_careplan, to_careplan
from normverk.use.coordination.models import Delay, MeetingItem, PlanVersion, Task
from normverk.use.coordination.plan import ACTIVITY_STATUSES, PLAN_STATUSES, Activity, PlanContent
from normverk.use.coordination.rules import ExplainFacts
from normverk.use.pathways.models import Organisation, Patient
from normverk.use.pathways.queries import record_of
from tests.use.pathways.conftest import (  # noqa: F401  (fixtures)
    AS_OF,
    NOW,
    Intake,
    fixed_day,
    intake,
    plain,
    releases,
)
from tests.use.pathways.events import MIDT, VEST, event
from tests.use.pathways.test_pages import sign_in

BREAST = "brystkreft"
COORDINATOR = Actor("c", "Test", frozenset({Grant(Role.PATHWAY_COORDINATOR, VEST)}))
STRANGER = Actor("s", "Test", frozenset({Grant(Role.PATHWAY_COORDINATOR, MIDT)}))
BY: dict[str, Any] = {"actor": COORDINATOR, "now": NOW}


@pytest.fixture
def patient(intake: Intake) -> Patient:  # noqa: F811
    """A patient at Vest whose referral came nine days ago."""
    came = (AS_OF - timedelta(days=9)).isoformat()
    intake([plain(event("A", came, patient="p", source_id="1"), recorded=f"{AS_OF}T12:00:00Z")])
    return Patient.objects.get()


def task(patient: Patient, due_on: date | None = None) -> Task:
    """An open task."""
    return add_task(patient=patient, title="Ring", details="", due_on=due_on, assigned_to="c", **BY)


def delay(patient: Patient, **changes: Any) -> Delay:
    """A note of delay of nine days."""
    dates: dict[str, Any] = {"begins": AS_OF - timedelta(days=9), "ends": AS_OF} | changes
    return note_delay(patient=patient, pathway=BREAST, code="travel", details="", today=AS_OF, **dates, **BY)


def meeting(patient: Patient, held_on: date = AS_OF) -> MeetingItem:
    """An entry on a meeting's list."""
    at = Organisation.objects.get(pk=VEST)
    return put_up(
        patient=patient, pathway=BREAST, organisation=at, held_on=held_on, question="Hva nå?", today=AS_OF, **BY
    )


def test_a_task_is_overdue_by_the_day_one_asks_and_nothing_is_stored(patient: Patient) -> None:
    made = task(patient, AS_OF)
    assert [queries.is_overdue(made, AS_OF + timedelta(days=days)) for days in (-1, 0, 1)] == [False, False, True]
    later = queries.open_tasks(frozenset({VEST}), whose="c", on=AS_OF + timedelta(days=1), only_overdue=True)
    assert (later.total, Task.objects.get().state) == (1, "open")
    assert queries.open_tasks(frozenset({VEST}), whose="c", on=AS_OF, only_overdue=True).total == 0
    assert queries.open_tasks(frozenset({MIDT}), whose="", on=AS_OF, only_overdue=False).total == 0


@pytest.mark.parametrize("state", ["cancelled", "abandoned"])
def test_a_task_that_was_not_done_says_why(patient: Patient, state: str) -> None:
    made = task(patient)
    with pytest.raises(Broken, match=r"task\.not-done-says-why"):
        close_task(task=made, state=state, reason="", **BY)
    close_task(task=made, state=state, reason="Pasienten ringte selv", **BY)
    with pytest.raises(Broken, match=r"task\.closed-once"):
        close_task(task=made, state="done", reason="", **BY)
    assert list(faults()) == []


def test_the_button_pressed_twice_makes_one_task_and_one_note(patient: Patient) -> None:
    first = task(patient, AS_OF)
    assert task(patient, AS_OF) == first
    assert task(patient, None) != first
    close_task(task=first, state="done", reason="", **BY)
    assert task(patient, AS_OF) != first
    noted = delay(patient)
    assert delay(patient) == noted
    assert delay(patient, ends=None) != noted
    withdraw_delay(delay=noted, reason="Feil pasient", **BY)
    assert delay(patient) != noted
    told = {one.type: Event.objects.filter(type=one.type).count() for one in Event.objects.all()}
    assert (told["task.added"], told["task.closed"]) == (3, 1)
    assert (told["delay.noted"], told["delay.withdrawn"]) == (3, 1)


def test_a_note_of_delay_moves_no_clock(patient: Patient) -> None:
    before = [(one.clock, one.verdict, one.due, one.value) for one in record_of(patient, AS_OF).verdicts]
    delay(patient)
    assert [(one.clock, one.verdict, one.due, one.value) for one in record_of(patient, AS_OF).verdicts] == before
    assert list(faults()) == []


@pytest.mark.parametrize(("begins", "ends"), [(AS_OF + timedelta(days=1), None), (AS_OF, AS_OF - timedelta(days=1))])
def test_days_of_a_delay_are_in_order(patient: Patient, begins: date, ends: date | None) -> None:
    with pytest.raises(Broken, match=r"delay\.days-in-order"):
        delay(patient, begins=begins, ends=ends)


def test_a_delay_is_ended_and_a_mistake_is_withdrawn_and_stays_readable(client: Client, patient: Patient) -> None:
    noted = delay(patient, ends=None)
    end_delay(delay=noted, ends=AS_OF + timedelta(days=3), today=AS_OF, **BY)
    assert queries.delays_of(patient)[0].ends == AS_OF + timedelta(days=3)
    withdraw_delay(delay=noted, reason="Gjaldt en annen", **BY)
    assert queries.delays_within(patient, BREAST, AS_OF - timedelta(days=9), AS_OF) == ()
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    assert "Gjaldt en annen" in client.get(f"/patients/{patient.pk}/").content.decode()


@pytest.mark.parametrize(
    ("days", "ended", "noted", "decided", "outcome"),
    [
        (8, True, "2022-04-01", "2022-04-20", Outcome.MET),
        (7, True, "2022-04-01", "2022-04-20", Outcome.NOT_MET),
        (7, False, "2022-04-01", "2022-04-20", Outcome.CANNOT_TELL),
        (8, False, "2022-04-01", None, Outcome.MET),
        (20, True, "2022-04-21", "2022-04-20", Outcome.NOT_MET),
        (20, True, "2022-04-20", "2022-04-20", Outcome.CANNOT_TELL),
    ],
)
def test_when_a_delay_explains_a_passed_limit(
    days: int, ended: bool, noted: str, decided: str | None, outcome: Outcome
) -> None:
    decided_on = date.fromisoformat(decided) if decided else None
    facts = ExplainFacts(days, ended, date.fromisoformat(noted), decided_on)
    assert [finding.result.outcome for finding in judge(facts, on=AS_OF)] == [outcome]


def test_working_days_of_a_delay_leave_out_easter(patient: Patient) -> None:
    noted = delay(patient, begins=date(2022, 4, 8), ends=date(2022, 4, 22))  # Easter Sunday was 17 April
    assert queries.explaining(noted, None, AS_OF).working_days == 7


def test_the_why_page_says_what_a_delay_means_in_a_cancer_pathway(client: Client, patient: Patient) -> None:
    delay(patient)
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    page = client.get(f"/patients/{patient.pk}/{BREAST}/1/OF1/").content.decode()
    assert "ingen regel om utsettelse" in page
    assert "Reise eller ferie" in page


def test_a_patient_is_put_up_once_and_not_for_a_meeting_that_has_been(patient: Patient) -> None:
    meeting(patient)
    for again in (AS_OF, AS_OF - timedelta(days=1)):
        with pytest.raises(Broken, match=r"mdt\.ahead-and-once"):
            meeting(patient, again)


def test_a_decision_is_written_once_and_not_ahead(patient: Patient) -> None:
    item = meeting(patient)
    with pytest.raises(Broken, match=r"mdt\.decision-once"):
        decide_meeting(item=item, decision="x", decided_on=AS_OF + timedelta(days=1), today=AS_OF, **BY)
    decide_meeting(item=item, decision="Opereres", decided_on=AS_OF, today=AS_OF, **BY)
    with pytest.raises(Broken, match=r"mdt\.decision-once"):
        decide_meeting(item=item, decision="y", decided_on=AS_OF, today=AS_OF, **BY)
    assert take_off(item=item, reason="x", **BY).taken_off_at is None  # what is decided stays
    assert list(faults()) == []


def test_who_is_taken_off_can_be_put_up_again(patient: Patient) -> None:
    take_off(item=meeting(patient), reason="Syk", **BY)
    assert meeting(patient).is_waiting
    assert len(queries.meeting_list(frozenset({VEST}), since=AS_OF, until=None, hospital=VEST)) == 1
    assert queries.meeting_list(frozenset({MIDT}), since=AS_OF, until=None, hospital="") == ()


def test_the_meeting_list_is_printed_and_everybody_on_it_is_logged(client: Client, patient: Patient) -> None:
    meeting(patient)
    sign_in(client, Role.CLINICIAN, VEST)
    for address, subject in (("/mdt/", "mdt"), ("/mdt/print/", "mdt-print")):
        assert "Hva nå?" in client.get(address).content.decode()
        assert Event.objects.filter(subject=subject, data={"patients": [str(patient.pk)]}).count() == 1


def test_only_those_at_the_hospital_may_write(patient: Patient) -> None:
    with pytest.raises(Denied):
        add_task(patient=patient, title="x", details="", due_on=None, assigned_to="", actor=STRANGER, now=NOW)
    with pytest.raises(Denied):
        note_delay(
            patient=patient, pathway=BREAST, begins=AS_OF, ends=None, code="other", details="", today=AS_OF,
            actor=STRANGER, now=NOW,
        )  # fmt: skip
    plan = PlanContent(goals=("x",))
    with pytest.raises(Denied):
        keep_plan(patient=patient, pathway=BREAST, content=plan, today=AS_OF, actor=STRANGER, now=NOW)
    assert (Task.objects.count(), Delay.objects.count(), PlanVersion.objects.count()) == (0, 0, 0)


def test_each_saving_of_a_plan_is_a_version_and_the_same_again_is_none(patient: Patient) -> None:
    given: dict[str, Any] = {"patient": patient, "pathway": BREAST, "today": AS_OF, **BY}
    with pytest.raises(Broken, match=r"plan\.is-individual"):
        keep_plan(content=PlanContent(own_words="Jeg vil hjem"), **given)
    _, warnings = keep_plan(content=PlanContent(goals=("Komme hjem",)), **given)
    assert [one.rule.id for one in warnings if one.warns] == ["plan.in-the-patients-words"]
    second = PlanContent("Jeg vil hjem", ("Komme hjem",), (Activity("Øve i trapp", "Fysioterapeut", AS_OF),))
    keep_plan(content=second, **given)
    keep_plan(content=second, **given)
    versions = queries.plan_versions(patient, BREAST)
    assert [one.number for one in versions] == [2, 1]
    assert list(faults()) == []


def test_a_plan_is_written_printed_and_fetched_as_careplan(client: Client, patient: Patient) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    address = f"/patients/{patient.pk}/plan/{BREAST}/"
    form = {
        "own_words": "Jeg vil hjem\r\nog i hagen",
        "goal-0": "Komme hjem",
        "activity-0-text": "Øve i trapp",
        "activity-0-responsible": "Fysioterapeut",
        "activity-0-by": "2022-05-10",
        "activity-0-status": "in-progress",
        "status": "active",
    }
    assert client.post(address, form | {"activity-1-by": "2022-05-10"}).status_code == 422
    assert client.post(address, form).status_code == 302
    sheet = client.get(f"{address}print/").content.decode()
    for words in ("Planen din", "og i hagen", "Øve i trapp", "innen 10. mai 2022", "Dager å vite om"):
        assert words in sheet
    answer = client.get(f"/fhir/R4/CarePlan/{queries.plans_of(patient)[0].plan_id}")
    assert answer["Content-Type"] == "application/fhir+json"
    resource = answer.json()
    assert resource["note"][0]["text"] == "Jeg vil hjem\nog i hagen"
    assert resource["instantiatesCanonical"][0].endswith("/fhir/R4/PlanDefinition/brystkreft|2.0.0")
    assert resource["subject"] == {"reference": f"Patient/{patient.pk}"}


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
PLANS = st.builds(
    PlanContent,
    own_words=st.one_of(st.just(""), WORDS),
    goals=st.lists(WORDS, max_size=4).map(tuple),
    activities=st.lists(
        st.builds(
            Activity,
            text=WORDS,
            responsible=st.one_of(st.just(""), WORDS),
            by=st.one_of(st.none(), st.dates()),
            status=st.sampled_from(ACTIVITY_STATUSES),
        ),
        max_size=4,
    ).map(tuple),
    status=st.sampled_from(PLAN_STATUSES),
)
HEAD = PlanHead(
    "0b5c1a52-7d5c-4c3a-9a6d-5a1b4c3d2e1f", 1, datetime(2022, 4, 30, 12, tzinfo=UTC), AS_OF, "x", "Plan", "", "T", "nb"
)


@given(PLANS)
def test_a_plan_comes_back_from_its_careplan_as_it_was(content: PlanContent) -> None:
    assert from_careplan(to_careplan(content, HEAD)) == content


@given(PLANS)
def test_a_careplan_has_what_r4_asks_for_and_every_reference_leads_somewhere(content: PlanContent) -> None:
    resource = to_careplan(content, HEAD)
    assert {"status", "intent", "subject"} <= resource.keys()
    assert resource["status"] in {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"}
    assert all(resource.values()), "FHIR has no empty elements"
    there = {f"#{one['id']}" for one in resource.get("contained", ())}
    assert [one["reference"] for one in resource.get("goal", ())] == sorted(there)
    for one in resource.get("activity", ()):
        assert {"status", "description"} <= one["detail"].keys()
