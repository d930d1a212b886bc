"""What people and programs meet: the page in three languages, the API, the file, saved searches, the commands, the job."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client

from normverk.base.events.models import Event
from normverk.base.jobs.worker import run_due
from normverk.base.policy import Actor, Denied, Role
from normverk.cli import parser, run
from normverk.norm.text import Text
from normverk.publish.actions import withdraw_release
from normverk.publish.models import Release
from normverk.publish.search import document
from normverk.publish.search.actions import MOST_SAVED, TooMany, remove_search, save_search
from normverk.publish.search.document import SearchDocument, documents
from normverk.publish.search.index import build
from normverk.publish.search.models import SavedSearch
from normverk.publish.search.queries import index_path
from tests.conftest import actor_with
from tests.publish.examples import publish_first, publish_second, text
from tests.publish.search.test_asking import HOSTILE

pytestmark = pytest.mark.django_db

OWNER = actor_with(Role.NORM_OWNER, id="owner")
OTHER = actor_with(Role.CLINICIAN, id="other", organisation="310000003")


@pytest.fixture
def published(now: datetime) -> None:
    """Two versions of a norm, found."""
    publish_first(now)
    publish_second(now)
    run_due(now_fn=lambda: now)


def page(client: Client, language: str = "nb", **asked: object) -> str:
    """The search page's HTML."""
    answer = client.get(f"/search/?{urlencode(asked, doseq=True)}", headers={"accept-language": language})
    assert answer.status_code == 200, asked
    return answer.content.decode()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_is_well_made_in_every_language(client: Client, published: None, language: str) -> None:
    for html in (page(client, language), page(client, language, q="prøvenorm"), page(client, language, q="xyzzy")):
        assert f'<html lang="{language}"' in html
        assert html.count("<h1") == 1
        assert html.count('role="search"') == 1
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        for wanted in re.findall(r'for="([^"]+)"', html):
            assert wanted in ids
        assert "style=" not in html


def test_a_published_release_is_found_with_its_sections_and_marked(client: Client, published: None) -> None:
    html = page(client, q="prøvenormer")
    assert 'href="/releases/no.demo.normverk.prove/2.0.0/"' in html
    assert "<mark>Prøvenorm</mark>" in html
    assert 'href="/releases/no.demo.normverk.prove/2.0.0/#section-om"' in page(client, q="ring pasienten samme dag")
    assert html.index("no.demo.normverk.prove/2.0.0/") < html.index("no.demo.normverk.prove/1.0.0/")


def test_a_day_asked_for_finds_what_was_in_force_then(client: Client, published: None) -> None:
    then = page(client, q="prøvenorm", on="2016-01-01")
    assert "prove/1.0.0/" in then
    assert "prove/2.0.0/" not in then


def test_a_withdrawn_release_says_so(client: Client, published: None, administrator: Actor, now: datetime) -> None:
    withdraw_release(release=Release.objects.get(version="2.0.0"), reason=text("Feil"), actor=administrator, now=now)
    run_due(now_fn=lambda: now)
    statuses = {hit["standing"] for hit in api(client, q="prøvenorm", status="withdrawn")["hits"]}
    assert statuses == {"withdrawn"}


def api(client: Client, **asked: object) -> dict[str, object]:
    """The API's answer."""
    answer = client.get(f"/api/v1/search?{urlencode(asked, doseq=True)}")
    assert answer.status_code == 200
    return answer.json()  # type: ignore[no-any-return]


def test_programs_get_the_same_as_people(client: Client, published: None) -> None:
    answer = api(client, q="prøvenorm", language="nb", kind="pathway")
    assert answer["total"] == 4
    assert answer["hits"][0]["title"] == [{"text": "Prøvenorm", "hit": True}]  # type: ignore[index]
    assert {facet["name"] for facet in answer["facets"]} >= {"kind", "piece", "status", "language"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", [words for words in HOSTILE if "\ud800" not in words])
def test_no_question_is_a_fault(client: Client, published: None, words: str) -> None:
    client.raise_request_exception = False
    for address in ("/search/", "/api/v1/search", "/search/results.csv"):
        answer = client.get(f"{address}?{urlencode({'q': words, 'kind': words, 'on': words, 'page': words})}")
        assert answer.status_code == (400 if "\0" in words else 200), address
        if "html" in answer["Content-Type"]:
            assert "<script>alert" not in answer.content.decode()


def test_hostile_text_in_a_document_is_shown_as_text(client: Client, now: datetime) -> None:
    bad = "<script>alert(1)</script> =cmd()"
    one = SearchDocument(
        key="x", address="/x/", kind=bad, title=Text(nb=bad), ingress=Text(nb=bad), body=Text(nb=bad), themes=(bad, "b")
    )
    build([one], index_path(), now=now)
    html = page(client, q="alert")
    assert "<script>alert" not in html
    assert "&lt;script&gt;<mark>alert</mark>" in html


def test_the_file_can_be_opened_without_running_anything(client: Client, published: None, now: datetime) -> None:
    rows = csv_rows(client.get("/search/results.csv?q=prøvenorm").content)
    assert rows[0][0] == "Tittel"
    assert [row[0] for row in rows[1:]] == ["Prøvenorm", "Prøvenorm", "Om normen", "Om normen"]
    assert rows[1][-1].startswith("https://hub.example.org/releases/")
    build([SearchDocument(key="x", address="/x/", kind="k", title=Text(nb="=1+1"))], index_path(), now=now)
    assert csv_rows(client.get("/search/results.csv").content)[1][0] == "'=1+1"


def csv_rows(content: bytes) -> list[list[str]]:
    """The lines of a file for spreadsheets."""
    assert content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_without_an_index_people_are_told_and_programs_get_a_problem(client: Client) -> None:
    assert "Søket er ikke klart ennå" in page(client, q="kreft")
    answer = client.get("/api/v1/search?q=kreft")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert client.get("/search/results.csv").status_code == 503


def test_every_page_has_the_box_but_the_search_page_has_its_own(client: Client, published: None) -> None:
    assert 'id="search-box"' in client.get("/products/").content.decode()
    assert 'id="search-box"' not in page(client)


def test_a_search_is_saved_under_a_name_and_the_same_name_takes_the_new_search(now: datetime) -> None:
    first = save_search(name="Mine", query="q=kreft", actor=OWNER, now=now)
    again = save_search(name="Mine", query="q=resept", actor=OWNER, now=now)
    assert (first.pk, SavedSearch.objects.get().query) == (again.pk, "q=resept")
    save_search(name="Mine", query="q=kreft", actor=OTHER, now=now)
    assert SavedSearch.objects.count() == 2


def test_what_somebody_looks_for_is_never_in_the_log(now: datetime) -> None:
    saved = save_search(name="Hemmelig-navn", query="q=hemmelig-ord", actor=OWNER, now=now)
    remove_search(saved=saved, actor=OWNER, now=now)
    assert [event.type for event in Event.objects.order_by("seq")] == ["search.saved", "search.removed"]
    for event in Event.objects.all():
        assert "emmelig" not in json.dumps([event.data, event.rows, event.subject, event.reason])


def test_nobody_keeps_or_removes_anothers_search(now: datetime) -> None:
    saved = save_search(name="Mine", query="q=kreft", actor=OWNER, now=now)
    for who in (OTHER, actor_with(Role.ADMINISTRATOR)):
        with pytest.raises(Denied):
            remove_search(saved=saved, actor=who, now=now)
    with pytest.raises(Denied):
        save_search(name="x", query="q=x", actor=actor_with(Role.VISITOR, id="visitor"), now=now)
    assert SavedSearch.objects.count() == 1


def test_there_is_room_for_so_many_and_no_more(now: datetime) -> None:
    for number in range(MOST_SAVED):
        save_search(name=str(number), query="q=kreft", actor=OWNER, now=now)
    with pytest.raises(TooMany):
        save_search(name="one more", query="q=kreft", actor=OWNER, now=now)
    save_search(name="0", query="q=annet", actor=OWNER, now=now)


def normverk(*words: str) -> int:
    """Runs a command as the shell would."""
    return run(parser().parse_args(list(words)))


def test_the_commands_make_and_ask_the_index(published: None, capsys: pytest.CaptureFixture[str]) -> None:
    index_path().unlink()
    assert normverk("search", "query", "prøvenorm") == 2
    assert "normverk search index" in capsys.readouterr().err
    assert normverk("search", "index", "--json") == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 4
    assert normverk("search", "query", "prøvenorm", "--json") == 0
    assert json.loads(capsys.readouterr().out)["total"] == 4
    assert normverk("search", "query", "prøvenorm", "--narrow", "piece=section", "--on", "2022-01-01") == 0
    assert "1 found" in capsys.readouterr().out
    assert normverk("search", "query", "xyzzy") == 1
    assert normverk("search", "query", "prøvenorm", "--narrow", "weather=rain") == 2


def test_a_new_release_is_found_when_its_job_is_done_and_the_job_may_run_twice(client: Client, now: datetime) -> None:
    publish_first(now)
    run_due(now_fn=lambda: now)
    assert api(client, q="prøvenorm")["total"] == 2
    publish_second(now)
    assert api(client, q="prøvenorm")["total"] == 2
    run_due(now_fn=lambda: now)
    assert api(client, q="prøvenorm")["total"] == 4


def test_sources_give_what_lies_under_a_key_and_no_key_twice(published: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {one.key for one in documents()} == {one.key for one in documents("release/prove/")}
    assert list(documents("release/other/")) == list(documents("elsewhere/")) == []
    monkeypatch.setattr(document, "SOURCES", [*document.SOURCES, *document.SOURCES])
    with pytest.raises(ValueError, match="two documents have the key"):
        list(documents())
