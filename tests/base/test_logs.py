"""Logs hold no personal data, whoever logs and whatever goes wrong."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from normverk.base.jobs.actions import enqueue
from normverk.base.jobs.kinds import KINDS, JobKind
from normverk.base.jobs.models import Job
from normverk.base.jobs.worker import run_due
from normverk.base.logs import JsonFormatter
from normverk.base.problems import problem_responses
from normverk.base.requests import request_log

SECRET = "13116900216 Kari Nordmann"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged, as it is written to standard error."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    """The lines written; the secret stands in none of them."""
    assert "13116900216" not in written.getvalue()
    assert "Kari" not in written.getvalue()
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_has_time_level_logger_and_message(written: io.StringIO) -> None:
    logging.getLogger("normverk.test").warning("something happened", extra={"job": "7", "attempt": 2})
    (line,) = lines(written)
    assert datetime.fromisoformat(line.pop("at")).tzinfo is not None
    assert line == {
        "level": "warning",
        "logger": "normverk.test",
        "message": "something happened",
        "job": "7",
        "attempt": 2,
    }


def test_arguments_of_a_message_are_not_filled_in(written: io.StringIO) -> None:
    logging.getLogger("normverk.test").error("patient %s is late", SECRET)
    logging.getLogger("django.request").error("Not Found: %s", f"/patients/{SECRET}")
    assert [line["message"] for line in lines(written)] == ["patient %s is late", "Not Found: "]


def test_extra_fields_that_nobody_vouches_for_are_left_out(written: io.StringIO) -> None:
    logging.getLogger("normverk.test").warning("x", extra={"patient": SECRET})
    (line,) = lines(written)
    assert set(line) == {"at", "level", "logger", "message"}


def test_a_known_field_with_an_object_in_it_is_left_out(written: io.StringIO) -> None:
    logging.getLogger("normverk.test").warning("x", extra={"request": {"path": SECRET}})
    assert "request" not in lines(written)[0]


def test_an_exception_is_named_by_type_and_place_without_its_message(written: io.StringIO) -> None:
    def fails() -> None:
        raise LookupError(SECRET)

    try:
        fails()
    except LookupError:
        logging.getLogger("normverk.test").exception("it failed")
    (line,) = lines(written)
    assert line["exception"] == "LookupError"
    assert line["where"].split(":")[0].endswith("test_logs.py")


def test_a_request_is_logged_by_its_route_never_by_its_address(written: io.StringIO) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        request.resolver_match = ResolverMatch(view, (), {}, url_name="patient", route="patients/<pseudonym>/")
        return HttpResponse()

    logging.getLogger("normverk.request").setLevel(logging.INFO)
    request = RequestFactory().get(f"/patients/{SECRET}/", {"name": SECRET})
    answer = request_log(view)(request)
    (line,) = [line for line in lines(written) if line["logger"] == "normverk.request"]
    assert (line["route"], line["status"], line["request_id"]) == ("patients/<pseudonym>/", 200, answer["X-Request-ID"])


def test_an_address_that_leads_nowhere_is_not_logged_as_typed(written: io.StringIO) -> None:
    logging.getLogger("normverk.request").setLevel(logging.INFO)
    request_log(lambda request: HttpResponse(status=404))(RequestFactory().get(f"/{SECRET}"))
    assert lines(written)[-1]["route"] == "no-route"


def test_a_fault_in_a_view_is_logged_and_answered_without_its_message(written: io.StringIO) -> None:
    request = RequestFactory().get("/api/v1/x")
    answer = problem_responses(lambda request: HttpResponse()).process_exception(request, ValueError(SECRET))  # type: ignore[attr-defined]
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "Kari" not in answer.content.decode()
    assert [line["exception"] for line in lines(written)] == ["ValueError"]


def test_a_bad_request_is_answered_with_what_the_program_says_of_it(written: io.StringIO) -> None:
    request = RequestFactory().get("/api/v1/x")
    middleware = problem_responses(lambda request: HttpResponse())
    answer = middleware.process_exception(request, BadRequest("line 3 is not JSON"))  # type: ignore[attr-defined]
    assert (answer.status_code, json.loads(answer.content)["detail"]) == (400, "line 3 is not JSON")


@pytest.mark.django_db
def test_a_job_that_fails_is_logged_and_kept_without_its_message(
    written: io.StringIO, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:

    class Nothing(msgspec.Struct, frozen=True):
        pass

    def fails(payload: Nothing, *, now: datetime, job: Job) -> None:
        raise LookupError(SECRET)

    monkeypatch.setitem(KINDS, "test.fail", JobKind(Nothing, fails))
    job = enqueue(kind="test.fail", payload=Nothing(), now=now)
    run_due(now_fn=lambda: now)
    job.refresh_from_db()
    (line,) = lines(written)
    assert (line["job"], line["kind"], line["attempt"], line["error"]) == (str(job.id), "test.fail", 1, "LookupError")
    assert job.last_error == "LookupError"


def test_no_message_is_put_together_from_values() -> None:
    found = [
        f"{path.name}: {call}"
        for path in sorted(settings.SOURCE.rglob("*.py"))
        for call in re.findall(r"_log\.\w+\((?:f[\"']|[^\"'\s]).*", path.read_text(encoding="utf-8"))
    ]
    assert found == []
