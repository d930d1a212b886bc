"""Figures by treatment, hospital, region, month and tertial: page, API and every file answer the same question alike."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any

import duckdb
import pytest
from django.test import Client

from normverk.base.policy import operator
from normverk.learn.actions import place_hospitals
from normverk.learn.periods import ALL
from tests.learn.conftest import Deliver, cell
from tests.learn.test_figure_pages import AT, english, strata, waiting
from tests.learn.test_pages import hostile
from tests.learn.test_publishing import PUBLISHED, year

pytestmark = pytest.mark.django_db
API = f"/api/v1{AT}"
VEST, NORD = "310000019", "310000035"
EDITION = "release:no.demo.normverk.brystkreft#2.0.0"


@pytest.fixture
def figures(norms: None, deliver: Deliver) -> None:
    """A whole year of three hospitals, two of them in a region, with some who still wait."""
    deliver([*year(), *waiting()])
    place_hospitals(regions={VEST: "Region Vest", "310000027": "Region Vest"}, actor=operator(), now=PUBLISHED)


QUESTIONS = [
    {},
    {"branch": "kirurgi"},
    {"organisation": VEST},
    {"organisation": "region:Region Vest"},
    {"period": "2021-06"},
    {"period": "2021-T2"},
    {"period": EDITION},
    {"kind": "month"},
    {"kind": "tertial", "organisation": "region:Region Vest", "branch": "kirurgi"},
    {"branch": "kirurgi", "organisation": NORD, "period": "2021-T3"},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_every_file_answers_a_question_with_the_same_figures(
    figures: None, client: Client, question: dict[str, str], tmp_path: Any
) -> None:
    every = told(client.get(f"{API}/").json())
    answered = told(client.get(f"{API}/", question).json())
    kinds = {"month": r"\d{4}-\d\d", "tertial": r"\d{4}-T\d"}
    wanted = {
        key: figure
        for key, figure in every.items()
        if all(
            question.get(name, value) == value
            for name, value in zip(("branch", "organisation", "period"), key, strict=True)
        )
        and re.fullmatch(kinds.get(question.get("kind", ""), ".*"), key[2])
    }
    assert answered == wanted
    assert wanted
    rows = csv.DictReader(io.StringIO(client.get(f"{AT}/figures.csv", question).content.decode()))
    assert [(row["branch"], row["organisation"], row["period"]) for row in rows] == [*wanted]
    file = tmp_path / "figures.parquet"
    file.write_bytes(client.get(f"{AT}/figures.parquet", question).content)
    held = duckdb.sql(f"SELECT branch, organisation, period, counted, within_limit FROM '{file}'").fetchall()
    assert {tuple(row[:3]): tuple(row[3:]) for row in held} == wanted
    report = dict(strata(client.get(f"{AT}/measure-report.json", question).json()))
    assert report == {(ALL, ALL, ALL): every[ALL, ALL, ALL], **wanted}


def told(answer: dict[str, Any]) -> dict[tuple[str, str, str], tuple[int | None, int | None]]:
    """Number and within the limit of every figure of an answer."""
    return {
        (one["branch"], one["organisation"], one["period"]): (one["counted"]["value"], one["within_limit"])
        for one in answer["figures"]
    }


@pytest.mark.parametrize("question", [q for q in QUESTIONS if "kind" not in q], ids=str)
def test_the_page_tells_the_same_figure_as_the_program_gets(
    figures: None, client: Client, question: dict[str, str]
) -> None:
    page = english(client, f"{AT}/", question)
    whole = {name: question.get(name, ALL) for name in ("branch", "organisation", "period")}
    (figure,) = client.get(f"{API}/", whole).json()["figures"]
    named = {ALL: "All editions", "2021-06": "Jun 2021", "2021-T2": "May to August 2021", "2021-T3": "September to December 2021",
             EDITION: "Edition 2.0.0"}[whole["period"]]  # fmt: skip
    row = re.search(rf'<th scope="row" role="rowheader">{named}</th>(.*?)</tr>', page, re.DOTALL)
    assert row
    first, second, *_ = [re.sub("<[^>]*>", "", cell) for cell in row[1].split("</td>")]
    assert first == str(figure["counted"]["value"])
    assert second == f"{100 * figure['within_limit'] / figure['counted']['value']:.1f}%"
    hospital = client.get(f"{API}/", {**whole, "organisation": VEST}).json()["figures"][0]
    assert f">{hospital['counted']['value']}</td>" in page


@pytest.mark.parametrize("file", [f"{API}/", f"{AT}/figures.csv", f"{AT}/figures.parquet", f"{AT}/measure-report.json"])
@pytest.mark.parametrize(
    "question", [{"branch": "healing"}, {"organisation": "999999999"}, {"period": "2099-01"}, {"kind": "week"}], ids=str
)
def test_a_question_that_no_figure_answers_is_refused_with_a_way_out(
    figures: None, client: Client, file: str, question: dict[str, str]
) -> None:
    answer = client.get(file, question, headers={"accept": "application/json"})
    assert answer.status_code == 400
    if file.startswith("/api/"):
        assert re.search("leave it out|kind is one of", answer.json()["detail"])
        assert next(iter(question.values())) not in answer.json()["detail"]


@pytest.mark.parametrize("period", ["2021-99", "x"])
def test_a_period_that_is_not_there_is_said_at_the_field(figures: None, client: Client, period: str) -> None:
    answer = client.get(f"{AT}/", {"period": period})
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()


CHOICES = [
    {"target": "70"},
    {"organisation": VEST},
    {"organisation": "region:Region Vest", "target": "90"},
    {"branch": "kirurgi"},
]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_development_tells_programs_what_the_page_tells(figures: None, client: Client, choice: dict[str, str]) -> None:
    """Figure by figure: every point with its limits and verdict, every step of the curve, every change of edition."""
    page = html.unescape(english(client, f"{AT}/development/", choice))
    answer = client.get(f"{API}/development/", choice).json()
    tables = [rows(table) for table in re.findall(r"<table.*?</table>", page, re.DOTALL)]
    shares, medians = tables[0], tables[1]
    assert [row[1:5] for row in shares] == [
        [percent(point[name]) for name in ("value", "mean", "lower", "upper")] for point in answer["shares"]["points"]
    ]
    assert [row[1:6] for row in medians] == [
        [decimal(point[name]) for name in ("value", "mean", "lower", "upper", "moving")]
        for point in answer["medians"]["points"]
    ]
    for table, control in ((shares, answer["shares"]), (medians, answer["medians"])):
        assert [row[-1] for row in table] == [verdict(point) for point in control["points"]]
    assert len(shares) >= 10
    if answer["curve"]:
        assert [row[1:] for row in tables[2]] == [
            [
                percent(step["moved_on"]),
                "–" if step["low"] is None else f"{percent(step['low'])} – {percent(step['high'])}",
            ]
            for step in answer["curve"]
        ]
    assert (answer["curve_standing"] == "told") == bool(answer["curve"]) == ("branch" not in choice)
    (change,) = answer["changes"]
    assert tables[-1][0][1:3] == [f"{100 * change[side]['share_low']:.1f}%" for side in ("before", "after")]
    assert tables[-1][0][3] == f"{100 * change['difference']:+.1f}".replace("-", "−")
    assert ("As things are now" in page) == (answer["shares"]["assurance"] is not None) == ("target" in choice)


def rows(table: str) -> list[list[str]]:
    """The words of every cell in a table's body, row by row."""
    body = table.partition("<tbody")[2]
    return [
        [re.sub("<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def percent(share: float) -> str:
    """As the page writes a share in English."""
    return f"{100 * share:.1f}".removesuffix(".0") + "%"


def decimal(value: float | None) -> str:
    """As the page writes a number in English."""
    return "–" if value is None else f"{value:.1f}".replace("-", "−")


def verdict(point: dict[str, Any]) -> str:
    """As the page puts a verdict in English."""
    rule = {"none": "usual unrest", "outside": "outside the control limits",
            "shift": "one of seven on the same side of the mean", "trend": "one of seven that rise or fall",
            "two-of-three": "two of three near a control limit"}[point["rule"] or "none"]  # fmt: skip
    return f"{point['meaning']}: {rule}" if point["meaning"] in {"improvement", "concern"} else rule


def test_a_site_that_does_not_tell_how_long_its_clocks_have_run_leaves_the_curve_unknown(
    norms: None, deliver: Deliver, client: Client
) -> None:
    deliver([*year(), cell("2021-12", "running", 5, clock="OF4")])
    answer = client.get(f"{API}/development/").json()
    assert (answer["curve_standing"], answer["curve"]) == ("unknown", [])


@pytest.mark.parametrize("choice", [{"organisation": "nobody"}, {"target": "170"}, {"branch": "healing"}])
def test_a_choice_of_development_that_cannot_be_is_refused(
    figures: None, client: Client, choice: dict[str, str]
) -> None:
    answer = client.get(f"{API}/development/", choice)
    assert answer.status_code == 400
    assert next(iter(choice)) in answer.json()["detail"]


@pytest.mark.parametrize("seed", range(3))
def test_development_of_a_small_hospital_tells_only_what_its_figures_tell(
    norms: None, deliver: Deliver, client: Client, seed: int
) -> None:
    deliver(hostile(seed))
    exact = {
        (one["organisation"], one["period"]): one["share_low"]
        for one in client.get(f"{API}/").json()["figures"]
        if one["branch"] == ALL and one["share_low"] == one["share_high"]
    }
    for organisation in (ALL, VEST, NORD):
        answer = client.get(f"{API}/development/", {"organisation": organisation}).json()
        for point in answer["shares"]["points"]:
            assert point["value"] == exact[organisation, point["month"]]
        assert answer["curve"] == []
