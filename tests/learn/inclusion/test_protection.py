"""No count under 3 of new patients, of those in a pathway or of those who were not, can be seen or worked out."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normverk.base.policy import operator
from normverk.learn.actions import place_hospitals
from normverk.learn.alternatives import Place, Quantity, Slot
from normverk.learn.histogram import Cell
from normverk.learn.inclusion.queries import INCLUSION, measured_inclusion
from normverk.learn.suppression import Protected, protect
from tests.learn.attacker import Claim, Position, claims, parts, solved_by_algebra, solved_by_bounds
from tests.learn.inclusion.making import MIDT, NORD, READ_AT, VEST, Told, hostile, read

pytestmark = pytest.mark.django_db
REGIONS = {VEST: "Vest", MIDT: "Vest", NORD: "Nord"}
KINDS = ("month", "tertial", "year")
PAGE, API = "/inclusion/brystkreft/", "/api/v1/inclusion/brystkreft/"


def table_of(rows: list[Told]) -> Protected:
    """The protected table, made without the database."""
    cells = [
        Cell("*", "brystkreft", "", INCLUSION, "", hospital, period, state, n)  # type: ignore[arg-type]
        for hospital, period, new, included in rows
        for state, n in (("met", included or 0), ("late", new - (included or 0)))
        if n
    ]
    return protect(cells, regions=REGIONS)


def truth(rows: list[Told], table: Protected) -> tuple[Counter[Position], dict[Quantity, frozenset[Position]]]:
    """The true counts, and what every sum is made of; written without the product's adding up."""
    true: Counter[Position] = Counter()
    for hospital, period, new, included in rows:
        true[Place(hospital, period, ""), Slot("met", "")] += included or 0
        true[Place(hospital, period, ""), Slot("missed", "")] += new - (included or 0)
    places = [Place(hospital, period, "") for hospital in table.organisations for period in table.months]
    return true, parts(table, places, REGIONS)


_ROWS = st.builds(hostile, st.integers(0, 100_000), st.sampled_from(KINDS))


@settings(max_examples=40, deadline=None)
@given(_ROWS)
def test_an_attacker_cannot_solve_for_any_small_count(rows: list[Told]) -> None:
    table = table_of(rows)
    true, sums = truth(rows, table)
    small = {quantity: positions for quantity, positions in sums.items() if sum(true[p] for p in positions) < 3}
    assert {"met", "missed"} <= {quantity.kind for quantity in small} or len(rows) <= 9
    told = claims(table, sums)
    assert solved_by_algebra(told, small) | solved_by_bounds(told, small) == set()


@settings(max_examples=40, deadline=None)
@given(_ROWS)
def test_every_small_count_has_another_table_that_fits_all_that_is_told(rows: list[Told]) -> None:
    table = table_of(rows)
    true, sums = truth(rows, table)
    told = claims(table, sums)
    moved: set[Quantity] = set()
    for alternative in table.alternatives:
        other = Counter(true)
        other.update(alternative)
        assert min(other.values()) >= 0
        for positions, low, high in told:
            assert low <= sum(other[p] for p in positions) <= high
        moved |= {q for q, positions in sums.items() if sum(other[p] - true[p] for p in positions)}
    assert {q for q, positions in sums.items() if sum(true[p] for p in positions) < 3} <= moved


def test_without_the_protection_the_same_attacker_does_find_small_counts() -> None:
    rows = [(VEST, "2021-T1", 40, 39), (VEST, "2021-T2", 40, 30), (MIDT, "2021-T1", 2, 1)]
    table = table_of(rows)
    true, sums = truth(rows, table)
    naked: list[Claim] = [
        (positions, number, number)
        for quantity, positions in sums.items()
        if quantity.kind in {"n", "met"} and (number := sum(true[p] for p in positions)) >= 3
    ]
    small = {quantity: positions for quantity, positions in sums.items() if sum(true[p] for p in positions) < 3}
    assert solved_by_algebra(naked, small)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), kind=st.sampled_from(KINDS))
def test_an_attacker_with_every_answer_cannot_solve_for_a_small_count(
    norms: None, client: Client, seed: int, kind: str
) -> None:
    place_hospitals(regions=REGIONS, actor=operator(), now=READ_AT)
    rows = hostile(seed, kind)
    read(rows)
    answer = client.get(API).json()
    found = measured_inclusion("brystkreft")
    assert found is not None
    true, sums = truth(rows, found.figures.table)
    known: list[Claim] = []
    for one in answer["figures"]:
        quantity = Quantity("n", "*", one["organisation"], one["period"])
        new = one["new_patients"]
        if new["value"] is not None:
            known.append((sums[quantity], new["value"], new["value"]))
            if one["share_low"] is not None:
                low = math.ceil(one["share_low"] * new["value"] - 1e-6)
                high = math.floor(one["share_high"] * new["value"] + 1e-6)
                known.append((sums[quantity._replace(kind="met")], low, high))
        elif new["standing"] == "few":
            known.append((sums[quantity], 0, 2))
    small = {quantity: positions for quantity, positions in sums.items() if sum(true[p] for p in positions) < 3}
    assert solved_by_algebra(known, small) | solved_by_bounds(known, small) == set()
    for positions, low, high in known:
        assert low <= sum(true[p] for p in positions) <= high


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_no_small_count_stands_in_a_page_or_a_file(norms: None, client: Client, seed: int, kind: str) -> None:
    read(hostile(seed, kind))
    client.cookies["language"] = "en"
    for organisation in ("*", VEST, NORD):
        page = client.get(PAGE, {"organisation": organisation}).content.decode()
        cells = re.findall(r'<td role="cell" class="nv-number"[^>]*>([^<]*)</td>', page)
        assert len(cells) >= 9
        assert {text for text in cells if text in {"0", "1", "2"}} == set()
        assert not [text for text in cells if text.startswith(("0%", "0.0%", "100%", "100.0%"))]
    for one in client.get(API).json()["figures"]:
        value, included = one["new_patients"]["value"], one["included"]
        assert value is None or value >= 3
        assert included is None or min(included, value - included) >= 3
    for row in csv.DictReader(io.StringIO(client.get(f"{PAGE}figures.csv").content.decode())):
        assert row["new_patients"] in {"few", "hidden"} or int(row["new_patients"]) >= 3


def test_the_log_and_the_pages_hold_no_row_and_no_salt(norms: None, client: Client) -> None:
    from normverk.base.events.models import Event
    from normverk.learn.inclusion.models import RegisterDelivery

    read([(VEST, "2021-T1", 77, 2)])
    delivery = RegisterDelivery.objects.get()
    event = Event.objects.get(type="register.read")
    logged = f"{event.data} {event.rows}"
    assert delivery.salt not in logged
    assert (event.data["rows"], [*event.rows]) == (1, [f"inclusion.RegisterDelivery/{delivery.pk}"])
    answers: list[Any] = [client.get(address).content.decode() for address in (PAGE, API, "/inclusion/")]
    assert all(delivery.salt not in answer for answer in answers)
