"""The interface at /innhold: the shape of the source, with history beside it, conditional requests, pages and a change feed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.publish.examples import publish_first
from tests.publish.library.examples import NOW, id_of, infobit, link, take

pytestmark = pytest.mark.django_db


def get(address: str, status: int = 200, **headers: str) -> Any:
    answer = Client().get(address, headers=headers)
    assert answer.status_code == status, answer.content[:300]
    return json.loads(answer.content) if answer.content else None


def test_an_infobit_comes_out_with_its_history_under_one_key() -> None:
    take(infobit())
    take(infobit(tekst="<p>Ny.</p>\n", sistOppdatert="2025-03-01T10:00"), now=NOW + timedelta(days=1), reason="Rettet.")
    given = get(f"/innhold/innhold/{id_of(1)}")
    ours = given.pop("normverk")
    assert given == infobit(tekst="<p>Ny.</p>\n", sistOppdatert="2025-03-01T10:00")
    assert [(row["version"], row["validFrom"], row["validTo"]) for row in ours["history"]] == [
        ("2", "2025-03-01", None),
        ("1", "2025-02-01", "2025-02-28"),
    ]
    assert (ours["clock"], ours["reason"], ours["source"], ours["licence"]) == (
        "editorial",
        "Rettet.",
        "Demodirektoratet",
        "Apache-2.0",
    )
    assert "sections/" + id_of(1) + "/blocks" in ours["changed"]


def test_links_lead_here_where_what_they_lead_to_is_here() -> None:
    take(infobit(1, links=[link("barn", id_of(2)), link("barn", id_of(3))]), infobit(2))
    hrefs = [one["href"] for one in get(f"/innhold/kapitler/{id_of(1)}")["links"]]
    assert hrefs[0].endswith(f"/innhold/innhold/{id_of(2)}")
    assert hrefs[1].startswith("https://api.demodirektoratet.example/")


def test_lists_are_by_type_and_in_pages() -> None:
    take(infobit(1), infobit(2), infobit(3, "anbefaling", koder={"ICD-10": ["J44"]}))
    assert [one["id"] for one in get("/innhold/kapitler")] == [id_of(1), id_of(2)]
    assert [one["id"] for one in get("/innhold/innhold?infoTyper=anbefaling")] == [id_of(3)]
    assert [one["id"] for one in get("/innhold/innhold?kodeverk=ICD-10&kode=J44")] == [id_of(3)]
    assert get("/innhold/innhold?kodeverk=ICD-10&kode=J45") == []
    answer = Client().get("/innhold/kapitler?top=1")
    assert answer["X-Total-Count"] == "2"
    assert 'top=1&skip=1>; rel="next"' in answer["Link"]
    assert [one["id"] for one in get("/innhold/kapitler?top=1&skip=1")] == [id_of(2)]
    assert "Link" not in Client().get("/innhold/kapitler?top=1&skip=1").headers


def test_an_infobit_stands_in_the_list_of_its_type_only() -> None:
    take(infobit(1))
    assert get(f"/innhold/kapitler/{id_of(1)}")["id"] == id_of(1)
    problem = get(f"/innhold/anbefalinger/{id_of(1)}", 404)
    assert problem["status"] == 404
    get("/innhold/ukjent-liste", 404)


@pytest.mark.parametrize(
    "query",
    ["innhold?infotyper=x", "innhold?kodeverk=ICD-10", "innhold?top=-1", "kapitler?skip=x", "get-changes?since=i-går"],
)
def test_a_question_that_makes_no_sense_is_refused_with_a_problem(query: str) -> None:
    answer = Client().get(f"/innhold/{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_who_has_the_answer_already_is_told_so() -> None:
    take(infobit())
    address = f"/innhold/innhold/{id_of(1)}"
    etag = Client().get(address)["ETag"]
    assert get(address, 304, **{"If-None-Match": etag}) is None
    take(infobit(tekst="<p>Ny.</p>", sistOppdatert="2025-03-01T10:00"))
    get(address, 200, **{"If-None-Match": etag})


def test_the_change_feed_goes_on_from_its_cursor_and_misses_nothing() -> None:
    take(infobit(1), infobit(2))
    first = get("/innhold/get-changes?top=1")
    assert [(one["id"], one["what"]) for one in first["changes"]] == [(id_of(1), "new")]
    assert first["more"] is True
    second = get(f"/innhold/get-changes?since={first['next']}")
    assert [one["id"] for one in second["changes"]] == [id_of(2)]
    assert get(f"/innhold/get-changes?since={second['next']}")["changes"] == []
    take(infobit(1, tekst="<p>Ny.</p>", sistOppdatert="2025-03-01T10:00"))
    third = get(f"/innhold/get-changes?since={second['next']}")
    assert [(one["id"], one["what"], one["clock"]) for one in third["changes"]] == [(id_of(1), "changed", "editorial")]


def test_a_publication_has_its_product_and_everything_in_it() -> None:
    product = id_of(1, "0001")
    take(
        infobit(1, "retningslinje", id=product, links=[link("barn", id_of(2), "s1"), link("root", product, "s1")]),
        infobit(2, links=[link("forelder", product, "s1")]),
    )
    given = get("/innhold/publikasjoner/s1")
    assert given["root"]["id"] == product
    assert [one["id"] for one in given["medlemmer"]] == [product, id_of(2)]
    get("/innhold/publikasjoner/s2", 404)


def test_our_own_releases_stand_in_the_same_interface() -> None:
    release = publish_first(NOW)
    take(infobit(1))
    everything = get("/innhold/innhold")
    own = [one for one in everything if one["normverk"]["ours"]]
    product = next(
        one
        for one in own
        if one["id"] == next(x["href"] for x in one["links"] if x["rel"] == "root")[-len(one["id"]) :]
    )
    assert set(product) | {"sistImportertTilHapi"} == set(everything[0])
    assert product["normverk"]["version"] == release.version
    assert product["tittel"] == release.title["nb"]
    assert get(f"/innhold/innhold/{product['id']}") == product
    children = [one for one in product["links"] if one["rel"] == "barn"]
    assert children
    for child in children:
        section = get(child["href"].removeprefix("https://hub.example.org"))
        assert section["tittel"] == child["tittel"]
    members = get(f"/innhold/publikasjoner/{product['links'][0]['strukturId']}")
    assert len(members["medlemmer"]) == len(own)
    assert [one["what"] for one in get("/innhold/get-changes")["changes"]][-1] == "built"
