"""Shares of new patients who were in a pathway: what is delivered, how it is shown, and that every file tells the same."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date
from typing import Any

import duckdb
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from normverk.base.events.queries import faults, history
from normverk.base.languages import say
from normverk.base.policy import Denied, Role, operator
from normverk.learn.actions import place_hospitals
from normverk.learn.inclusion.actions import receive_register
from normverk.learn.inclusion.models import RegisterDelivery, RegisterRow
from normverk.learn.inclusion.queries import measured_inclusion, newest, register_faults
from normverk.learn.inclusion.reading import NotUsable
from normverk.learn.inclusion.shown import part_told
from normverk.learn.periods import ALL
from tests.conftest import actor_with
from tests.learn.conftest import Deliver, cell
from tests.learn.inclusion.making import LATER, MIDT, NORD, READ_AT, SOURCE, VEST, ample, in_csv, in_json, read
from tests.learn.test_figure_pages import english, owner, strata

pytestmark = pytest.mark.django_db
PAGE, API = "/inclusion/brystkreft/", "/api/v1/inclusion/brystkreft/"
REGIONS = {VEST: "Region Vest", MIDT: "Region Vest"}


@pytest.fixture
def regions(norms: None) -> None:
    """Two of the hospitals in one region."""
    place_hospitals(regions=REGIONS, actor=operator(), now=READ_AT)


# Deliveries


def test_a_later_delivery_supersedes_the_earlier_and_both_stay(norms: None) -> None:
    first = read(ample())
    second = read([(hospital, period, 41, 20) for hospital, period, *_ in ample()], dated="2022-05-31", now=LATER)
    assert (first.outcome, first.superseded, second.outcome, second.superseded) == ("stored", 0, "stored", 1)
    assert [one.number for one in newest()] == [2]
    assert (
        RegisterRow.objects.filter(delivery__number=1).count()
        == RegisterRow.objects.filter(delivery__number=2).count()
        == 36
    )
    found = measured_inclusion("brystkreft")
    assert found is not None
    assert found.figures.line().met == 36 * 20
    assert [event.data["number"] for event in history(f"register/{SOURCE}")] == [1, 2]
    assert list(faults()) == []


def test_the_same_again_changes_nothing(norms: None) -> None:
    read(ample())
    again = receive_register(content=in_json(ample()), actor=operator(), now=LATER)
    assert (again.outcome, again.delivery.number, RegisterDelivery.objects.count()) == ("unchanged", 1, 1)


def test_numbers_of_an_earlier_day_do_not_supersede_newer_ones(norms: None) -> None:
    read(ample())
    with pytest.raises(NotUsable, match="older"):
        read(ample(), dated="2022-04-29", now=LATER)
    assert RegisterDelivery.objects.count() == 1


def test_a_pathway_has_one_source_until_that_source_lets_it_go(norms: None) -> None:
    read(ample())
    with pytest.raises(NotUsable, match="other-source"):
        read(ample(), source="Another register")
    assert RegisterRow.objects.count() == 36


def test_nothing_is_kept_of_a_file_with_a_fault(norms: None) -> None:
    with pytest.raises(NotUsable):
        read([*ample(), (VEST, "2021-01", 3, 4)])
    assert (RegisterDelivery.objects.count(), RegisterRow.objects.count()) == (0, 0)


def test_more_hospitals_and_periods_than_can_be_protected_are_refused(norms: None) -> None:
    rows = [(f"{310000000 + number}", f"{year}-01", 9, 5) for number in range(9) for year in (1990, 2021)]
    with pytest.raises(NotUsable, match="too-wide"):
        read(rows)


@pytest.mark.parametrize("role", [Role.VISITOR, Role.PATHWAY_COORDINATOR, Role.CLINICIAN, Role.SITE])
def test_only_norm_owners_and_administrators_may_deliver(norms: None, role: Role) -> None:
    with pytest.raises(Denied):
        receive_register(content=in_csv(ample()), actor=actor_with(role), now=READ_AT)


def test_changed_rows_are_found_and_impossible_ones_refused_by_the_database(norms: None) -> None:
    read(ample())
    assert list(register_faults()) == []
    RegisterRow.objects.filter(period="2021-03", organisation=VEST).update(included=1)
    (fault,) = register_faults()
    assert SOURCE in fault.detail
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterRow.objects.filter(period="2021-04", organisation=VEST).update(included=99)


def test_two_digests_of_the_same_numbers_differ(norms: None) -> None:
    """Otherwise somebody who knows all numbers but a small one could try each until the digest fits."""
    first = read([(VEST, "2021-T1", 9, 1)]).delivery
    RegisterRow.objects.all().delete()
    RegisterDelivery.objects.all().delete()
    assert read([(VEST, "2021-T1", 9, 1)]).delivery.digest != first.digest


# Figures


@pytest.mark.parametrize("kind", ["month", "tertial", "year"])
def test_the_sum_is_the_same_whatever_periods_the_source_counts_by(regions: None, kind: str) -> None:
    times = {"month": 12, "tertial": 3, "year": 1}[kind]
    read(ample(kind))
    found = measured_inclusion("brystkreft")
    assert found is not None
    line = found.figures.line
    assert (line().n.value, line().met) == (120 * times, (34 + 30 + 26) * times)
    assert line(period="2021", organisation="region:Region Vest").share.exact == (34 + 30) / 80
    assert line(organisation=NORD).share.exact == 26 / 40
    if kind != "year":
        assert line(period="2021-T2").n.value == 120 * times // 3
    else:
        assert line(period="2021-T2").n.value is None


def test_every_file_tells_the_same_figures(regions: None, client: Client, tmp_path: Any) -> None:
    read([*ample()[:-1], (NORD, "2021-12", 4, 1)])
    answer = client.get(API).json()
    told = {
        (one["organisation"], one["period"]): (one["new_patients"]["value"], one["included"], one["share_low"])
        for one in answer["figures"]
    }
    assert len(told) == 5 * 17
    assert told[NORD, "2021-12"] == (4, None, None)
    rows = csv.DictReader(io.StringIO(client.get(f"{PAGE}figures.csv").content.decode()))
    number = lambda text: int(text) if text.isdecimal() else None  # noqa: E731
    assert {
        (row["organisation"], row["period"]): (number(row["new_patients"]), number(row["included"])) for row in rows
    } == {key: value[:2] for key, value in told.items()}
    file = tmp_path / "inclusion.parquet"
    file.write_bytes(client.get(f"{PAGE}figures.parquet").content)
    held = duckdb.sql(f"SELECT organisation, period, new_patients, included, share_low FROM '{file}'").fetchall()
    assert {tuple(row[:2]): tuple(row[2:]) for row in held} == told
    report = client.get(f"{PAGE}measure-report.json").json()
    assert {key[1:]: value for key, value in strata(report)} == {key: value[:2] for key, value in told.items()}
    assert report["period"] == {"start": "2021-01-01", "end": "2021-12-31"}
    assert report["measure"] == "https://hub.example.org/inclusion/brystkreft/"


@pytest.mark.parametrize(
    "question", [{"organisation": VEST}, {"organisation": "region:Region Vest", "kind": "tertial"}, {"period": "2021"}]
)
def test_programs_ask_by_hospital_region_and_period(regions: None, client: Client, question: dict[str, str]) -> None:
    read(ample())
    every, some = (client.get(API, q).json()["figures"] for q in ({}, question))
    wanted = [
        one
        for one in every
        if all(one[name] == value for name, value in question.items() if name != "kind")
        and ("kind" not in question or re.fullmatch(r"\d{4}-T\d", one["period"]))
    ]
    assert some == wanted
    assert wanted
    rows = csv.DictReader(io.StringIO(client.get(f"{PAGE}figures.csv", question).content.decode()))
    assert [(row["organisation"], row["period"]) for row in rows] == [
        (one["organisation"], one["period"]) for one in wanted
    ]


def test_the_target_is_told_with_its_source_and_only_where_one_is_known(norms: None, client: Client) -> None:
    read(ample())
    target = client.get(API).json()["target"]
    assert (target["share"], target["page"].startswith("https://helsedirektoratet.no/")) == (0.70, True)
    page = english(client, PAGE)
    assert target["title"] in html.unescape(page)
    assert "<dd>reached (70%)</dd>" in page
    assert "<dd>not reached (70%)</dd>" in english(client, PAGE, {"organisation": NORD})


def test_of_a_share_that_is_told_as_a_range_the_target_is_judged_only_where_the_range_allows() -> None:
    from normverk.learn.inclusion.target import NATIONAL
    from normverk.learn.inclusion.templatetags.inclusion import target_words
    from normverk.learn.suppression import NO_SHARE, Share

    told = [target_words(one, NATIONAL) for one in (Share(0.7, 0.7), Share(0.65, 0.75), Share(0.6, 0.65), NO_SHARE)]
    assert told == [say(f"inclusion.target.{word}") for word in ("reached", "open", "missed", "open")]


def test_without_those_included_there_is_no_share_but_the_pathways_that_began(
    norms: None, deliver: Deliver, client: Client
) -> None:
    deliver([cell("2021-06", "met", 30, 5), cell("2021-06", "late", 12, 9), cell("2021-06", "running", 4, 3)])
    read([(VEST, "2021-06", 40, None), (VEST, "2021-07", 40, None)])
    answer = client.get(API).json()
    assert (answer["tells_share"], answer["target"]) == (False, None)
    assert all(one["share_low"] is one["included"] is None for one in answer["figures"])
    page = english(client, PAGE)
    assert "the share cannot be worked out" in page
    assert re.search(r"Jun 2021</th>\s*<td[^>]*>40</td>\s*<td[^>]*>46</td>", page)
    assert re.search(r"Jul 2021</th>\s*<td[^>]*>40</td>\s*<td[^>]*>hidden</td>", page)
    report = client.get(f"{PAGE}measure-report.json").json()
    assert strata(report)[0] == ((ALL, ALL, ALL), (80, None))
    assert "not delivered" in english(client, "/inclusion/")


# Pages


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_speak_three_languages(regions: None, client: Client, language: str) -> None:
    read(ample("tertial"))
    publisher = owner()
    publisher.post(f"{PAGE}publish/", {"period": "2021-T1"})
    for reader in (client, publisher):
        reader.cookies["language"] = language
    pages = ["/inclusion/", PAGE, f"{PAGE}published/", f"{PAGE}published/2021-T1/"]
    for reader, address in [
        *((client, one) for one in pages),
        (publisher, "/register/deliver/"),
        (publisher, f"{PAGE}publish/"),
    ]:
        answer = reader.get(address)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert f'<html lang="{language}"' in page
        assert not re.search(r"\b(inclusion|learn)\.[a-z]", re.sub(r"<[^>]*>", "", page))
        assert page.count("<table") == page.count("<caption>")


def test_a_pathway_without_numbers_says_what_is_missing(norms: None, client: Client) -> None:
    assert "No source has delivered numbers for this pathway yet." in english(client, PAGE)
    assert client.get(API).json()["figures"] == []
    assert client.get(f"{PAGE}measure-report.json").json()["status"] == "pending"


@pytest.mark.parametrize("address", ["/inclusion/nothing/", "/api/v1/inclusion/nothing/", f"{PAGE}published/2021/"])
def test_what_is_not_there_is_not_found(norms: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("choice", [{"organisation": "x"}, {"period": "2021-99"}])
def test_an_unknown_choice_is_said_at_the_field(norms: None, client: Client, choice: dict[str, str]) -> None:
    read(ample())
    answer = client.get(PAGE, choice)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()


def test_invented_figures_are_marked_everywhere(norms: None, client: Client) -> None:
    receive_register(content=in_csv(ample()), actor=operator(), now=READ_AT, invented=True)
    for address in (PAGE, "/inclusion/"):
        assert "The figures are made up, for demonstration." in english(client, address)
    assert client.get(API).json()["source"]["invented"] is True


def send(content: bytes) -> Any:
    """An owner sends a file by the page."""
    reader = owner()
    reader.cookies["language"] = "en"
    return reader.post("/register/deliver/", {"file": SimpleUploadedFile("a.csv", content)})


def test_an_owner_reads_a_file_in_on_the_page(norms: None, client: Client) -> None:
    answer = send(in_csv(ample()))
    assert (answer.status_code, answer["Location"]) == (302, "/inclusion/")
    assert SOURCE in english(client, "/inclusion/")
    assert "/register/deliver/" not in english(client, "/inclusion/")


def test_a_file_with_faults_is_refused_on_the_page_with_every_place(norms: None) -> None:
    answer = send(in_csv([(VEST, "2021-13", 4, 3), (VEST, "2021-02", 4, 5)]))
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Line 2, period: This is no month" in page
    assert "Line 3, included: More were in a pathway than there were new patients." in page
    assert RegisterDelivery.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"<script>alert(1)</script>", b"\x00\x01\xff", b"x" * 6 * 1024 * 1024])
def test_other_files_are_refused_on_the_page(norms: None, content: bytes) -> None:
    answer = send(content)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_the_date_of_the_source_is_kept(norms: None) -> None:
    assert read(ample()).delivery.dated == date(2022, 4, 30)


def test_a_year_of_which_the_source_lacks_a_tertial_is_told_to_be_a_part() -> None:
    whole = ("2021-T1", "2021-T2", "2021-T3")
    assert part_told((*whole, "2022-T1"), ("2022", "2021")) == ("2022",)
    assert part_told(("2021-01", "2021-02", "2021-03", "2021-04"), ("2021-T1", "2021")) == ("2021",)
