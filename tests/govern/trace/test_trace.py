"""The chain from need to indicator is whole for what is published, and says what is missing for what is not."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client

from normverk.base.events.queries import faults
from normverk.base.policy import Role
from normverk.govern.process.models import Need
from normverk.govern.trace.queries import REQUIRED, find_trace
from normverk.learn.collect import send_histogram
from normverk.publish.actions import make_key
from normverk.sim.demonstration.cases import tell
from normverk.sim.demonstration.persons import make_persons
from normverk.sim.demonstration.stories import finished, heard
from normverk.sim.generator import generate, to_ndjson
from normverk.use.pathways.actions.intake import take_in
from tests.conftest import actor_with

pytestmark = pytest.mark.django_db
AS_OF = date(2022, 4, 30)


@pytest.fixture
def published(now: datetime) -> None:
    """Both breast cancer editions published, and figures delivered under them; one more case in its hearing."""
    administrator = actor_with(Role.ADMINISTRATOR)
    make_key(actor=administrator, now=now)
    make_persons(now=now)
    for story in (*finished(), heard(now.date())):
        tell(story)
    events = to_ndjson(generate(seed=7, patients=400).events)
    take_in(content=events, name="e.ndjson", form="ndjson", actor=administrator, now=now, as_of=AS_OF)
    send_histogram(as_of=AS_OF, actor=administrator, now=now)


def test_no_link_is_missing_in_what_is_published(published: None) -> None:
    for number in ("1.0.0", "2.0.0"):
        for clock in ("", "OF1", "OF2", "OF3", "OF4"):
            trace = find_trace("brystkreft", number, clock)
            assert trace is not None
            assert trace.missing == (), f"{number} {clock}"


def test_every_link_on_the_page_leads_to_a_page(published: None) -> None:
    client = Client()
    page = client.get("/trace/brystkreft/2.0.0/OF2/").content.decode()
    trace = find_trace("brystkreft", "2.0.0", "OF2")
    assert trace is not None
    addresses = {urlsplit(link.url).path for link in trace.links} | {trace.release_address, trace.clocks[0].address}
    for link in trace.links:
        assert f'href="{link.url}"' in page
    for address in addresses:
        assert client.get(address).status_code == 200, address
    need = Need.objects.get(title=finished()[1].need_title)
    assert f"/needs/{need.ref}/" in addresses


def test_the_api_tells_the_same_stations_in_order(published: None) -> None:
    told = Client().get("/api/v1/trace/brystkreft/2.0.0/OF2/").json()
    kinds = [station["kind"] for station in told["stations"]]
    assert told["missing"] == []
    assert list(dict.fromkeys(kind for kind in REQUIRED if kind in kinds)) == list(REQUIRED)
    assert (kinds[0], kinds[-1]) == ("need", "indicator")
    assert kinds[-4:] == ["release", "paragraph", "limit", "indicator"]


def test_the_limit_leads_to_the_paragraph_that_says_it_in_the_release_and_before_that_in_the_edition(
    published: None,
) -> None:
    told = Client().get("/api/v1/trace/brystkreft/2.0.0/OF2/").json()
    paragraph = next(station for station in told["stations"] if station["kind"] == "paragraph")
    assert paragraph["url"] == "/products/brystkreft/2.0.0/tid-of2/"
    assert "12 kalenderdager" in Client().get(paragraph["url"]).content.decode()
    assert f'href="{paragraph["url"]}"' in Client().get("/trace/brystkreft/2.0.0/OF2/").content.decode()
    draft = find_trace("lymfomer", "1.0.0", "OF2")
    assert draft is not None
    page, anchor = draft.clocks[0].paragraph_address.split("#")
    assert f'id="{anchor}"' in Client().get(page).content.decode()


def test_a_case_under_way_says_what_is_missing(published: None) -> None:
    trace = find_trace("lymfomer", "1.0.0")
    assert trace is not None
    assert trace.missing == ("release", "indicator")
    page = Client().get("/trace/lymfomer/1.0.0/")
    assert page.status_code == 200


def test_an_unknown_edition_or_clock_is_not_found(published: None) -> None:
    for address in ("/trace/brystkreft/9.0.0/", "/trace/ukjent/1.0.0/", "/trace/brystkreft/2.0.0/OF9/"):
        assert Client().get(address).status_code == 404


def test_the_demonstration_leaves_a_whole_log(published: None) -> None:
    assert list(faults()) == []
