"""What people and programs get when the answer is no: the way in, a page in words, or a problem."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from normverk.base.accounts.actions import make_account
from normverk.base.policy import Grant, Role, operator, require
from normverk.base.routes import ROUTE_ACTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def closed(request: HttpRequest) -> HttpResponse:
    """A page for administrators."""
    require(request.actor, "audit.view")  # type: ignore[attr-defined]
    return HttpResponse("secret")


def careless(request: HttpRequest) -> HttpResponse:
    """A page that forgets to ask the policy."""
    return HttpResponse("secret")


def broken(request: HttpRequest) -> HttpResponse:
    """A page with a fault that has something personal in it."""
    raise RuntimeError("Kari Nordmann 13116900216")


ROUTES = {"closed": closed, "careless": careless, "broken": broken}
handler404 = "normverk.base.problems.not_found"
handler500 = "normverk.base.problems.fault"
urlpatterns = [
    path("", include("normverk.web.urls")),
    *(path(f"{name}/", view, name=f"test-{name}") for name, view in ROUTES.items()),
    *(path(f"api/{name}", view, name=f"test-api-{name}") for name, view in ROUTES.items()),
]


@pytest.fixture(autouse=True)
def routes_under_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names the action of each test route."""
    for name in ROUTES:
        monkeypatch.setitem(ROUTE_ACTIONS, f"test-{name}", "audit.view")
        monkeypatch.setitem(ROUTE_ACTIONS, f"test-api-{name}", "audit.view")


@pytest.fixture
def careful() -> Client:
    """A client that gets the page of a fault instead of the fault itself."""
    return Client(raise_request_exception=False)


def log_in(client: Client, role: Role) -> None:
    """Logs the client in as somebody with this role."""
    account = make_account(
        username=f"a-{role}", display_name="A", grants=(Grant(role),), actor=operator(), now=datetime.now(UTC)
    )
    session = client.session
    session["account"] = str(account.id)
    session.save()


def test_a_visitor_is_led_to_log_in_and_back(careful):
    answer = careful.get("/closed/?page=2")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=%2Fclosed%2F%3Fpage%3D2")


def test_somebody_with_another_role_gets_a_page_in_words(careful):
    log_in(careful, Role.VENDOR)
    answer = careful.get("/closed/")
    assert answer.status_code == 403
    assert "Du har ikke tilgang" in answer.content.decode()


def test_somebody_with_the_role_gets_the_page(careful):
    log_in(careful, Role.ADMINISTRATOR)
    assert careful.get("/closed/").content == b"secret"


def test_a_program_gets_a_problem(careful):
    answer = careful.get("/api/closed")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["type"] == "/problems/denied"


@pytest.mark.parametrize("address", ["/careless/", "/api/careless"])
def test_a_page_that_forgot_to_ask_does_not_leave_the_house(careful, address):
    answer = careful.get(address)
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/broken/", "/api/broken"])
def test_a_fault_tells_a_reference_and_nothing_else(careful, caplog, address):
    answer = careful.get(address)
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    assert "Nordmann" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/language/", "/logout/"])
def test_an_address_for_forms_says_so_when_opened(careful, address):
    answer = careful.get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Siden kan ikke åpnes slik" in answer.content.decode()
