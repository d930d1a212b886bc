"""Receiving day histograms: whose, once, the newest, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from django.test import Client

from normverk.base.events.queries import faults, history
from normverk.base.policy import Denied
from normverk.learn.actions import NotOneSite, receive_histogram
from normverk.learn.models import Delivery, HistogramCell
from normverk.learn.queries import delivery_faults, measured
from tests.learn.conftest import SITE, cell, histogram, site_actor

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 5, 1, 7, tzinfo=UTC)
ADDRESS = "/api/v1/histograms"


def post(token: str, body: Any, **headers: str) -> Any:
    """Delivers as a program does; the body is encoded unless it is bytes."""
    content = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return Client().post(
        ADDRESS, content, content_type="application/json", headers={"Authorization": f"Bearer {token}", **headers}
    )


def test_the_newest_delivery_takes_the_place_of_the_earlier() -> None:
    receive_histogram(histogram=histogram([cell("2021-05", "met", 9, 5)]), actor=site_actor(), now=NOW)
    later = histogram([cell("2021-05", "met", 11, 5)], as_of=date(2022, 5, 31))
    assert receive_histogram(histogram=later, actor=site_actor(), now=NOW).outcome == "stored"
    assert [(row.delivery_id, row.n) for row in HistogramCell.objects.all()] == [(SITE, 11)]
    assert Delivery.objects.get().as_of == date(2022, 5, 31)
    assert list(faults()) == []


def test_the_same_delivery_twice_changes_nothing() -> None:
    once = histogram([cell("2021-05", "met", 9, 5)])
    receive_histogram(histogram=once, actor=site_actor(), now=NOW)
    again = receive_histogram(histogram=once, actor=site_actor(), now=NOW)
    assert again.outcome == "unchanged"
    assert history(f"histogram/{SITE}").count() == 1


def test_a_message_that_was_overtaken_does_not_bring_back_the_past() -> None:
    older, newer = histogram([cell("2021-05", "met", 9, 5)]), histogram([cell("2021-05", "met", 8, 5)], minute=30)
    receive_histogram(histogram=newer, actor=site_actor(), now=NOW, key="b")
    assert receive_histogram(histogram=older, actor=site_actor(), now=NOW, key="a").outcome == "older"
    assert HistogramCell.objects.get().n == 8


def test_a_message_sent_again_after_a_newer_one_has_no_effect() -> None:
    first = histogram([cell("2021-05", "met", 9, 5)])
    receive_histogram(histogram=first, actor=site_actor(), now=NOW, key="a")
    receive_histogram(histogram=histogram([], minute=5), actor=site_actor(), now=NOW, key="b")
    assert receive_histogram(histogram=first, actor=site_actor(), now=NOW, key="a").outcome == "older"
    assert HistogramCell.objects.count() == 0


def test_two_sites_add_up() -> None:
    for site in ("vest", "nord"):
        cells = [cell("2021-05", "met", 6, 5, site=site), cell("2021-05", "late", 4, 9, site=site)]
        receive_histogram(histogram=histogram(cells, site=site), actor=site_actor(site), now=NOW)
    line = measured("brystkreft", "OF1").line()
    assert (line.n.value, line.share.exact, line.median) == (20, 0.6, 5)


def test_nobody_delivers_for_another_site() -> None:
    with pytest.raises(Denied):
        receive_histogram(histogram=histogram([]), actor=site_actor("nord"), now=NOW)


def test_cells_of_another_site_are_refused() -> None:
    with pytest.raises(NotOneSite):
        receive_histogram(histogram=histogram([cell("2021-05", "met", 9, 5, site="nord")]), actor=site_actor(), now=NOW)
    assert Delivery.objects.count() == 0


def test_cells_changed_behind_the_log_are_found() -> None:
    receive_histogram(histogram=histogram([cell("2021-05", "met", 9, 5)]), actor=site_actor(), now=NOW)
    assert list(delivery_faults()) == []
    HistogramCell.objects.update(n=10)
    assert [fault.kind for fault in delivery_faults()] == ["cells-changed"]


def test_a_program_delivers_over_http(token: str) -> None:
    delivered = histogram([cell("2021-05", "met", 9, 5)])
    answer = post(token, delivered, **{"Idempotency-Key": "1"})
    assert answer.status_code == 200
    assert answer.json() == {
        "outcome": "stored", "site": SITE, "as_of": "2022-04-30", "digest": Delivery.objects.get().digest, "cells": 1
    }  # fmt: skip
    assert post(token, delivered, **{"Idempotency-Key": "1"}).json()["outcome"] == "unchanged"


def test_a_long_idempotency_key_is_a_key_like_any_other(token: str) -> None:
    assert post(token, histogram([]), **{"Idempotency-Key": "æ" * 900}).json()["outcome"] == "stored"


def test_a_wrong_token_is_a_problem(token: str) -> None:
    answer = post("something else", histogram([]))
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert Delivery.objects.count() == 0


def test_a_session_without_a_token_is_a_problem(token: str) -> None:
    answer = Client().post(ADDRESS, msgspec.json.encode(histogram([])), content_type="application/json")
    assert answer.status_code == 401


def test_another_site_is_a_problem(token: str) -> None:
    answer = post(token, histogram([], site="nord"))
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"nonsense", "the delivery is not JSON"),
        (b"{}", "the delivery does not have the right shape"),
        (b"[]", "the delivery does not have the right shape"),
        (b'{"site": "\xff"}', "the delivery is not JSON"),
        (b"[" * 100_000, "the delivery does not have the right shape"),
        (b'{"site": "a\\u0000"}', "the delivery does not have the right shape at $.site"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(token: str, body: bytes, detail: str) -> None:
    answer = post(token, body)
    assert (answer.status_code, answer.json()["detail"]) == (400, detail)


@pytest.mark.parametrize(
    ("field", "value"),
    [("state", "17107012345"), ("n", 0), ("month", "2021-5"), ("organisation", "17107012345"), ("days", "12")],
)
def test_a_cell_of_the_wrong_shape_is_named_by_its_place_and_not_repeated(token: str, field: str, value: Any) -> None:
    plain = msgspec.to_builtins(histogram([cell("2021-05", "met", 9, 5)]))
    plain["cells"][0][field] = value
    answer = post(token, plain)
    assert answer.status_code == 400
    assert answer.json()["detail"] == f"the delivery does not have the right shape at $.cells[0].{field}"
    assert "17107012345" not in answer.content.decode()


def test_an_unknown_field_is_refused(token: str) -> None:
    plain = msgspec.to_builtins(histogram([])) | {"patients": []}
    assert post(token, plain).status_code == 400


def test_a_body_that_is_too_large_is_a_problem(token: str) -> None:
    assert post(token, b" " * (5 * 1024 * 1024 + 1)).status_code == 413


def test_cells_of_one_site_only_over_http(token: str) -> None:
    plain = json.loads(msgspec.json.encode(histogram([cell("2021-05", "met", 9, 5, site="nord")])))
    assert post(token, plain).json()["detail"] == "the delivery holds cells of another site than its own"
