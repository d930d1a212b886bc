"""Limits read from a pasted table: nothing changes before a person confirms, and nobody's limit is invented."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from normverk.govern.catalogue.limit_reading import Choice, likely_target, place_limits
from normverk.govern.catalogue.models import Edition
from normverk.norm.days import Unit
from normverk.norm.limit_tables import read_limit_tables
from normverk.norm.pathway import Limit
from tests.govern.catalogue.samples import draft_edition, pathway_content
from tests.govern.process.test_pages import well_made
from tests.govern.process.walking import OWNER, browser

PAGE = "/editions/oppdiktet/1.0.0/read-limits/"
HEAD = "<tr><th>Fra</th><th>Til</th><th>Tid</th></tr>"
WRITTEN = {"title": "Oppdiktet tabell", "url": "https://normverk.example/tabell"}
pytestmark = pytest.mark.django_db


def table(*rows: tuple[str, str, str]) -> str:
    cells = "".join(f"<tr><td>{start}</td><td>{stop}</td><td>{time}</td></tr>" for start, stop, time in rows)
    return f"<table>{HEAD}{cells}</table>"


PLAIN = table(("referred", "met", "9 kalenderdager"), ("met", "treated", "11 dager"), ("treated", "later", "ukjent"))


@pytest.fixture
def edition(now: datetime) -> Edition:
    return draft_edition(now, owner=OWNER)


@pytest.fixture
def client(edition: Edition, now: datetime) -> Client:
    return browser(OWNER, now)


def limits(edition: Edition) -> dict[str, Limit | None]:
    pathway = Edition.objects.get(pk=edition.pk).revision.read().pathway
    assert pathway is not None
    return {clock.id: clock.branches[0].limit for clock in pathway.clocks}


def read(client: Client, words: str = PLAIN) -> str:
    assert client.post(PAGE, {**WRITTEN, "words": words}).status_code == 302
    return client.get(PAGE).content.decode()


def test_what_was_read_is_shown_with_its_place_and_changes_nothing(client: Client, edition: Edition) -> None:
    before = limits(edition)
    page = read(client)
    well_made(page)
    assert "Tabell 1, rad 2, kolonne 3" in page
    assert "«9 kalenderdager»" in page
    assert "Det står dager, men ikke hvilke" in page
    assert "ukjent" in page
    assert limits(edition) == before


def test_a_place_called_the_same_is_filled_in_and_a_doubtful_one_never(client: Client, edition: Edition) -> None:
    page = read(client)
    assert page.count('value="OF1/" selected') == 1
    assert 'value="OF2/" selected' not in page


def test_what_is_confirmed_takes_the_place_of_the_limit_with_its_source(client: Client, edition: Edition) -> None:
    read(client)
    before = limits(edition)
    sent = {"confirm": "1", "begun_from": edition.revision_id, "target-0": "OF1/", "unit-0": "calendar_days"}
    assert client.post(PAGE, sent).status_code == 302
    after = limits(edition)
    assert after["OF1"] is not None
    assert (after["OF1"].value, after["OF1"].unit, after["OF1"].warn_before) == (9, Unit.CALENDAR_DAYS, 2)
    assert (after["OF1"].source.title, after["OF1"].source.url) == (WRITTEN["title"], WRITTEN["url"])
    assert "rad 2" in after["OF1"].source.note
    assert {id: after[id] for id in ("OF2", "OF4")} == {id: before[id] for id in ("OF2", "OF4")}
    assert "ds-fieldset" not in client.get(PAGE).content.decode()


def test_days_of_which_it_is_not_said_which_are_decided_by_a_person(client: Client, edition: Edition) -> None:
    read(client)
    sent = {"confirm": "1", "begun_from": edition.revision_id, "target-1": "OF2/", "unit-1": ""}
    refused = client.post(PAGE, sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Kilden sier ikke hvilke dager som telles" in page
    assert 'value="OF2/" selected' in page
    assert client.post(PAGE, {**sent, "unit-1": "working_days"}).status_code == 302
    found = limits(edition)["OF2"]
    assert found is not None
    assert (found.value, found.unit, found.warn_before) == (11, Unit.WORKING_DAYS, 0)


def test_two_limits_for_one_place_and_none_at_all_are_refused(client: Client, edition: Edition) -> None:
    read(client)
    before = limits(edition)
    both = {"confirm": "1", "begun_from": edition.revision_id, "unit-1": "weeks"}
    assert client.post(PAGE, both | {"target-0": "OF1/", "target-1": "OF1/"}).status_code == 422
    assert client.post(PAGE, both).status_code == 422
    assert client.post(PAGE, both | {"target-0": "nowhere/"}).status_code == 422
    assert limits(edition) == before


def test_confirming_over_a_newer_text_is_refused_and_keeps_what_was_read(client: Client, edition: Edition) -> None:
    read(client)
    sent = {"confirm": "1", "begun_from": "0" * 64, "target-0": "OF1/", "unit-0": "calendar_days"}
    assert client.post(PAGE, sent).status_code == 409
    assert "9 kalenderdager" in client.get(PAGE).content.decode()


def test_an_answer_of_the_content_api_is_read_too(client: Client) -> None:
    page = read(client, '{"tittel": "Frister", "tekst": "' + table(("met", "treated", "3 uker")) + '"}')
    assert "«3 uker»" in page


@pytest.mark.parametrize(
    "words", ["{broken", "[" * 100_000, "ingen tabell her", "<table><tr><td>bare ord</td></tr></table>", ""]
)
def test_what_holds_no_limits_is_refused_with_a_way_out(client: Client, words: str) -> None:
    refused = client.post(PAGE, {**WRITTEN, "words": words})
    assert refused.status_code == 422
    assert "ds-fieldset" not in client.get(PAGE).content.decode()


def test_script_in_a_cell_is_shown_as_words(client: Client) -> None:
    page = read(client, table(("<script>alert(1)</script>referred", "&lt;img onerror=x&gt;", "4 uker")))
    assert "<script>alert" not in page
    assert "<img onerror" not in page


def test_what_was_read_can_be_thrown_away(client: Client) -> None:
    read(client)
    assert client.post(PAGE, {"discard": "1"}).status_code == 302
    assert "ds-fieldset" not in client.get(PAGE).content.decode()


def test_a_warning_time_never_outlasts_the_new_limit() -> None:
    (found,) = read_limit_tables(table(("referred", "met", "1 kalenderdag")), title="t").proposals
    pathway = pathway_content().pathway
    assert pathway is not None
    assert likely_target(found, pathway) == ("OF1", "")
    before = pathway.clock("OF1").branches[0].limit
    assert before is not None
    assert before.warn_before == 2
    placed = place_limits([found], {0: Choice(("OF1", ""), None)}, {("OF1", ""): before})
    assert placed.limits[("OF1", "")].warn_before == 1
