"""Requests nobody means well with: other methods, broken bytes, too much of everything, other hosts, forms without token."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote_to_bytes

import pytest
from django.conf import settings
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory

from normverk.base.events.queries import head
from normverk.base.logs import JsonFormatter
from normverk.base.requests import CONTENT_SECURITY_POLICY
from normverk.base.routes import FILE_ROUTES
from normverk.config.wsgi import application
from tests.doors import address, doors, route_names
from tests.world import World, undone, world  # noqa: F401

pytestmark = pytest.mark.django_db

ROUTES: Final = tuple(sorted(route_names()))
MACHINE_WRITES: Final = {"histograms", "trial-answers"}
"""The routes that take a post without form token; each needs an access token in its place."""
SECRET: Final = "Ola-Nordmann-01819000049"
MEBIBYTE: Final = 1024 * 1024


def raw(client: Client, method: str, path: str, query: str = "", **more: Any) -> Any:
    """A request with exactly these bytes in path and query, as percent signs write them."""
    given = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
    return client.generic(method, "/", **given, **more)


# Methods and form tokens


@pytest.mark.parametrize("name", ROUTES)
def test_no_route_answers_a_method_it_does_not_have(world: World, name: str) -> None:  # noqa: F811
    door, before = doors(world)[name][0], head()
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "X"):
        for who in ("visitor", "demo-normeier", "demo-koordinator") if method in {"PUT", "OPTIONS"} else ("visitor",):
            assert world.client(who).generic(method, address(name, door)).status_code == 405, (method, who)
    assert head() == before


@pytest.mark.parametrize("name", ROUTES)
def test_asking_for_the_head_alone_gives_what_getting_gives_or_405_and_no_body(world: World, name: str) -> None:  # noqa: F811
    for door in doors(world)[name]:
        for who in ("visitor", "demo-normeier", "demo-koordinator", "demo-administrator"):
            with undone():
                client = world.client(who)
                answer = client.head(address(name, door))
                assert answer.status_code in {405, client.get(address(name, door)).status_code}
                assert answer.content == b""


@pytest.mark.parametrize("name", ROUTES)
def test_no_form_is_taken_without_its_token(world: World, name: str) -> None:  # noqa: F811
    for door in doors(world)[name]:
        if door.post == 405 or name in MACHINE_WRITES:
            continue
        before = head()
        for who in ("visitor", "demo-normeier", "author", "demo-beslutter"):
            answer = world.client(who, strict=True).post(address(name, door), door.form)
            assert answer.status_code == 403, who
            assert "Skjemaet er for gammelt" in answer.content.decode(), who
        assert head() == before


@pytest.mark.parametrize("name", sorted(MACHINE_WRITES))
def test_a_route_for_programs_takes_nothing_from_a_browser(world: World, name: str) -> None:  # noqa: F811
    for door in doors(world)[name]:
        for who in world.sessions:
            answer = world.client(who, strict=True).post(
                address(name, door), door.body, content_type="application/json"
            )
            assert answer.status_code == 401, who


# Bytes


PLACES: Final = (
    "/needs/{}/", "/cases/{}/", "/products/{}/", "/releases/{}/1/", "/releases/no.demo.normverk.brystkreft/{}/",
    "/releases/no.demo.normverk.brystkreft/1.0.0/files/{}", "/editions/{}/1.0.0/", "/editions/brystkreft/{}/",
    "/editions/lymfomer/1.0.0/edit/{}/", "/editions/lymfomer/1.0.0/edit/section/{}/", "/trace/brystkreft/{}/",
    "/trace/brystkreft/1.0.0/{}/", "/consultations/{}/", "/consultations/H-2026-001/responses/{}/", "/packages/{}",
    "/packages/no.demo.normverk.brystkreft/{}", "/indicators/{}/OF1/", "/indicators/brystkreft/{}/", "/patients/{}/",
    "/api/v1/needs/{}/", "/api/v1/cases/{}/", "/api/v1/releases/{}/1/", "/api/v1/trace/brystkreft/{}/",
    "/api/v1/indicators/brystkreft/{}/", "/api/v1/consultations/{}/", "/static/{}", "/{}",
)  # fmt: skip
PIECES: Final = (
    "%00", "a%00b", "%ff%fe", "%c0%ae%c0%ae", "%ed%a0%80", "%0d%0aSet-Cookie:x=1", "..%2f..%2fetc%2fpasswd", "../../etc/passwd",
    '{"a":1}', "[]", "null", "%e2%80%ae", "9" * 5000, "a" * 100_000, "%25%30%30", "<script>alert(1)</script>",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES, ids=[piece[:12] for piece in PIECES])
def test_no_piece_of_an_address_breaks_anything_or_finds_anything(world: World, piece: str) -> None:  # noqa: F811
    for who in ("visitor", "demo-normeier", "demo-koordinator"):
        client = world.client(who, faults=True)
        for place in PLACES:
            for method in ("GET", "POST"):
                answer = raw(client, method, place.format(piece))
                led_away = answer.status_code == 302 and answer["Location"].startswith("/login/?next=")
                assert led_away or 400 <= answer.status_code < 500, (place, method, who, answer.status_code)
                assert "<script>alert(1)" not in answer.content.decode()
                assert "Set-Cookie:x=1" not in str(answer.headers)


@pytest.mark.parametrize("value", ["%00", "%ff", "%c0%ae", "%ed%a0%80", "a%00b"])
def test_a_query_that_is_not_words_is_refused(world: World, value: str) -> None:  # noqa: F811
    client = world.client("demo-koordinator", faults=True)
    for path, name in (
        ("/products/", "q"), ("/api/v1/releases/", "product"), ("/needs/", "received"), ("/login/", "next"),
        ("/patients/", "hospital"), ("/patients/", value), ("/indicators/brystkreft/OF1/", "branch"), ("/", "x"),
    ):  # fmt: skip
        assert raw(client, "GET", path, f"{name}={value}").status_code == 400


@pytest.mark.parametrize("page", ["9" * 5000, "9" * 30, "-1", "0", "²", "٣", "1e9", "x", ""])
def test_any_page_number_gives_a_page(world: World, page: str) -> None:  # noqa: F811
    assert world.client("demo-koordinator", faults=True).get("/patients/", {"page": page}).status_code == 200


@pytest.mark.parametrize(
    "charset",
    [
        "=hex",
        "=rot13",
        "=base64",
        "=utf-16",
        "=idna",
        "=punycode",
        "=undefined",
        "=latin-1",
        f"={'x' * 500}",
        "=",
        "*=hex''%ff",
    ],
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain"])
def test_a_request_in_another_charset_is_refused(charset: str, kind: str) -> None:
    for path in ("/needs/report/", "/api/v1/histograms"):
        for method in ("GET", "POST"):
            assert as_served(method, path, "a=%25", b"a=%25", f"{kind}; charset{charset}") == 400


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF-8", '; charset="utf8"'])
def test_a_request_in_utf8_is_read(charset: str) -> None:
    assert as_served("GET", "/needs/report/", "a=%25", b"", f"text/plain{charset}") == 200


def as_served(method: str, path: str, query: str, body: bytes, kind: str) -> int:
    """The status that the application gives a web server: Django's test client begins further in."""
    sent: list[str] = []
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD=method,
        PATH_INFO=path,
        QUERY_STRING=query,
        CONTENT_TYPE=kind,
        CONTENT_LENGTH=str(len(body)),
        **{"wsgi.input": io.BytesIO(body)},
    )
    request_started.disconnect(close_old_connections)  # it would close the transaction that the test runs in
    try:
        for _ in application(environ, lambda status, headers, exc=None: sent.append(status)):
            pass
    finally:
        request_started.connect(close_old_connections)
    return int(sent[0][:3])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"title=%ff", "application/x-www-form-urlencoded"),
        (b"title=\xff\xfe", "application/x-www-form-urlencoded"),
        (b"--b", "multipart/form-data"),
        (b"--b", "multipart/form-data; boundary=" + "<b>" * 200),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(world: World, body: bytes, kind: str) -> None:  # noqa: F811
    for strict in (True, False):
        answer = world.client("visitor", faults=True, strict=strict).generic("POST", "/needs/report/", body, kind)
        assert 400 <= answer.status_code < 500
        assert "<b>" not in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"\xff",
        b"\x00",
        b'{"site":"\\u0000"}',
        b'{"site":"\\ud800"}',
        b"[" * 100_000,
        b"{" * 100_000,
        b"NaN",
        b"1e999999",
        b"",
    ],
    ids=range(9),
)
def test_json_that_cannot_be_read_is_a_problem(world: World, body: bytes) -> None:  # noqa: F811
    answer = world.client("site-vest", faults=True).generic("POST", "/api/v1/histograms", body, "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "cookie",
    [
        'session="aaaaaaaa\\000"',
        "session=" + "a" * 8000,
        "language=" + "a" * 9000,
        "session=;;;=",
        "csrf=x",
        "session=\xff" * 9,
    ],
)
def test_broken_cookies_are_nobodys(cookie: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/patients/", headers={"cookie": cookie}).status_code in {302, 400}
    assert client.get("/", headers={"cookie": cookie, "accept-language": "a-" * 50_000}).status_code in {200, 400}


# Too much


def test_a_body_of_more_than_five_mebibytes_is_not_read(world: World) -> None:  # noqa: F811
    client = world.client("visitor", faults=True)
    body = b"title=" + b"x" * (5 * MEBIBYTE)
    assert client.generic("POST", "/needs/report/", body, "application/x-www-form-urlencoded").status_code == 413
    assert client.post("/needs/report/", {"title": "x" * (5 * MEBIBYTE)}).status_code == 400
    site = world.client("site-vest", faults=True)
    assert site.generic("POST", "/api/v1/histograms", b" " * (6 * MEBIBYTE), "application/json").status_code == 413
    length = {"content-length": "9" * 5000}
    assert site.generic("POST", "/api/v1/histograms", b" ", "application/json", headers=length).status_code == 413


def test_ten_thousand_fields_are_refused(world: World) -> None:  # noqa: F811
    client, fields = world.client("visitor", faults=True), {f"f{number}": "x" for number in range(10_000)}
    assert client.post("/needs/report/", fields).status_code == 400
    assert client.get("/products/", fields).status_code == 400


def test_two_forms_alone_take_a_file(world: World) -> None:  # noqa: F811
    assert FILE_ROUTES == {"edition-import": 10 * MEBIBYTE, "register-deliver": 5 * MEBIBYTE}
    for name in ROUTES:
        for door in doors(world)[name][:1]:
            if door.post in {302, 422}:
                client = world.client("demo-normeier", faults=True)
                file = io.BytesIO(b"x" * 100)
                file.name = "a.docx"
                answer = client.post(address(name, door), {**door.form, "file": file})
                assert name in FILE_ROUTES or answer.status_code in {302, 400, 403, 422}, name
                assert name not in FILE_ROUTES or answer.status_code != 400, name


def test_of_no_file_anything_reaches_the_disk(world: World, monkeypatch: Any) -> None:  # noqa: F811
    monkeypatch.setattr("tempfile.NamedTemporaryFile", pytest.fail)
    for name in ROUTES:
        for door in doors(world)[name][:1]:
            if door.post not in {405, 200}:
                file = io.BytesIO(b"x" * MEBIBYTE * 3)
                file.name = "a.txt"
                for strict in (True, False):
                    client = world.client("visitor", faults=True, strict=strict)
                    assert client.post(address(name, door), {"file": file}).status_code in {302, 400, 403}, name
                    file.seek(0)


# Hosts, headers, cookies, error pages


@pytest.mark.parametrize("host", ["evil.example", "a b<script>", "localhost@evil.example", "[", ""])
@pytest.mark.parametrize("path", ["/", "/language/", "/login/", "/api/v1/needs/", "/nowhere/"])
def test_another_host_is_refused_in_words(host: str, path: str) -> None:
    client = Client(raise_request_exception=False)
    for answer in (client.get(path, headers={"host": host}), client.post(path, {"a": "b"}, headers={"host": host})):
        assert answer.status_code == 400
        assert not host or host not in answer.content.decode().replace("http://localhost", "")


KINDS: Final[dict[str, Callable[[Client], Any]]] = {
    "page": lambda client: client.get("/"),
    "static file": lambda client: client.get("/static/normverk/icon.svg"),
    "no static file": lambda client: client.get("/static/nothing.css"),
    "health": lambda client: client.get("/healthz"),
    "api": lambda client: client.get("/api/v1/needs/"),
    "openapi": lambda client: client.get("/api/v1/openapi.json"),
    "feed": lambda client: client.get("/feeds/releases.atom"),
    "package": lambda client: client.get("/packages/no.demo.normverk.brystkreft/1.0.0"),
    "calendar": lambda client: client.get("/consultations/H-2024-001/deadline.ics"),
    "spreadsheet": lambda client: client.get("/consultations/H-2024-001/responses.csv"),
    "problem": lambda client: client.get("/api/v1/needs/nothing/"),
    "not found": lambda client: client.get("/nothing/"),
    "to login": lambda client: client.get("/patients/"),
    "slash": lambda client: client.get("/needs"),
    "method": lambda client: client.put("/"),
    "no token": lambda client: Client(enforce_csrf_checks=True).post("/language/"),
    "host": lambda client: client.get("/", headers={"host": "evil.example"}),
    "broken": lambda client: client.get("/?a=%ff"),
    "too large": lambda client: client.generic(
        "POST", "/login/", b"a=" + b"b" * 6 * MEBIBYTE, "application/x-www-form-urlencoded"
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_the_security_headers(world: World, kind: str) -> None:  # noqa: F811
    answer = KINDS[kind](Client(raise_request_exception=False))
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Request-ID"]


def test_the_redirect_to_https_carries_them_too(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    answer = Client().get("/login/?next=/x")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/login/?next=/x")
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert Client().get("/login/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("name", ["/patients/{}/", "/nothing/{}", "/api/v1/needs/{}/", "/needs/{}/"])
def test_error_pages_and_logs_repeat_nothing_of_what_was_sent(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client(raise_request_exception=False)
    answers = [client.post(name.format(SECRET), {SECRET: SECRET})]
    answers += [client.get(name.format("x"), headers={"host": SECRET.lower()})]
    answers += [client.post("/nothing/", SECRET, content_type=f"multipart/form-data; boundary={SECRET}")]
    for answer in answers:
        assert 400 <= answer.status_code < 500
        assert SECRET.lower() not in answer.content.decode().lower()
    lines = [JsonFormatter().format(record) for record in caplog.records if record.name != "django.db.backends"]
    assert [line for line in lines if SECRET.lower() in line.lower()] == []


def test_the_net_against_files_is_the_only_way_in_for_files() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["normverk.base.requests.NoFiles"]
    assert RequestFactory().get("/").upload_handlers[0].__class__.__name__ == "NoFiles"
