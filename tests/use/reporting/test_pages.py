"""The page of what is to be mended: what it shows and to whom, and that looking leaves a trace."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from msgspec.structs import replace

from normverk.base.events.models import Event
from normverk.base.policy import Role
from normverk.cli import main
from normverk.publish.actions import build_release
from normverk.use.pathways.actions import name_patients
from normverk.use.pathways.models import Patient
from normverk.use.reporting import queries, views
from normverk.use.reporting.actions import work_out_waiting
from normverk.use.reporting.checking import ground
from tests.conftest import actor_with
from tests.use.pathways.breast import breast, clock, milestone, text
from tests.use.pathways.conftest import AS_OF, CHAIN, NOW, Intake, content, fixed_day, intake, ndjson, plain, releases  # noqa: F401
from tests.use.pathways.events import MIDT, NORD, VEST, course, event
from tests.use.pathways.test_pages import sign_in

ADDRESS, FILE = "/patients/report/", "/patients/report.csv"
IDENTITY = "01819000049"
EVERYWHERE = frozenset({""})


def person(name: str, written: str) -> list[dict[str, Any]]:
    """A course of a patient of that pseudonym."""
    return [plain(one, patient=name, source_id=f"{name}-{one.source_id}") for one in course(written)]


@pytest.fixture
def patients(intake: Intake) -> dict[str, Patient]:  # noqa: F811
    """One good course, one without work-up, one of two hospitals, one of Nord alone."""
    intake(
        [
            *person("good", "A 2021-06-01, S 2021-06-03, CK 2021-06-10, FK 2021-06-20"),
            *person("short", "A 2021-06-01, CK 2021-06-10, FK 2021-06-20"),
            *person("shared", "A 2021-07-01, S 2021-07-03, O 2021-07-04, A 2021-07-05 @midt, A 2021-07-06 @midt"),
            *person("north", "S 2021-08-01 @nord"),
        ]
    )
    lines = [
        {"patient": name, "identity_number": IDENTITY, "label": f"{name} Oppdiktet"}
        for name in ("good", "short", "shared", "north")
    ]
    name_patients(content=ndjson(lines), name="patients", actor=actor_with(Role.ADMINISTRATOR), now=NOW)
    return {patient.pseudonym: patient for patient in Patient.objects.all()}


def given(organisations: set[str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Pseudonym, code and feedback of what may be seen."""
    work_out_waiting(NOW)
    found = queries.everything(frozenset(organisations), queries.ReportFilter())
    return sorted((one.pseudonym, one.code, one.feedback) for one in found)


def test_each_hospital_is_told_of_its_own_codes(patients: dict[str, Patient]) -> None:
    assert given({VEST}) == [("short", "A01CK", ("108",))]
    assert given({MIDT}) == [("shared", "A01A", ("102",))]
    assert given({NORD}) == [("north", "A01S", ("105",))]
    assert given({""}) == given({VEST, MIDT, NORD}) == sorted([*given({VEST}), *given({MIDT}), *given({NORD})])


def test_the_page_says_what_is_wrong_why_and_how_it_is_mended(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    html = client.get(ADDRESS).content.decode()
    for words in (
        "108 – CK uten S før",
        "Et trinn mangler",
        "Registrer S med datoen",
        "short Oppdiktet",
        "Koder å rette: 1. Pasienter: 1",
    ):
        assert words in html
    assert f'href="/patients/{patients["short"].pk}/"' in html
    for words in ("shared Oppdiktet", "north Oppdiktet", "good Oppdiktet", IDENTITY):
        assert words not in html


@pytest.mark.parametrize(("language", "words"), [("nn", "CK utan S føre"), ("en", "CK without S before it")])
def test_it_speaks_the_readers_language(
    client: Client, patients: dict[str, Patient], language: str, words: str
) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    client.post("/language/", {"language": language})
    assert words in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"short", "shared", "north"}),
        ("?code=102", {"shared"}),
        ("?pathway=A01", {"short", "shared", "north"}),
        (f"?hospital={NORD}", {"north"}),
        ("?first=2021-06-11", {"shared", "north"}),
        ("?first=2021-06-10&last=2021-06-10", {"short"}),
        ("?standing=unknown", set()),
        ("?code=999&first=x&page=-1&standing=nonsense", {"short", "shared", "north"}),
        ("?code=102&page=7", {"shared"}),
    ],
)
def test_what_is_asked_for_is_shown(client: Client, patients: dict[str, Patient], query: str, shown: set[str]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, "")
    html = client.get(f"{ADDRESS}{query}").content.decode()
    assert {name for name in patients if f"{name} Oppdiktet" in html} == shown


def test_counts_do_not_change_with_the_feedback_that_is_asked_for(patients: dict[str, Patient]) -> None:
    work_out_waiting(NOW)
    all_of_them = queries.selected(EVERYWHERE, queries.ReportFilter())
    one = queries.selected(EVERYWHERE, queries.ReportFilter(code="102"))
    assert all_of_them.counts == one.counts == {"102": 1, "105": 1, "108": 1}
    assert (all_of_them.patients, one.patients) == (3, 1)
    assert (all_of_them.number, one.number) == (3, 1)


def test_pages_hold_everything_once(intake: Intake) -> None:  # noqa: F811
    intake([line for number in range(120) for line in person(f"p{number}", "S 2021-08-01")])
    work_out_waiting(NOW)
    pages = [queries.selected(EVERYWHERE, queries.ReportFilter(page=number)) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [50, 50, 20]
    assert {page.pages for page in pages} == {3}
    assert len({row.patient for page in pages for row in page.rows}) == 120


def test_when_many_wait_the_page_shows_what_was_and_says_so(
    client: Client,
    patients: dict[str, Patient],
    intake: Intake,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, "")
    assert "har endringer som ennå ikke er regnet med" not in client.get(ADDRESS).content.decode()
    monkeypatch.setattr(views, "PORTION", 1)
    intake([*person("new", "S 2021-08-02"), *person("other", "S 2021-08-03")])
    html = client.get(ADDRESS).content.decode()
    assert "2 pasienter har endringer som ennå ikke er regnet med her." in html
    assert str(patients["north"].pk) in html
    assert str(Patient.objects.get(pseudonym="new").pk) not in html
    assert main(["jobs", "run"]) == 0
    html = client.get(ADDRESS).content.decode()
    assert "har endringer som ennå" not in html
    assert str(Patient.objects.get(pseudonym="new").pk) in html


def test_a_correction_takes_the_line_away(patients: dict[str, Patient], intake: Intake) -> None:  # noqa: F811
    assert given({NORD}) == [("north", "A01S", ("105",))]
    intake([plain(event("A", "2021-07-25", org=NORD, patient="north", source_id="late"))])
    assert given({NORD}) == []


def test_without_a_birth_date_age_cannot_be_told(intake: Intake) -> None:  # noqa: F811
    intake(person("nobody", "A 2021-06-01"))
    assert given({""}) == []
    (found,) = queries.everything(EVERYWHERE, queries.ReportFilter(standing=queries.UNKNOWN))
    assert found.feedback == ("117",)


def test_where_others_have_numbers_who_has_none_cannot_be_reported(
    patients: dict[str, Patient],
    intake: Intake,  # noqa: F811
) -> None:
    intake(person("nobody", "A 2021-06-01"))
    assert ("nobody", "A01A", ("100",)) in given({VEST})


@pytest.mark.parametrize(
    ("role", "organisation", "status"),
    [
        (Role.PATHWAY_COORDINATOR, VEST, 200),
        (Role.CLINICIAN, NORD, 200),
        (Role.ADMINISTRATOR, "", 403),
        (Role.NORM_OWNER, VEST, 403),
    ],
)
def test_who_may_see_it(
    role: Role, organisation: str, status: int, client: Client, patients: dict[str, Patient]
) -> None:
    sign_in(client, role, organisation)
    for address in (ADDRESS, FILE):
        assert client.get(address).status_code == status
    assert Event.objects.filter(type="patients.listed").count() == (2 if status == 200 else 0)


def test_every_link_to_a_patient_may_be_followed(client: Client, patients: dict[str, Patient]) -> None:
    for organisation in (VEST, MIDT, NORD):
        sign_in(client, Role.PATHWAY_COORDINATOR, organisation)
        html = client.get(ADDRESS).content.decode()
        links = [patient for patient in patients.values() if f"/patients/{patient.pk}/" in html]
        assert len(links) == 1
        assert client.get(f"/patients/{links[0].pk}/").status_code == 200


def test_looking_and_taking_home_are_written_down_with_whom(client: Client, patients: dict[str, Patient]) -> None:
    account = sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    client.get(ADDRESS)
    client.get(FILE)
    seen = Event.objects.filter(type="patients.listed").order_by("seq")
    expected = {"patients": [str(patients["short"].pk)]}
    assert [(one.actor, one.subject, one.data) for one in seen] == [
        (account, "npr-report", expected),
        (account, "npr-report-file", expected),
    ]


def test_the_file_has_neither_names_nor_numbers(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, "")
    answer = client.get(f"{FILE}?code=108")
    written = answer.content.decode("utf-8-sig")
    (line,) = list(csv.DictReader(io.StringIO(written)))
    assert (line["Pasient"], line["Kode"], line["Tidspunkt"], line["Tilbakemelding"]) == (
        "short",
        "A01CK",
        "2021-06-10",
        "108",
    )
    assert IDENTITY not in written
    assert "Oppdiktet" not in written
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_a_cell_that_a_spreadsheet_would_run_is_harmless(client: Client, intake: Intake) -> None:  # noqa: F811
    intake(person("=1+1", "S 2021-08-01"))
    sign_in(client, Role.PATHWAY_COORDINATOR, "")
    written = client.get(FILE).content.decode("utf-8-sig")
    assert "'=1+1" in written


def test_the_list_of_patients_leads_here(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    assert f'href="{ADDRESS}"' in client.get("/patients/").content.decode()


def test_no_event_holds_who_a_patient_is(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, "")
    client.get(ADDRESS)
    client.get(FILE)
    logged = json.dumps(list(Event.objects.values_list("data", "rows", "subject", "reason")))
    assert not any(words in logged for words in (IDENTITY, "Oppdiktet", '"short"'))


def test_the_patients_own_page_says_it_too(client: Client, patients: dict[str, Patient]) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, "")
    assert "108 – CK uten S før" in client.get(f"/patients/{patients['short'].pk}/").content.decode()
    assert 'id="npr"' not in client.get(f"/patients/{patients['good'].pk}/").content.decode()


def test_what_cannot_be_told_says_what_is_lacking(client: Client, intake: Intake) -> None:  # noqa: F811
    intake(person("nobody", "A 2021-06-01"))
    sign_in(client, Role.PATHWAY_COORDINATOR, "")
    html = client.get(f"{ADDRESS}?standing=unknown").content.decode()
    assert "Fødselsdatoen er ikke kjent." in html
    assert "Koder som ikke kan avgjøres: 1. Pasienter: 1" in html
    html = client.get(f"/patients/{Patient.objects.get().pk}/").content.decode()
    assert "Kan ikke avgjøres" in html


def test_codes_of_other_lists_are_no_business_of_the_registrys_feedback(intake: Intake) -> None:  # noqa: F811
    other = replace(
        breast(12, date(2021, 5, 1)),
        id="slag",
        code_system="urn:oid:2.16.578.1.12.4.1.1.9377",
        milestones=(milestone("A", "A", prefix="Q01"), milestone("S", "S", prefix="Q01")),
        clocks=(clock("OF1", "A", "S", 7),),
    )
    administrator = actor_with(Role.ADMINISTRATOR)
    before = ground(AS_OF).digest
    build_release(
        product_slug="slag",
        edition_number="1.0.0",
        edition_ref="slag/1.0.0",
        content=content(other),
        chain=CHAIN,
        change_note=text("Ny"),
        previous=None,
        actor=administrator,
        now=NOW,
    )
    assert ground(AS_OF).digest != before  # so everybody is worked out anew
    report = intake([plain(event("S", "2021-06-01"), code="Q01S"), *person("north", "S 2021-08-01 @nord")])
    assert report.counts == {"taken-in": 2}
    assert [code for _, code, _ in given({""})] == ["A01S"]
