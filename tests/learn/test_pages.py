"""The pages, files and answers about indicators, and that no count under 3 is in any of them."""

from __future__ import annotations

import csv
import io
import math
import random
import re
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from normverk.learn.alternatives import Place, Quantity, Slot
from normverk.learn.histogram import Cell
from normverk.learn.measured import QUARTERS, median_tells_nothing_more, quartiles_tell_nothing_more
from normverk.learn.queries import headline, measured
from normverk.learn.suppression import ALL, Share, protect
from tests.learn.attacker import Claim, Position, parts, solved_by_algebra, solved_by_bounds, whole_numbers
from tests.learn.conftest import NAMES, NEW, OLD, Deliver, cell

pytestmark = pytest.mark.django_db
PAGE = "/indicators/brystkreft/OF4/"


def ample() -> list[Cell]:
    """Enough of everything that most may be shown."""
    return [
        cell(month, state, 12, days, branch=branch, clock="OF4", organisation=organisation)
        for organisation in NAMES
        for month in ("2021-03", "2021-04", "2021-05", "2021-06")
        for branch in ("kirurgi", "medikamentell")
        for state, days in (("met", 20), ("met", 25), ("late", 40))
    ]


def hostile(seed: int = 5) -> list[Cell]:
    """A small hospital year in which most counts are 1 or 2."""
    chance = random.Random(seed)
    return [
        cell(f"2021-{month:02d}", state, chance.randint(1, 4), days, branch=branch, clock="OF4", organisation=number)
        for number in NAMES
        for month in range(3, 8)
        for branch in ("kirurgi", "medikamentell")
        for state, days in (("met", 20), ("late", 40), ("overdue", None), ("running", None), ("indeterminate", None))
        if chance.random() < 0.6
    ]


def numbers(page: str) -> list[str]:
    """What stands in the cells of figures."""
    return re.findall(r'<td [^>]*class="nv-number"[^>]*>([^<]*)</td>', page)


def test_the_list_shows_every_clock_of_the_norm(norms: None, deliver: Deliver, client: Client) -> None:
    deliver(ample())
    page = client.get("/indicators/").content.decode()
    assert re.findall(r'href="(/indicators/[^"]+)"', page) == [f"/indicators/brystkreft/OF{n}/" for n in (1, 2, 3, 4)]
    assert "66,7 %" in page


@pytest.mark.parametrize(
    ("language", "words", "share"),
    [
        ("nb", "Fra henvisning mottatt til start av behandling", "66,7 %"),
        ("nn", "Frå tilvising motteken til start av behandling", "66,7 %"),
        ("en", "From referral received to start of treatment", "66.7%"),
    ],
)
def test_the_page_speaks_three_languages(
    norms: None, deliver: Deliver, client: Client, language: str, words: str, share: str
) -> None:
    deliver(ample())
    client.cookies["language"] = language
    page = client.get(PAGE).content.decode()
    assert f'<html lang="{language}"' in page
    assert words in page
    assert share in page
    assert "Demosykehuset Nord" in page


def test_the_change_of_the_norm_is_marked_and_both_editions_stand_beside_each_other(
    norms: None, deliver: Deliver, client: Client
) -> None:
    deliver(ample())
    client.cookies["language"] = "en"
    page = client.get(PAGE).content.decode()
    assert "edition 2.0.0 from 1 May 2021" in page
    assert page.count('href="/releases/no.demo.normverk.brystkreft/1.0.0/"') == 2
    assert "27 days" in page
    assert "32 days" in page


def test_a_choice_of_treatment_and_hospital_changes_the_figures(norms: None, deliver: Deliver, client: Client) -> None:
    deliver(ample())
    whole = client.get(PAGE).content.decode()
    chosen = client.get(PAGE, {"branch": "kirurgi", "organisation": "310000019"}).content.decode()
    assert "864" in numbers(whole)
    assert "144" in numbers(chosen)


def test_an_unknown_choice_is_said_at_the_field(norms: None, deliver: Deliver, client: Client) -> None:
    deliver(ample())
    answer = client.get(PAGE, {"branch": "healing"})
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/indicators/brystkreft/OF9/", "/indicators/nothing/OF1/", "/api/v1/indicators/brystkreft/OF9/"]
)
def test_what_is_not_there_is_not_found(norms: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_without_deliveries_the_page_says_so(norms: None, client: Client) -> None:
    client.cookies["language"] = "en"
    assert "There are no figures to show yet." in client.get(PAGE).content.decode()


def test_every_table_has_a_caption_and_scoped_heads(norms: None, deliver: Deliver, client: Client) -> None:
    deliver(ample())
    page = client.get(PAGE).content.decode()
    assert page.count("<table") == page.count("<caption>") == 4
    assert re.findall(r"<th(?! scope=| ?ead)[^>]*>", page.replace("<thead>", "")) == []


@pytest.mark.parametrize("seed", range(4))
def test_no_count_under_three_stands_in_a_page_of_a_small_hospital(
    norms: None, deliver: Deliver, client: Client, seed: int
) -> None:
    deliver(hostile(seed))
    client.cookies["language"] = "en"
    for branch in (ALL, "kirurgi", "medikamentell"):
        for organisation in (ALL, *NAMES):
            page = client.get(PAGE, {"branch": branch, "organisation": organisation}).content.decode()
            cells = numbers(page) + re.findall(r"<dd>([^<]*)</dd>", page)
            assert len(cells) > 50
            assert {text for text in cells if text in {"0", "1", "2"}} == set()
            assert not [text for text in cells if text.startswith(("0%", "100%"))]


@pytest.mark.parametrize("seed", range(4))
def test_no_count_under_three_stands_in_the_files_of_a_small_hospital(
    norms: None, deliver: Deliver, client: Client, seed: int
) -> None:
    deliver(hostile(seed))
    told = client.get("/api/v1/indicators/brystkreft/OF4/").json()
    for figure in [*told["figures"], {"counted": told["running"]}, {"counted": told["indeterminate"]}]:
        value, within = figure["counted"]["value"], figure.get("within_limit")
        assert value is None or value >= 3
        assert within is None or min(within, value - within) >= 3
    rows = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}figures.csv").content.decode())))
    assert len(rows) == len(told["figures"])
    for row in rows:
        assert row["counted"] in {"few", "hidden"} or int(row["counted"]) >= 3
        assert row["within_limit"] == "" or 3 <= int(row["within_limit"]) <= int(row["counted"]) - 3


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_an_attacker_with_all_answers_cannot_solve_for_a_small_count(
    norms: None, deliver: Deliver, client: Client, seed: int
) -> None:
    cells = hostile(seed)
    deliver(cells)
    told = client.get("/api/v1/indicators/brystkreft/OF4/").json()
    true, sums = truth(cells)
    small = {quantity: positions for quantity, positions in sums.items() if sum(true[p] for p in positions) < 3}
    known = claims_of(told, sums)
    assert solved_by_algebra(known, small) | solved_by_bounds(known, small) == set()


def truth(cells: list[Cell]) -> tuple[Counter[Position], dict[Quantity, frozenset[Position]]]:
    """The true table, and what every sum is made of."""
    added: Counter[Position] = Counter()
    for one in cells:
        state = {"late": "missed", "overdue": "missed"}.get(one.state, one.state)
        branch = one.branch if state in {"met", "missed"} else ""
        added[Place(one.organisation, one.month, one.release), Slot(state, branch)] += one.n
    table = protect(cells)
    places = {
        Place(number, month, OLD if month < "2021-05" else NEW)
        for number in table.organisations
        for month in table.months
    }
    return added, parts(table, places)


def claims_of(told: Any, sums: dict[Quantity, frozenset[Position]]) -> list[Claim]:
    """What the JSON answer says, as statements about sums."""
    known: list[Claim] = []

    def count(quantity: Quantity, counted: Any) -> None:
        if counted["standing"] != "hidden":
            exact = counted["value"]
            known.append((sums[quantity], 0 if exact is None else exact, 2 if exact is None else exact))

    for kind in ("running", "indeterminate"):
        count(Quantity(kind, ALL, ALL, ALL), told[kind])
    for one in told["figures"]:
        quantity = Quantity("n", one["branch"], one["organisation"], one["period"])
        if quantity in sums:
            count(quantity, one["counted"])
            if one["share_low"] is not None:
                n = one["counted"]["value"]
                met = sums[quantity._replace(kind="met")]
                known.append((met, *whole_numbers(one["share_low"], one["share_high"], n)))
    return known


def test_the_headline_is_the_protected_figure(norms: None, deliver: Deliver) -> None:
    deliver(ample())
    told = headline("brystkreft", "OF4", NEW)
    assert (told.line.n.value, told.line.median) == (432, 25)
    assert told.line.share.exact == pytest.approx(2 / 3)
    assert headline("brystkreft", "OF1").line.n.value is None


def test_a_median_needs_ten(deliver: Deliver) -> None:
    for n, median in ((9, None), (10, 5)):
        deliver([cell("2021-05", "met", n - 3, 5), cell("2021-05", "late", 3, 9)])
        assert measured("brystkreft", "OF1").line().median == median


def test_a_median_is_not_shown_where_only_a_range_around_the_half_is(deliver: Deliver) -> None:
    assert not median_tells_nothing_more(20, Share(0.45, 0.55))
    assert not median_tells_nothing_more(20, Share(0.0, 0.1))
    assert median_tells_nothing_more(20, Share(0.5, 0.55))


def test_who_waits_without_a_known_treatment_is_counted_under_the_longest_limit(norms: None, deliver: Deliver) -> None:
    waiting = cell("2021-05", "overdue", 7, clock="OF4")
    deliver([*ample(), waiting])
    assert measured("brystkreft", "OF4").line(branch="kirurgi").n.value == 432 + 7
    assert measured("brystkreft", "OF4").line().n.value == 864 + 7


def test_a_median_is_not_shown_where_it_would_tell_how_many_still_wait(deliver: Deliver) -> None:
    """Of 11 with 5 in time, a median past the limit says that all 11 have stopped."""
    deliver([cell("2021-05", "met", 5, 5), cell("2021-05", "late", 6, 9)])
    assert measured("brystkreft", "OF1").line().median is None


@given(st.integers(20, 400), st.data())
def test_the_three_quartiles_leave_open_how_many_still_wait(n: int, data: st.DataObject) -> None:
    """Whoever knows n and how many kept the limit, and on which side each quartile lies, has three numbers to choose from."""
    met = data.draw(st.integers(3, n - 3))
    share = Share(met / n, met / n)
    sides: dict[tuple[bool, ...], list[int]] = {}
    middle: dict[bool, list[int]] = {}
    for stopped in range(met, n + 1):
        kept = [math.ceil(part * stopped) <= met for part in QUARTERS]
        sides.setdefault(tuple(kept), []).append(stopped)
        middle.setdefault(kept[1], []).append(stopped)
    assert quartiles_tell_nothing_more(n, share) == all(len(open_) >= 3 for open_ in sides.values())
    assert median_tells_nothing_more(n, share) == all(len(open_) >= 3 for open_ in middle.values())


@pytest.mark.parametrize("n", [20, 40, 59, 60, 100])
def test_quartiles_beside_a_bound_lie_on_the_side_that_the_bound_tells(n: int) -> None:
    """At least all but two in time: the upper quartile is in time whether nobody or two were late."""
    share = Share((n - 2) / n, 1.0)
    assert quartiles_tell_nothing_more(n, share)
    assert all(
        math.ceil(QUARTERS[2] * stopped) <= stopped - late for late in (0, 1, 2) for stopped in (n, n - 1, n - 2)
    )
    assert not quartiles_tell_nothing_more(n, Share(0.5, 0.7))


def test_quartiles_need_twenty(deliver: Deliver) -> None:
    for n, quartiles in ((19, None), (20, (5, 9))):
        deliver([cell("2021-05", "met", n - 8, 5), cell("2021-05", "late", 8, 9)])
        assert measured("brystkreft", "OF1").line().quartiles == quartiles
