"""The coordinator's list, a patient's page and why: who may see whom, in what order, in which words, and what is logged."""

from __future__ import annotations

import json
import logging
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from normverk.base.accounts.actions import make_account
from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.logs import JsonFormatter
from normverk.base.policy import Grant, Role, operator
from normverk.publish.actions import withdraw_release
from normverk.publish.models import Release
from normverk.use.pathways.actions import name_organisations, name_patients, rebuild
from normverk.use.pathways.models import ClockState, Patient
from normverk.use.pathways.queries import ListFilter, listed
from tests.conftest import actor_with
from tests.use.pathways.breast import breast, text
from tests.use.pathways.conftest import AS_OF, NOW, Intake, ndjson, plain, publish
from tests.use.pathways.events import MIDT, NORD, VEST, course, event

IDENTITY = "01819000049"
ONE_DAY = timedelta(days=1)
EVERYWHERE = frozenset({""})


def sign_in(client: Client, role: Role, organisation: str = "") -> str:
    """Makes an account with one role and gives the client its session; returns the account's id."""
    account = make_account(
        username=f"{role}-{organisation}",
        display_name="Test",
        grants=(Grant(role, organisation),),
        actor=operator(),
        now=NOW,
    )
    session = client.session
    session["account"] = str(account.id)
    session.save()
    return str(account.id)


def day(before: int) -> str:
    """The date so many days before the day the lists stand on."""
    return (AS_OF - timedelta(days=before)).isoformat()


@pytest.fixture
def patients(intake: Intake) -> dict[str, Patient]:
    """A patient in each state, by name; `transferred` began at Vest and is at Midt, `nord` is only at Nord."""
    courses = {
        "far-over": f"A {day(30)}",
        "over": f"A {day(9)}",
        "amber": f"A {day(6)}",
        "green": f"A {day(1)}",
        "undecided": f"A {day(14)}, S {day(13)}, CK {day(11)}",
        "unknown-start": f"S {day(3)}",
        "finished": f"A {day(60)}, S {day(58)}, CK {day(50)}, FK {day(40)}",
        "transferred": f"A {day(5)}, O {day(4)}, A {day(3)} @midt",
        "nord": f"A {day(2)} @nord",
    }
    events = [
        event(held.code[3:], held.time.isoformat(), patient=name, org=held.org, source_id=f"{name}-{place}")
        for name, written in courses.items()
        for place, held in enumerate(course(written))
    ]
    intake([plain(held, recorded=f"{AS_OF.isoformat()}T12:00:00Z") for held in events])
    name_organisations(
        names={VEST: "Demosykehuset Vest", MIDT: "Demosykehuset Midt", NORD: "Demosykehuset Nord"},
        actor=operator(),
        now=NOW,
    )
    lines = [{"patient": "far-over", "identity_number": IDENTITY, "label": "Ola Oppdiktet"}]
    name_patients(content=ndjson(lines), name="patients", actor=operator(), now=NOW)
    return {patient.pseudonym: patient for patient in Patient.objects.all()}


def order(found: Any) -> list[tuple[str, str, str]]:
    """The rows of a list, in short."""
    return [(row.state.patient.pseudonym, row.state.clock, row.verdict) for row in found.rows]


def test_overdue_stands_first_then_what_changes_colour_next_and_what_cannot_be_told_is_there(
    patients: dict[str, Patient],
) -> None:
    rows = order(listed(EVERYWHERE, ListFilter(), AS_OF))
    of1 = [row for row in rows if row[1] == "OF1"]
    assert of1 == [
        ("far-over", "OF1", "overdue"),
        ("over", "OF1", "overdue"),
        ("transferred", "OF1", "running"),  # amber tomorrow
        ("amber", "OF1", "due"),  # red the day after
        ("nord", "OF1", "running"),
        ("green", "OF1", "running"),
        ("unknown-start", "OF1", "indeterminate"),
    ]
    assert [verdict for _, _, verdict in rows[:5]] == [
        "overdue",
        "overdue",
        "indeterminate",
        "indeterminate",
        "running",
    ]


def test_what_changes_colour_next_says_when_and_to_what(patients: dict[str, Patient]) -> None:
    rows = listed(EVERYWHERE, ListFilter(clock="OF1", order="next"), AS_OF).rows
    turns = [(row.state.patient.pseudonym, row.turns_to, row.turns_on and (row.turns_on - AS_OF).days) for row in rows]
    assert turns[:4] == [("transferred", "due", 1), ("amber", "overdue", 2), ("nord", "due", 4), ("green", "due", 5)]
    assert {name for name, to, _ in turns if not to} == {"far-over", "over", "unknown-start"}


@pytest.mark.parametrize("days", range(0, 60, 3))
def test_the_colour_that_is_foretold_is_the_one_that_comes(patients: dict[str, Patient], days: int) -> None:
    on = AS_OF + timedelta(days=days)
    for row in listed(EVERYWHERE, ListFilter(), on).rows:
        if row.turns_on is None:
            continue
        then = {(other.state.pk): other for other in listed(EVERYWHERE, ListFilter(), row.turns_on).rows}
        before = {(other.state.pk): other for other in listed(EVERYWHERE, ListFilter(), row.turns_on - ONE_DAY).rows}
        assert (before[row.state.pk].verdict, then[row.state.pk].verdict) == (row.verdict, row.turns_to)


def test_a_reason_narrows_the_list_also_where_it_comes_from_the_day(patients: dict[str, Patient]) -> None:
    found = listed(EVERYWHERE, ListFilter(reason="branch-unknown", verdict="all"), AS_OF)
    assert {(row.state.patient.pseudonym, row.reason) for row in found.rows} == {
        ("far-over", "branch-unknown"), ("undecided", "branch-unknown"),
    }  # fmt: skip
    unknown = listed(EVERYWHERE, ListFilter(reason="unknown-start"), AS_OF)
    assert {row.state.patient.pseudonym for row in unknown.rows} == {"unknown-start"}


def test_counts_are_over_the_whole_list_and_filters_narrow_it(patients: dict[str, Patient]) -> None:
    found = listed(EVERYWHERE, ListFilter(verdict="overdue"), AS_OF)
    assert (len(found.rows), found.total, found.counts["overdue"]) == (
        found.total,
        found.counts["overdue"],
        found.total,
    )
    assert {row.verdict for row in found.rows} == {"overdue"}
    of2 = listed(EVERYWHERE, ListFilter(clock="OF2", verdict="all"), AS_OF)
    assert {row.state.clock for row in of2.rows} == {"OF2"}
    nord = listed(EVERYWHERE, ListFilter(hospital=NORD), AS_OF)
    assert {row.state.patient.pseudonym for row in nord.rows} == {"nord"}
    assert listed(EVERYWHERE, ListFilter(verdict="all"), AS_OF).total == ClockState.objects.count()


def test_a_list_of_an_organisation_holds_the_patients_with_an_event_there(patients: dict[str, Patient]) -> None:
    at_midt = listed(frozenset({MIDT}), ListFilter(verdict="all"), AS_OF)
    assert {row.state.patient.pseudonym for row in at_midt.rows} == {"transferred"}


def test_the_list_asks_the_database_a_few_questions_whatever_its_length(
    patients: dict[str, Patient], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        listed(frozenset({VEST, MIDT}), ListFilter(), AS_OF)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_are_there_in_three_languages(language: str, client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    client.cookies["language"] = language
    patient = patients["far-over"]
    said = {"nb": ("Over fristen", "Veien tilbake til behovet"), "nn": ("Over fristen", "Vegen tilbake til behovet"),
            "en": ("Past the limit", "The way back to the need")}[language]  # fmt: skip
    first = client.get("/patients/")
    assert (first.status_code, said[0] in first.content.decode()) == (200, True)
    second = client.get(f"/patients/{patient.id}/")
    assert (second.status_code, "<svg" in second.content.decode(), IDENTITY in second.content.decode()) == (
        200,
        True,
        True,
    )
    third = client.get(f"/patients/{patient.id}/brystkreft/1/OF1/").content.decode()
    assert said[1] in third
    for link in (
        "/releases/no.demo.normverk.brystkreft/2.0.0/#clock-OF1",
        "/needs/B-2026-001/",
        "/consultations/H-2026-001/",
    ):
        assert link in third
    assert list(faults()) == []


def test_the_why_page_of_every_state_can_be_shown(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.CLINICIAN)
    for state in ClockState.objects.select_related("patient"):
        address = f"/patients/{state.patient_id}/{state.pathway}/{state.period}/{state.clock}/"
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("role", "organisation", "name", "status"),
    [
        (Role.PATHWAY_COORDINATOR, VEST, "far-over", 200),
        (Role.CLINICIAN, VEST, "far-over", 200),
        (Role.PATHWAY_COORDINATOR, NORD, "far-over", 403),
        (Role.PATHWAY_COORDINATOR, MIDT, "transferred", 200),
        (Role.PATHWAY_COORDINATOR, VEST, "transferred", 200),
        (Role.PATHWAY_COORDINATOR, NORD, "transferred", 403),
        (Role.PATHWAY_COORDINATOR, "", "nord", 200),
        (Role.ADMINISTRATOR, "", "far-over", 403),
        (Role.NORM_OWNER, VEST, "far-over", 403),
        (Role.DECISION_MAKER, "", "far-over", 403),
    ],
)
def test_who_may_see_a_patient(
    role: Role, organisation: str, name: str, status: int, client: Client, patients: dict[str, Patient]
) -> None:
    sign_in(client, role, organisation)
    patient = patients[name]
    for address in (f"/patients/{patient.id}/", f"/patients/{patient.id}/brystkreft/1/OF1/"):
        assert client.get(address).status_code == status
    seen = Event.objects.filter(type="patient.seen", subject=f"patient/{patient.id}")
    assert seen.count() == (2 if status == 200 else 0)


def test_visitors_are_sent_to_log_in(client: Client, patients: dict[str, Patient]) -> None:
    for address in ("/patients/", f"/patients/{patients['over'].id}/"):
        response = client.get(address)
        assert (response.status_code, response["Location"].startswith("/login/")) == (302, True)


def test_the_list_of_another_hospital_does_not_name_the_patient(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, NORD)
    page = client.get("/patients/?verdict=all").content.decode()
    assert ("Ola Oppdiktet" in page, "far-over" in page, "nord" in page) == (False, False, True)


def test_every_look_is_recorded_with_who_and_whom(client: Client, patients: dict[str, Patient]) -> None:
    account = sign_in(client, Role.PATHWAY_COORDINATOR, NORD)
    patient = patients["nord"]
    client.get("/patients/")
    client.get(f"/patients/{patient.id}/")
    client.get(f"/patients/{patient.id}/brystkreft/1/OF1/")
    seen = Event.objects.filter(type__in=["patients.listed", "patient.seen"]).order_by("seq")
    assert [(event.actor, event.type, event.subject) for event in seen] == [
        (account, "patients.listed", "patients"),
        (account, "patient.seen", f"patient/{patient.id}"),
        (account, "patient.seen", f"patient/{patient.id}"),
    ]
    assert seen[0].data == {"patients": [str(patient.id)]}


def test_no_address_log_line_or_event_holds_who_the_patient_is(
    client: Client, patients: dict[str, Patient], caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    with caplog.at_level(logging.DEBUG):
        pages = [client.get(address).content.decode() for address in (
            "/patients/", f"/patients/{patients['far-over'].id}/",
            f"/patients/{patients['far-over'].id}/brystkreft/1/OF1/")]  # fmt: skip
    logged = "\n".join(JsonFormatter().format(line) for line in caplog.records)
    events = json.dumps(list(Event.objects.values_list("data", "rows", "subject", "reason")))
    for secret in (IDENTITY, "Ola Oppdiktet", "far-over", str(patients["far-over"].id)):
        assert secret not in logged
    for secret in (IDENTITY, "Ola Oppdiktet", "far-over"):
        assert secret not in events
        for page in pages:
            assert not any(secret in part.split('"', 1)[0] for part in page.split('href="')[1:])


def test_a_page_that_does_not_exist_is_not_found(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR)
    patient = patients["over"]
    assert client.get("/patients/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert client.get(f"/patients/{patient.id}/brystkreft/1/OF9/").status_code == 404
    assert client.get(f"/patients/{patient.id}/brystkreft/7/OF1/").status_code == 404


def test_nonsense_in_the_address_shows_the_list_all_the_same(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR)
    for query in ("?page=99", "?page=-1", "?page=x", "?verdict=nonsense", "?hospital=' or 1=1", "?clock=OF9&pathway=x"):
        assert client.get(f"/patients/{query}").status_code == 200


def test_a_release_loaded_later_is_pointed_out(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR)
    assert "normverk pathway rebuild" not in client.get("/patients/").content.decode()
    publish("2.1.0", breast(8, date(2021, 5, 1)), "2.0.0")
    assert "normverk pathway rebuild" in client.get("/patients/").content.decode()


def test_a_withdrawn_norm_stops_no_clock_and_every_page_says_so(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR)
    before = order(listed(EVERYWHERE, ListFilter(), AS_OF))
    release = Release.objects.get(version="2.0.0")
    administrator = actor_with(Role.ADMINISTRATOR)
    withdraw_release(release=release, reason=text("Feil frist"), actor=administrator, now=NOW)
    over = patients["over"]
    state = ClockState.objects.get(patient=over, clock="OF1")
    for address in ("/patients/", f"/patients/{over.id}/", f"/patients/{over.id}/{state.pathway}/1/OF1/"):
        html = client.get(address).content.decode()
        assert "er trukket tilbake av utgiveren" in html, address
        assert "Feil frist" in html, address
    rebuild(actor=administrator, now=NOW, as_of=AS_OF)
    assert order(listed(EVERYWHERE, ListFilter(), AS_OF)) == before
    assert "er trukket tilbake av utgiveren" in client.get("/patients/").content.decode()


def test_nothing_is_said_of_withdrawal_where_nothing_is_withdrawn(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR)
    assert "trukket tilbake av utgiveren" not in client.get("/patients/").content.decode()


def test_what_begins_after_a_withdrawal_is_set_aside_and_said(patients: dict[str, Patient], intake: Intake) -> None:
    release = Release.objects.get(version="2.0.0")
    long_ago = datetime(2022, 4, 20, 9, 0, tzinfo=UTC)
    withdraw_release(release=release, reason=text("Feil"), actor=actor_with(Role.ADMINISTRATOR), now=long_ago)
    late = [plain(event("A", "2022-04-25", patient="new", source_id="new"), recorded="2022-04-25T12:00:00Z")]
    assert intake(late).counts == {"retired-code": 1}


def test_a_real_identity_number_is_kept_out_of_a_demonstration(intake: Intake) -> None:
    intake([event("A", "2021-06-01")])
    lines = [
        {"patient": "p1", "identity_number": "01419000052", "label": ""},
        {"patient": "p1", "identity_number": "123"},
        {"patient": "p2", "identity_number": IDENTITY, "label": "Kari Oppdiktet"},
        {"patient": "p3", "identity_number": IDENTITY, "nickname": "x"},
    ]
    report = name_patients(
        content=ndjson([*lines, "{"]), name="patients", actor=actor_with(Role.ADMINISTRATOR), now=NOW
    )
    assert [(line, complaint.kind) for line, complaint in report.complaints] == [
        (1, "identity-refused"), (2, "identity-refused"), (4, "wrong-value"), (5, "not-json"),
    ]  # fmt: skip
    assert set(Patient.objects.values_list("pseudonym", "identity_number")) == {("p1", ""), ("p2", IDENTITY)}
    assert list(faults()) == []
