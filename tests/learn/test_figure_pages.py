"""The pages of development and of published figures, and that every file tells the same figures."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest
from django.test import Client

from normverk.base.accounts.actions import make_account
from normverk.base.policy import Grant, Role, operator
from normverk.learn.actions import place_hospitals
from normverk.learn.models import FrozenFigures
from normverk.learn.periods import ALL
from tests.learn.conftest import Deliver, cell
from tests.learn.test_pages import ample, hostile
from tests.learn.test_publishing import CLOCK, LATER, PUBLISHED, correct, publish, year

pytestmark = pytest.mark.django_db
AT = "/indicators/brystkreft/OF4"


def english(client: Client, address: str, data: Any = None) -> str:
    """A page in English."""
    client.cookies["language"] = "en"
    answer = client.get(address, data)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def owner() -> Client:
    """Somebody who owns norms, logged in."""
    account = make_account(
        username="owner", display_name="Owner", grants=(Grant(Role.NORM_OWNER),), actor=operator(), now=PUBLISHED
    )
    client = Client()
    session = client.session
    session["account"] = str(account.pk)
    session.save()
    return client


def waiting() -> list[Any]:
    """Some who wait, with how long."""
    return [cell("2021-12", "running", 5, 9, clock="OF4"), cell("2021-11", "overdue", 5, 45, clock="OF4")]


def test_development_shows_control_curve_and_change(norms: None, deliver: Deliver, client: Client) -> None:
    deliver([*year(), *waiting()])
    page = english(client, f"{AT}/development/", {"target": "70"})
    assert "usual unrest" in page
    assert "As things are now, the target will be reached in some months and not in others" in page
    assert "Have moved on" in page
    assert "The figures say what differed, and not why." in page
    assert page.count("<table") == page.count("<caption>") == 4


def test_a_month_that_stands_out_is_named(norms: None, deliver: Deliver, client: Client) -> None:
    worse = [cell("2021-09", "late", 60, 40, branch="kirurgi", clock="OF4", organisation="310000019")]
    deliver([*year(), *worse])
    page = english(client, f"{AT}/development/")
    assert "concern: outside the control limits" in page


def test_the_curve_is_not_drawn_when_a_site_does_not_tell_how_long_its_patients_wait(
    norms: None, deliver: Deliver, client: Client
) -> None:
    deliver([*year(), cell("2021-12", "running", 5, clock="OF4")])
    assert "without how long those who wait have waited" in english(client, f"{AT}/development/")


def test_an_impossible_target_is_said_at_the_field(norms: None, deliver: Deliver, client: Client) -> None:
    deliver(ample())
    answer = client.get(f"{AT}/development/", {"target": "170"})
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_speak_three_languages(norms: None, deliver: Deliver, client: Client, language: str) -> None:
    deliver([*year(), *waiting()])
    publish()
    correct([*year(), cell("2021-02", "met", 9, 21, branch="kirurgi", clock="OF4")])
    client.cookies["language"] = language
    for address in ("/", "/development/", "/published/", "/published/2021-T1/"):
        page = client.get(AT + address)
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.content.decode()
        assert "learn." not in re.sub(r"<[^>]*>", "", page.content.decode())


def test_regions_tertials_and_years_stand_on_the_page(norms: None, deliver: Deliver, client: Client) -> None:
    deliver(year())
    place_hospitals(regions={"310000019": "Region Vest", "310000027": "Region Vest"}, actor=operator(), now=PUBLISHED)
    page = english(client, f"{AT}/")
    assert "May to August 2021" in page
    assert "Region Vest" in page
    assert 'href="/inclusion/brystkreft/"' in page
    chosen = english(client, f"{AT}/", {"organisation": "region:Region Vest"})
    assert ">1728</td>" in chosen


def test_an_owner_publishes_and_everybody_reads_it_beside_what_is_known_now(
    norms: None, deliver: Deliver, client: Client
) -> None:
    deliver(year())
    publisher = owner()
    assert english(publisher, f"{AT}/published/").count(f'href="{AT}/publish/"') == 1
    answer = publisher.post(f"{AT}/publish/", {"period": "2021-T1"})
    assert (answer.status_code, answer["Location"]) == (302, f"{AT}/published/2021-T1/")
    assert "None of the figures is another now." in english(client, f"{AT}/published/2021-T1/")
    correct([*year(), cell("2021-02", "met", 9, 21, branch="kirurgi", clock="OF4")], datetime(2027, 6, 2, tzinfo=UTC))
    page = english(client, f"{AT}/published/2021-T1/")
    digest = FrozenFigures.objects.get().digest
    assert digest in page
    assert "The figures fit the digest." in page
    assert "vest, received 2 June 2027" in page
    assert client.get(f"{AT}/published/2021-T1/figures.json").content.decode() == FrozenFigures.objects.get().content
    told = client.get("/api/v1/indicators/brystkreft/OF4/published/").json()["publications"]
    assert [(one["period"], one["digest"], len(one["ledger"])) for one in told] == [("2021-T1", digest, 8)]
    assert {cause["site"] for entry in told[0]["ledger"] for cause in entry["causes"]} == {"vest"}


def test_a_period_that_cannot_be_published_is_refused(norms: None, deliver: Deliver) -> None:
    deliver(year())
    answer = owner().post(f"{AT}/publish/", {"period": "2029"})
    assert answer.status_code == 422
    assert FrozenFigures.objects.count() == 0


def test_a_visitor_sees_no_way_to_publish(norms: None, deliver: Deliver, client: Client) -> None:
    deliver(year())
    assert "/publish/" not in english(client, f"{AT}/published/")
    assert client.get(f"{AT}/publish/").status_code == 302


@pytest.mark.parametrize("address", ["/published/2021-T3/", "/published/2021-T3/figures.json", "/published/x/"])
def test_what_is_not_published_is_not_found(norms: None, client: Client, address: str) -> None:
    assert client.get(AT + address).status_code == 404


@pytest.mark.parametrize("seed", range(3))
def test_every_file_tells_the_same_figures(
    norms: None, deliver: Deliver, client: Client, seed: int, tmp_path: Any
) -> None:
    """JSON, CSV, Parquet and MeasureReport: what is hidden in one is hidden in all, so none can be held against another."""
    deliver(hostile(seed) if seed else ample())
    told = {
        (one["branch"], one["organisation"], one["period"]): (one["counted"]["value"], one["within_limit"])
        for one in client.get("/api/v1/indicators/brystkreft/OF4/").json()["figures"]
    }
    rows = csv.DictReader(io.StringIO(client.get(f"{AT}/figures.csv").content.decode()))
    number = lambda text: int(text) if text.isdecimal() else None  # noqa: E731
    assert told == {
        (row["branch"], row["organisation"], row["period"]): (number(row["counted"]), number(row["within_limit"]))
        for row in rows
    }
    file = tmp_path / "figures.parquet"
    file.write_bytes(client.get(f"{AT}/figures.parquet").content)
    held = duckdb.sql(f"SELECT branch, organisation, period, counted, within_limit FROM '{file}'").fetchall()
    assert told == {tuple(row[:3]): tuple(row[3:]) for row in held}
    assert told == dict(strata(client.get(f"{AT}/measure-report.json").json()))


def strata(report: dict[str, Any]) -> list[tuple[tuple[str, str, str], tuple[int | None, int | None]]]:
    """Every stratum of a MeasureReport, the group among them; what is masked is None."""
    assert report["resourceType"] == "MeasureReport"
    (group,) = report["group"]
    found = [((ALL, ALL, ALL), populations(group))]
    for stratum in group["stratifier"][0]["stratum"]:
        branch, organisation, period = (part["value"]["text"] for part in stratum["component"])
        found.append(((branch, organisation, period), populations(stratum)))
    return found


def populations(held: dict[str, Any]) -> tuple[int | None, int | None]:
    """Denominator and numerator."""
    masked = {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}]
    }
    counts = {}
    for one in held["population"]:
        counts[one["code"]["coding"][0]["code"]] = one.get("count")
        assert "count" in one or one["_count"] == masked
        assert one.get("count") is None or one["count"] >= 3
    assert "value" in held["measureScore"] or held["measureScore"] == masked
    return counts["denominator"], counts["numerator"]


def test_a_report_without_figures_is_pending(norms: None, client: Client) -> None:
    report = client.get(f"{AT}/measure-report.json").json()
    assert (report["status"], "group" in report) == ("pending", False)
    assert report["measure"] == f"https://hub.example.org{AT}/"


def test_the_report_says_its_period_and_measure(norms: None, deliver: Deliver, client: Client) -> None:
    deliver(ample())
    report = client.get(f"{AT}/measure-report.json").json()
    assert report["period"] == {"start": "2021-03-01", "end": "2021-06-30"}
    assert report["group"][0]["measureScore"] == {"value": 0.666667}
    assert CLOCK == ("brystkreft", "OF4")
    assert LATER > PUBLISHED
