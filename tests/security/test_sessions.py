"""Sessions, passwords and tokens: what begins them, what ends them, and what guessing costs."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import hashers
from django.test import Client

from normverk.base.accounts import actions
from normverk.base.accounts.actions import FAILURES_ALLOWED, LoginRefused, log_in, set_password, window_end
from normverk.base.accounts.models import AccessToken, Account, LoginFailure
from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.jobs.worker import run_due
from normverk.base.policy import operator
from normverk.cli import parser, run
from tests.doors import delivery
from tests.world import World, world  # noqa: F401

pytestmark = pytest.mark.django_db
PASSWORD = "riktig hest batteri stift"
HISTOGRAMS = "/api/v1/histograms"


@pytest.fixture
def account(world: World) -> Account:  # noqa: F811
    """A real administrator with a password."""
    account = Account.objects.get(username="coordinator-vest")
    set_password(account=account, password=PASSWORD, actor=operator(), now=world.now)
    return account


def enter(client: Client, username: str = "coordinator-vest", password: str = PASSWORD) -> Any:
    """Logs in by the form."""
    return client.post("/login/", {"username": username, "password": password})


def is_in(client: Client) -> bool:
    """Whether the client may see what only somebody with a role may."""
    return client.get("/patients/").status_code == 200


def test_a_session_that_somebody_else_chose_is_not_taken_over(account: Account) -> None:
    client = Client()
    client.cookies["session"] = "chosenbysomebodyelse0000000000ab"
    enter(client)
    assert is_in(client)
    assert client.cookies["session"].value != "chosenbysomebodyelse0000000000ab"


def test_logging_in_and_becoming_change_session_and_form_token(account: Account, settings: Any) -> None:
    settings.DEMONSTRATION = True
    client = Client()
    client.get("/login/")
    before = client.cookies["csrf"].value
    enter(client)
    first = (client.cookies["session"].value, client.cookies["csrf"].value)
    client.post("/persons/", {"person": "demo-kliniker"})
    second = (client.cookies["session"].value, client.cookies["csrf"].value)
    assert before != first[1]
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_an_old_session_cookie_is_worth_nothing_after_logging_out(account: Account) -> None:
    client, thief = Client(), Client()
    enter(client)
    thief.cookies["session"] = client.cookies["session"].value
    assert is_in(thief)
    client.post("/logout/")
    assert not is_in(thief)


def test_a_new_password_ends_the_sessions_of_the_old(account: Account, world: World) -> None:  # noqa: F811
    client = Client()
    enter(client)
    assert is_in(client)
    set_password(account=account, password="en helt annen setning", actor=operator(), now=world.now)
    assert not is_in(client)
    enter(client, password="en helt annen setning")
    assert is_in(client)


def test_a_session_cannot_be_made_without_the_seal(account: Account) -> None:
    client = Client()
    session = client.session
    session["account"], session["seal"] = str(account.id), ""
    session.save()
    assert not is_in(client)


def test_closing_an_account_ends_its_sessions_and_tokens_and_is_logged(account: Account, world: World) -> None:  # noqa: F811
    client = Client()
    enter(client)
    actions.issue_token(account=account, site="", actor=operator(), now=world.now, valid_for=timedelta(days=1))
    actions.close_account(account=account, actor=operator(), now=world.now)
    assert not is_in(client)
    assert AccessToken.objects.get(account=account).revoked
    with pytest.raises(LoginRefused):
        log_in(username=account.username, password=PASSWORD, now=world.now)
    assert list(faults()) == []


def test_demonstration_persons_are_nobody_in_a_real_installation(world: World, settings: Any) -> None:  # noqa: F811
    client = world.client("demo-koordinator")
    strict = world.client("visitor", strict=True)
    token = strict.get("/login/").context["csrf_token"]
    settings.DEMONSTRATION = False
    assert not is_in(client)
    form = {"person": "demo-koordinator", "csrfmiddlewaretoken": str(token)}
    assert strict.post("/persons/", form).status_code == 404
    assert not is_in(strict)


# Tokens


def deliver(token: str, site: str = "vest") -> int:
    """The status of a delivery with this token."""
    headers = {"authorization": f"Bearer {token}"}
    return Client().post(HISTOGRAMS, delivery(site), content_type="application/json", headers=headers).status_code


def test_a_token_serves_its_own_site_until_it_expires_or_is_revoked(world: World) -> None:  # noqa: F811
    token = world.tokens["site-vest"]
    assert (deliver(token), deliver(token, "nord"), deliver(token + "x"), deliver("")) == (200, 403, 401, 401)
    row = AccessToken.objects.get(digest=actions.token_digest(token))
    AccessToken.objects.filter(pk=row.pk).update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert deliver(token) == 401
    AccessToken.objects.filter(pk=row.pk).update(expires_at=row.expires_at)
    assert deliver(token) == 200
    assert actions.revoke_tokens(account=row.account, actor=operator(), now=world.now) == 1
    assert deliver(token) == 401
    assert list(faults()) == []


def test_a_token_is_kept_as_a_digest_only(world: World) -> None:  # noqa: F811
    from normverk.base.events.models import Event

    token = world.tokens["site-vest"]
    assert not AccessToken.objects.filter(digest__contains=token).exists()
    assert not any(token in json.dumps([event.data, event.rows], default=str) for event in Event.objects.all())


@pytest.mark.parametrize("scheme", ["bearer", "Basic", "Bearer", "Token"])
def test_no_other_way_of_showing_a_token_or_a_password_counts(world: World, account: Account, scheme: str) -> None:  # noqa: F811
    client = Client(headers={"authorization": f"{scheme} coordinator-vest:{PASSWORD}"})
    assert not is_in(client)


# Guessing


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Counts every time a password is worked through the slow function, which is what takes the time."""
    worked: list[str] = []
    kind = type(hashers.get_hasher())
    encode = kind.encode

    def count(self: Any, password: str, *args: Any, **kwargs: Any) -> Any:
        worked.append(password)
        return encode(self, password, *args, **kwargs)

    monkeypatch.setattr(kind, "encode", count)
    return worked


def test_an_unknown_name_takes_as_long_as_a_wrong_password(account: Account, world: World, counted: list[str]) -> None:  # noqa: F811
    costs = {}
    for name in ("coordinator-vest", "nobody-at-all", "demo-koordinator", ""):
        counted.clear()
        with pytest.raises(LoginRefused):
            log_in(username=name, password="galt passord her", now=world.now)
        costs[name] = len(counted)
    assert costs == dict.fromkeys(costs, 1)


def test_the_throttle_holds_for_every_spelling_and_for_names_nobody_has(account: Account, world: World) -> None:  # noqa: F811
    for name in ("coordinator-vest", "nobody-at-all"):
        spellings = [name, name.upper(), f" {name} ", f"{name}\n", name.title()]
        for spelling in spellings[:FAILURES_ALLOWED]:
            with pytest.raises(LoginRefused) as refused:
                log_in(username=spelling, password="x", now=world.now)
            assert not refused.value.wait
        with pytest.raises(LoginRefused) as refused:
            log_in(username=name, password=PASSWORD, now=world.now)
        assert refused.value.wait
        with pytest.raises(LoginRefused):
            log_in(username=name, password=PASSWORD, now=world.now + actions.FAILURE_WINDOW - timedelta(seconds=1))
    assert log_in(username="coordinator-vest", password=PASSWORD, now=world.now + actions.FAILURE_WINDOW) == account


def test_what_was_typed_is_not_kept(account: Account) -> None:
    enter(Client(), username="01819000049", password="hemmelig")
    assert "01819000049" not in json.dumps(list(LoginFailure.objects.values()), default=str)


def told(now: datetime) -> list[dict[str, Any]]:
    """What the log says of refused logins, once a worker has run at `now`."""
    run_due(now_fn=lambda: now)
    return [event.data for event in Event.objects.filter(type="session.refused").order_by("seq")]


def test_refused_logins_stand_in_the_log_once_a_window_and_without_the_names(account: Account, world: World) -> None:  # noqa: F811
    over = window_end(world.now)
    for name in ["coordinator-vest"] * (FAILURES_ALLOWED + 2) + ["01819000049", "Nobody-At-All", "nobody-at-all "]:
        with pytest.raises(LoginRefused):
            log_in(username=name, password="galt passord her", now=world.now)
    assert told(over - timedelta(seconds=1)) == []
    (data,) = told(over)
    assert (data["failures"], data["names"], data["locked"]) == (FAILURES_ALLOWED + 3, 3, 1)
    assert [count for _, count in data["most"]] == [FAILURES_ALLOWED, 2, 1]
    kept = json.dumps(list(Event.objects.values("data", "subject", "rows")), default=str)
    plain = {hashlib.sha256(name.encode()).hexdigest()[:16] for name in ("coordinator-vest", "01819000049")}
    assert not any(word in kept for word in {"01819000049", "nobody-at-all", *plain})
    assert len(told(over + timedelta(days=1))) == 1
    assert list(faults()) == []


def test_nobody_fills_the_log_with_names(account: Account, world: World) -> None:  # noqa: F811
    over = window_end(world.now)
    LoginFailure.objects.bulk_create(LoginFailure(digest=f"{n:064d}", at=world.now) for n in range(2000))
    with pytest.raises(LoginRefused):
        log_in(username="coordinator-vest", password="galt passord her", now=world.now)
    (data,) = told(over)
    assert (data["failures"], data["names"], len(data["most"])) == (2001, 2001, actions.NAMES_TOLD)


def test_each_window_tells_of_its_own_and_the_throttle_keeps_what_it_needs(account: Account, world: World) -> None:  # noqa: F811
    over = window_end(world.now)
    late = over - timedelta(seconds=5)
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(LoginRefused):
            log_in(username="coordinator-vest", password="galt passord her", now=late)
    assert len(told(over)) == 1
    with pytest.raises(LoginRefused) as refused:
        log_in(username="coordinator-vest", password=PASSWORD, now=over)
    assert refused.value.wait
    with pytest.raises(LoginRefused):
        log_in(username="another", password="galt passord her", now=over)
    assert [data["failures"] for data in told(over + actions.FAILURE_WINDOW)] == [FAILURES_ALLOWED, 1]


def test_the_log_of_refused_logins_is_listed(
    account: Account,
    world: World,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(LoginRefused):
        log_in(username="another", password="galt passord her", now=world.now)
    told(window_end(world.now))
    assert run(parser().parse_args(["audit", "list", "--type", "session.refused"])) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith("session.refused  logins  system  failures=1 locked=0 names=1")


# Cookies


def test_cookies_behind_tls_are_secure_and_bound_to_the_host() -> None:
    program = (
        "import django, json; django.setup();"
        "from django.conf import settings as s; from django.test import RequestFactory;"
        "print(json.dumps([[s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE,"
        " s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN], [s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY,"
        " s.CSRF_COOKIE_SAMESITE, s.CSRF_COOKIE_PATH, s.CSRF_COOKIE_DOMAIN], [s.HTTPS, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS]]))"
    )
    environment = {**os.environ, "NORMVERK_HTTPS": "1", "DJANGO_SETTINGS_MODULE": "normverk.config.settings"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [
        ["__Host-session", True, True, "Lax", "/", None],
        ["__Host-csrf", True, True, "Lax", "/", None],
        [True, True, 31_536_000],
    ]


def test_the_language_cookie_is_secure_behind_tls(settings: Any) -> None:
    settings.HTTPS = True
    cookie = Client().post("/language/", {"language": "nn"}).cookies["language"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_sessions_end_by_themselves_within_a_working_day() -> None:
    assert django_settings.SESSION_COOKIE_AGE <= 8 * 3600
