"""The pages of proposals: confirm many by one form, correct one, see why, see one patient, see what was measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from normverk.base.accounts.actions import make_account
from normverk.base.events.models import Event
from normverk.base.policy import Grant, Role, operator
from normverk.sim.organisations import NORD, VEST
from normverk.use.pathways.models import RecordEvent
from normverk.use.proposals.actions import keep_measurement
from normverk.use.proposals.models import Proposal
from tests.use.pathways.conftest import AS_OF, NOW
from tests.use.proposals.bundles import decision, hospital, referral, surgery, visit
from tests.use.proposals.conftest import Take, ids

pytestmark = pytest.mark.django_db
LogIn = Callable[..., Client]


@pytest.fixture
def log_in(releases: None) -> LogIn:
    """A client logged in as somebody with one role at one hospital."""

    def run(role: Role = Role.PATHWAY_COORDINATOR, at: str = VEST.number) -> Client:
        name = f"{role}-{at}"
        grants = (Grant(role, at),)
        make_account(username=name, display_name=name, grants=grants, actor=operator(), now=NOW, password="x" * 20)
        client = Client()
        client.post("/login/", {"username": name, "password": "x" * 20})
        return client

    return run


@pytest.fixture
def course(take: Take) -> None:
    """A course that waits to be confirmed."""
    take(*referral(), visit(), decision(), surgery())


def page(client: Client, address: str) -> str:
    """A page's text."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_what_waits_with_its_reason_and_leaves_a_trace(course: None, log_in: LogIn) -> None:
    text = page(log_in(), "/proposals/")
    assert all(code in text for code in ("A01A", "A01S", "A01CK", "A01FK"))
    assert "hastegrad PK" in text
    (seen,) = Event.objects.filter(type="patients.listed")
    assert (seen.subject, len(seen.data["patients"])) == ("proposals", 1)


def test_another_hospital_sees_nothing_of_it(course: None, log_in: LogIn) -> None:
    client = log_in(at=NORD.number)
    assert "A01A" not in page(client, "/proposals/")
    assert client.get(f"/proposals/{ids('A01A')[0]}/").status_code == 403


def test_many_are_confirmed_by_one_form(course: None, log_in: LogIn) -> None:
    chosen = [str(id) for id in ids("A01A", "A01S", "A01CK", "A01FK")]
    answer = log_in().post("/proposals/decide/", {"chosen": chosen, "answer": "confirm", "strength": "high"})
    assert answer.status_code == 302
    assert answer["Location"] == "/proposals/?strength=high&done=confirmed&number=4"
    assert RecordEvent.objects.filter(current=True).count() == 4


def test_one_is_confirmed_by_its_own_button(course: None, log_in: LogIn) -> None:
    one, other = ids("A01A", "A01S")
    log_in().post("/proposals/decide/", {"chosen": [str(other)], "one": str(one), "answer": "refuse"})
    assert [row.code for row in RecordEvent.objects.all()] == ["A01A"]


def test_many_are_refused_with_a_reason_and_not_without(course: None, log_in: LogIn) -> None:
    client, chosen = log_in(), [str(id) for id in ids("A01S", "A01FK")]
    assert client.post("/proposals/decide/", {"chosen": chosen, "answer": "refuse"}).status_code == 422
    assert Proposal.objects.filter(state="refused").count() == 0
    answer = client.post("/proposals/decide/", {"chosen": chosen, "answer": "refuse", "reason": "Feil pasient"})
    assert answer.status_code == 302
    assert set(Proposal.objects.filter(state="refused").values_list("reason", flat=True)) == {"Feil pasient"}


def test_choosing_all_needs_no_script(course: None, log_in: LogIn) -> None:
    client = log_in()
    assert " checked" not in page(client, "/proposals/")
    assert page(client, "/proposals/?chosen=all").count(" checked") == 4


def test_nobody_can_confirm_what_is_not_theirs(take: Take, log_in: LogIn) -> None:
    take(*referral(performer=[hospital(NORD.number)]))
    answer = log_in().post("/proposals/decide/", {"chosen": [str(ids("A01A")[0])], "answer": "confirm"})
    assert answer.status_code == 403
    assert RecordEvent.objects.count() == 0


def test_a_clinician_sees_and_does_not_answer(course: None, log_in: LogIn) -> None:
    client = log_in(Role.CLINICIAN)
    assert 'name="one"' not in page(client, "/proposals/")
    assert client.post("/proposals/decide/", {"one": str(ids("A01A")[0])}).status_code == 403


def test_why_shows_the_fact_the_rule_and_its_source(course: None, log_in: LogIn) -> None:
    text = page(log_in(), f"/proposals/{ids('A01S')[0]}/")
    for words in ("Encounter/e1", "A01-attendance-by-referral", "kode S", "2022-01-10", "avsluttet (finished)"):
        assert words in text


def test_a_correction_keeps_the_reason_and_registers_what_was_written(course: None, log_in: LogIn) -> None:
    client, (one,) = log_in(), ids("A01CK")
    form = {"answer": "correct", "code": "A01CM", "date": "2022-01-19", "org": VEST.number, "treatment": ""}
    assert client.post(f"/proposals/{one}/answer/", form).status_code == 422
    assert client.post(f"/proposals/{one}/answer/", form | {"reason": "Lunge."}).status_code == 302
    assert [(row.code, row.day.isoformat()) for row in RecordEvent.objects.all()] == [("A01CM", "2022-01-19")]
    assert "Lunge." in page(client, f"/proposals/{one}/")


BAD_ANSWERS = [
    {"code": "B99X"},
    {"date": "i går"},
    {"date": "31.02.2022"},
    {"date": "0001-01-01"},
    {"org": "999999999"},
    {"reason": "x\x01y"},
]


@pytest.mark.parametrize("bad", BAD_ANSWERS)
def test_a_bad_correction_is_told_and_nothing_is_registered(course: None, log_in: LogIn, bad: dict[str, str]) -> None:
    form = {"answer": "correct", "code": "A01CK", "date": "2022-01-19", "org": VEST.number, "reason": "Fordi."}
    assert log_in().post(f"/proposals/{ids('A01CK')[0]}/answer/", form | bad).status_code == 422
    assert RecordEvent.objects.count() == 0


def test_a_patients_page_shows_everything_and_leads_to_the_clocks(course: None, log_in: LogIn) -> None:
    client, row = log_in(), Proposal.objects.get(mark="A01A")
    text = page(client, f"/proposals/patient/{row.patient_id}/")
    assert "A01FK" in text
    assert "/patients/" not in text.partition("<main")[2]
    client.post("/proposals/decide/", {"one": str(row.pk)})
    assert f"/patients/{row.patient_id}/" in page(client, f"/proposals/patient/{row.patient_id}/")


def test_a_proposal_is_confirmed_on_the_patients_own_page_and_on_the_page_that_says_why(
    course: None, log_in: LogIn
) -> None:
    client, (first, second) = log_in(), ids("A01A", "A01S")
    held = Proposal.objects.get(pk=first)
    here = f"/proposals/patient/{held.patient_id}/"
    assert page(client, here).count('name="one"') == 4
    assert f'value="{first}"' in page(client, f"/proposals/{first}/")
    answer = client.post("/proposals/decide/", {"one": str(first), "patient": str(held.patient_id)})
    assert answer["Location"] == f"{here}?done=confirmed"
    assert page(client, answer["Location"]).count('name="one"') == 3
    assert client.post("/proposals/decide/", {"one": str(second), "patient": "https://x"})["Location"].startswith(
        "/proposals/?"
    )
    assert 'name="one"' not in page(log_in(Role.CLINICIAN), here)


def test_what_was_measured_is_shown_and_nothing_else(releases: None, client: Client) -> None:
    assert "normverk sim derive --keep" in page(client, "/proposals/measured/")
    one: dict[str, Any] = {
        "codes": 1136, "proposed": 971, "recall_percent": 84.9, "precision_percent": 99.4, "exact_percent": 73.0,
        "not_typed_percent": 90.9, "clicks_per_patient": 8.1, "by_hand_per_patient": 22.7,
    }  # fmt: skip
    letters = [{"letter": "FO", "codes": 9, "proposed": 0, "recall_percent": 0.0, "precision_percent": None}]
    cost = {"by_hand": 6, "confirm": 1, "refuse": 3, "correct": 4}
    figures = {"hospitals": [{"hospital": "Vest", "form": "fhir", **one}], "all": one, "letters": letters, "cost": cost}
    keep_measurement(seed=7, patients=300, figures=figures, actor=operator(), now=NOW)
    text = page(client, "/proposals/measured/")
    for words in ("84,9 %", "99,4 %", "90,9 %", "8,1", "22,7", "FO"):
        assert words in text


def test_the_day_of_the_demonstration_is_today(course: None, log_in: LogIn) -> None:
    form = {"answer": "correct", "code": "A01CK", "date": "2022-05-01", "org": VEST.number, "reason": "Fordi."}
    assert AS_OF.isoformat() == "2022-04-30"
    assert log_in().post(f"/proposals/{ids('A01CK')[0]}/answer/", form).status_code == 422
