"""Logging in, choosing a language, becoming a demonstration person, and what a refusal looks like."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from normverk.base.accounts.actions import FAILURES_ALLOWED, make_account
from normverk.base.accounts.models import Account
from normverk.base.events.queries import faults
from normverk.base.policy import Grant, Role, operator
from normverk.web.front import FRONT_BOXES, Box

pytestmark = pytest.mark.django_db
PASSWORD = "riktig hest batteri stift"


@pytest.fixture
def invented() -> Account:
    """A demonstration person."""
    return make_account(
        username="kari",
        display_name="Kari Koordinator",
        grants=(Grant(Role.PATHWAY_COORDINATOR, "310000003"),),
        actor=operator(),
        now=datetime.now(UTC),
        demonstration=True,
    )


@pytest.fixture
def real() -> Account:
    """A real account with a password."""
    return make_account(
        username="aud",
        display_name="Aud Administrator",
        grants=(Grant(Role.ADMINISTRATOR),),
        actor=operator(),
        now=datetime.now(UTC),
        password=PASSWORD,
    )


def signed_in(client: Client) -> str | None:
    """The account that the client's session belongs to."""
    return client.session.get("account")


# The chooser of demonstration persons


def test_chooser_is_off_unless_the_installation_is_a_demonstration(client, settings, invented):
    settings.DEMONSTRATION = False
    assert client.get("/persons/").status_code == 404
    assert client.post("/persons/", {"person": "kari"}).status_code == 404
    assert signed_in(client) is None
    assert "/persons/" not in client.get("/").content.decode()


def test_demonstration_is_off_by_default():
    from normverk.config.environment import VARIABLES

    assert {v.name: v.default for v in VARIABLES}["NORMVERK_DEMONSTRATION"] == "0"


def test_becoming_a_demonstration_person(client, settings, invented):
    settings.DEMONSTRATION = True
    page = client.get("/persons/").content.decode()
    assert "Forløpskoordinator" in page
    answer = client.post("/persons/", {"person": "kari", "next": "/login/"})
    assert (answer.status_code, answer["Location"]) == (302, "/login/")
    assert signed_in(client) == str(invented.id)
    assert list(faults()) == []


@pytest.mark.parametrize("person", ["aud", "nobody", "", "\x00", "x" * 81])
def test_nobody_but_a_demonstration_person_can_be_become(client, settings, real, person):
    settings.DEMONSTRATION = True
    assert client.post("/persons/", {"person": person}).status_code == 404
    assert signed_in(client) is None
    assert "Aud Administrator" not in client.get("/persons/").content.decode()


def test_an_account_that_is_closed_is_neither_shown_nor_become(client, settings, invented):
    settings.DEMONSTRATION = True
    Account.objects.update(active=False)
    assert "Kari Koordinator" not in client.get("/persons/").content.decode()
    assert client.post("/persons/", {"person": "kari"}).status_code == 404


# Logging in


def test_logging_in_opens_a_new_session_and_is_logged(client, real):
    client.post("/language/", {"language": "en", "next": "/"})
    session = client.session
    session["left"] = "over"
    session.save()
    before = client.session.session_key
    answer = client.post("/login/", {"username": "aud", "password": PASSWORD, "next": "/login/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/login/?x=1")
    assert client.session.session_key != before
    assert sorted(client.session.keys()) == ["account", "seal"]
    assert signed_in(client) == str(real.id)
    assert list(faults()) == []


def test_a_wrong_password_is_refused_in_words_and_never_shown_again(client, real):
    answer = client.post("/login/", {"username": "aud", "password": "galt passord her"})
    assert answer.status_code == 422
    assert "passer ikke sammen" in answer.content.decode()
    assert "galt passord her" not in answer.content.decode()
    assert signed_in(client) is None


def test_the_same_words_for_an_unknown_name_as_for_a_wrong_password(client, real):
    pages = [client.post("/login/", {"username": name, "password": "x"}).content.decode() for name in ("aud", "uda")]
    assert [page.count("passer ikke sammen") for page in pages] == [1, 1]


def test_too_many_attempts_must_wait_even_with_the_right_password(client, real):
    for _ in range(FAILURES_ALLOWED):
        client.post("/login/", {"username": "aud", "password": "x"})
    answer = client.post("/login/", {"username": "aud", "password": PASSWORD})
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert "Vent 15 minutter" in answer.content.decode()
    assert signed_in(client) is None


def test_logging_out_ends_the_session(client, real):
    client.post("/login/", {"username": "aud", "password": PASSWORD})
    assert client.get("/logout/").status_code == 405
    assert signed_in(client) == str(real.id)
    client.post("/logout/")
    assert dict(client.session) == {}


def test_forms_without_their_token_are_refused(real):
    strict = Client(enforce_csrf_checks=True)
    for address in ("/login/", "/logout/", "/language/", "/persons/"):
        assert strict.post(address, {"username": "aud", "password": PASSWORD, "person": "kari"}).status_code == 403
    assert signed_in(strict) is None


# Where a form may lead

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "http:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil.example",
    "/\t/evil.example",
    "\x00/login/",
    "http://testserver@evil.example/",
    "http://testserver//evil.example/",
    "http://testserver/\\evil.example/",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_form_leads_out_of_the_house(client, settings, invented, wanted):
    settings.DEMONSTRATION = True
    for address, fields in (("/language/", {"language": "nn"}), ("/persons/", {"person": "kari"})):
        assert client.post(address, {**fields, "next": wanted})["Location"] == "/"


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [("/login/?next=/x", "/login/?next=/x"), ("http://testserver/login/", "/login/"), ("", "/")],
)
def test_forms_lead_back_within_the_house(client, wanted, reached):
    assert client.post("/language/", {"language": "nn", "next": wanted})["Location"] == reached


# Language


@pytest.mark.parametrize(("language", "word"), [("nb", "Hovedmeny"), ("nn", "Hovudmeny"), ("en", "Main menu")])
def test_the_chosen_language_is_kept(client, language, word):
    client.post("/language/", {"language": language, "next": "/"})
    page = client.get("/").content.decode()
    assert f'<html lang="{language}"' in page
    assert word in page


def test_a_language_that_is_not_there_changes_nothing(client):
    answer = client.post("/language/", {"language": "../../etc", "next": "/"})
    assert "language" not in answer.cookies


def test_language_follows_the_browser_until_one_is_chosen(client):
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "en-GB,en;q=0.8"}).content.decode()
    assert '<html lang="nn"' in client.get("/", headers={"Accept-Language": "nn-NO"}).content.decode()
    assert '<html lang="nb"' in client.get("/", headers={"Accept-Language": "de"}).content.decode()


# The front page


@pytest.fixture
def only_own_boxes() -> Iterator[None]:
    """No app's boxes while the test adds its own."""
    kept = FRONT_BOXES[:]
    FRONT_BOXES.clear()
    yield
    FRONT_BOXES[:] = kept


@pytest.mark.usefixtures("only_own_boxes")
def test_boxes_stand_in_order_and_their_words_are_escaped(client):
    FRONT_BOXES.append(lambda request: Box("nav.cases", "login.wait", {"minutes": "<b>"}, (("<i>", "/x"),), order=20))
    FRONT_BOXES.append(lambda request: Box("nav.needs", "tour.lead", order=10))
    FRONT_BOXES.append(lambda request: None)
    page = client.get("/").content.decode()
    assert page.count('class="ds-card nv-box"') == 2
    assert page.index(">Behov</h3>") < page.index(">Saker</h3>")
    assert "Vent &lt;b&gt; minutter" in page
    assert '<a class="ds-link" href="/x">&lt;i&gt;</a>' in page


# Headers


@pytest.mark.parametrize(
    "address", ["/", "/login/", "/persons/", "/there-is-no-such-page/", "/static/normverk/icon.svg"]
)
def test_every_answer_carries_the_strict_policy(client, address):
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_pages_are_kept_out_of_caches(client):
    assert client.get("/")["Cache-Control"] == "no-store"


def test_no_page_has_script_or_style_of_its_own(client):
    for address in ("/", "/login/", "/persons/", "/there-is-no-such-page/"):
        page = client.get(address).content.decode()
        assert "style=" not in page
        assert "<style" not in page
        assert "<script>" not in page


def test_the_session_cookie_is_closed_to_script_and_other_sites(client, real):
    answer = client.post("/login/", {"username": "aud", "password": PASSWORD})
    cookie = answer.cookies["session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_without_built_styles_the_pages_take_the_plain_ones(client, settings):
    settings.STATICFILES_DIRS = []
    page = client.get("/").content.decode()
    assert "normverk/plain.css" in page
    assert "vendor/" not in page
    assert client.get("/static/normverk/plain.css").status_code == 200
