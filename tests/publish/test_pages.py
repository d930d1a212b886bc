"""What people and programs see of releases: three languages, labelled tables, files with the right type, feeds."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime
from xml.etree import ElementTree

import msgspec
import pytest
from django.test import Client

from normverk.base.policy import Actor
from normverk.norm.content import read_content
from normverk.norm.derivation import DataRule, DateField, FactKind, Match, Strength
from normverk.norm.source import Source
from normverk.publish.actions import withdraw_release
from normverk.publish.models import Release
from normverk.publish.package import read_package
from tests.publish.examples import KEY, KID, content, publish_first, publish_second, text

pytestmark = pytest.mark.django_db

ONE = "/releases/no.demo.normverk.prove/1.0.0/"
TWO = "/releases/no.demo.normverk.prove/2.0.0/"
PAGES = ("/products/", "/products/?q=prøve", "/products/prove/", "/releases/", ONE, TWO,
         "/products/prove/compare/1.0.0/2.0.0/")  # fmt: skip


@pytest.fixture
def both(now: datetime) -> tuple[Release, Release]:
    """Two versions, the second in force."""
    return publish_first(now), publish_second(now)


def page(client: Client, address: str, language: str = "nb") -> str:
    """A page's HTML."""
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_well_made_in_every_language(
    client: Client, both: tuple[Release, Release], address: str, language: str
) -> None:
    html = page(client, address, language)
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert html.count("<table") == html.count("<caption>")
    assert len(re.findall(r"<th(?![a-z])", html)) == len(re.findall(r"<th scope=", html))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for wanted in re.findall(r'aria-labelledby="([^"]+)"', html):
        assert wanted in ids
    assert "style=" not in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Prøvenorm"), ("nn", "Prøvenorm (nn)"), ("en", "Prøvenorm (en)")],
)
def test_the_norm_speaks_the_readers_language(
    client: Client, both: tuple[Release, Release], language: str, words: str
) -> None:
    assert f">{words} <" in page(client, TWO, language)


def test_products_are_found_by_words_of_their_title(client: Client, both: tuple[Release, Release]) -> None:
    assert "/products/prove/" in page(client, "/products/?q=PRØVENORM")
    assert 'href="/products/prove/"' not in page(client, "/products/?q=lunge")


def test_the_product_page_says_what_is_in_force_and_what_was(client: Client, both: tuple[Release, Release]) -> None:
    html = page(client, "/products/prove/")
    assert "12 kalenderdager" in html
    assert "1. januar 2015</time> til og med <time" in html.replace("\n", "")
    assert "30. april 2021" in html


def test_the_release_page_shows_limits_with_sources_chain_signature_and_downloads(
    client: Client, both: tuple[Release, Release]
) -> None:
    html = page(client, TWO)
    assert "https://example.org/kilde" in html
    for station in ("/needs/B-2026-001/", "/cases/S-2026-001/", "/consultations/H-2026-001/"):
        assert f'href="{station}' in html
    for needed in (both[1].digest, both[1].content_digest, KID, "PlanDefinition-A99.json", "Demonstrasjon"):
        assert needed in html


def test_banners_say_superseded_and_withdrawn(
    client: Client, both: tuple[Release, Release], administrator: Actor, now: datetime
) -> None:
    assert "er erstattet" in page(client, ONE)
    assert TWO in page(client, ONE)
    assert "er erstattet" not in page(client, TWO)
    withdraw_release(release=both[1], reason=text("Feil frist i teksten"), actor=administrator, now=now)
    assert "Feil frist i teksten" in page(client, TWO)


def test_a_version_ahead_says_when_it_begins(client: Client, now: datetime) -> None:
    from datetime import date

    publish_first(now, valid_from=date(2999, 1, 1))
    assert "fra og med 1. januar 2999" in page(client, ONE)


def test_the_comparison_marks_changes_in_words_and_not_only_in_colour(
    client: Client, both: tuple[Release, Release]
) -> None:
    html = page(client, "/products/prove/compare/1.0.0/2.0.0/")
    assert "Endret: 5 kalenderdager lenger" in html
    assert "Uendret" in html
    assert re.search(r"<del>.*?tidlig.*?</del>", html)
    assert re.search(r"<ins>.*?samme dag.*?</ins>", html)
    assert "Endret: 5 kalenderdager kortere" in page(client, "/products/prove/compare/2.0.0/1.0.0/")


@pytest.mark.parametrize(
    "address",
    ["/products/none/", "/releases/no.such/1.0.0/", "/releases/no.demo.normverk.prove/9.9.9/",
     "/products/prove/compare/1.0.0/9.9.9/", f"{ONE}files/../package.json", f"{ONE}files/none.json",
     "/packages/no.such", "/api/v1/releases/no.such/1.0.0/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, both: tuple[Release, Release], address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_package_is_served_for_ever_under_its_digest(client: Client, both: tuple[Release, Release]) -> None:
    address = f"{ONE}files/no.demo.normverk.prove-1.0.0.tgz"
    answer = client.get(address)
    assert read_package(answer.content, {KID: KEY}).digest == both[0].digest
    assert answer["Content-Type"] == "application/gzip"
    assert answer["ETag"] == f'"{both[0].digest}"'
    assert "immutable" in answer["Cache-Control"]
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("name", "media"),
    [("PlanDefinition-A99.json", "application/fhir+json"), ("package.json", "application/json"),
     ("other/content.json", "application/json"), ("other/signature.jws", "application/jose")],
)  # fmt: skip
def test_a_file_of_the_release_has_its_type_and_digest(
    client: Client, both: tuple[Release, Release], name: str, media: str
) -> None:
    answer = client.get(f"{ONE}files/{name}")
    assert answer["Content-Type"] == media
    assert answer["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'


def test_the_registry_tells_npm_where_the_file_is_and_what_it_weighs(
    client: Client, both: tuple[Release, Release]
) -> None:
    plain = client.get("/packages/no.demo.normverk.prove").json()
    assert list(plain["versions"]) == ["1.0.0", "2.0.0"]
    assert plain["dist-tags"] == {"latest": "2.0.0"}
    dist = plain["versions"]["2.0.0"]["dist"]
    file = client.get(dist["tarball"].removeprefix("https://hub.example.org")).content
    assert dist["shasum"] == hashlib.sha1(file).hexdigest()
    assert dist["integrity"] == "sha512-" + base64.b64encode(hashlib.sha512(file).digest()).decode()
    asked = client.get("/packages/no.demo.normverk.prove/2.0.0", headers={"accept": "application/json"}).json()
    assert asked == plain["versions"]["2.0.0"]


def test_a_withdrawn_version_stays_in_the_registry_marked(
    client: Client, both: tuple[Release, Release], administrator: Actor, now: datetime
) -> None:
    withdraw_release(release=both[1], reason=text("Feil"), actor=administrator, now=now)
    plain = client.get("/packages/no.demo.normverk.prove").json()
    assert plain["dist-tags"] == {"latest": "1.0.0"}
    assert plain["versions"]["2.0.0"]["deprecated"] == "Feil (en)"


def test_feeds_are_well_formed_and_carry_the_change_notes(client: Client, both: tuple[Release, Release]) -> None:
    rss = ElementTree.fromstring(client.get("/packages/package-feed.xml").content)
    items = {item.findtext("title"): item for item in rss.iter("item")}
    assert set(items) == {"no.demo.normverk.prove#1.0.0", "no.demo.normverk.prove#2.0.0"}
    second = items["no.demo.normverk.prove#2.0.0"]
    assert second.findtext("description") == "Om 2.0.0"
    assert second.findtext("{http://hl7.org/fhir/feed}version") == "4.0.1"
    atom = ElementTree.fromstring(client.get("/feeds/releases.atom", headers={"accept-language": "en"}).content)
    name = "{http://www.w3.org/2005/Atom}"
    assert [e.findtext(f"{name}summary") for e in atom.iter(f"{name}entry")] == ["Om 2.0.0 (en)", "Om 1.0.0 (en)"]


def test_the_public_keys_are_published_without_the_private_half(client: Client, both: tuple[Release, Release]) -> None:
    answer = client.get("/.well-known/normverk-keys.json")
    assert [(key["kid"], "d" in key) for key in answer.json()["keys"]] == [(KID, False)]


def test_the_api_gives_the_content_back_as_it_was(client: Client, both: tuple[Release, Release]) -> None:
    listed = client.get("/api/v1/releases/?product=prove").json()["releases"]
    assert [(row["version"], row["standing"]) for row in listed] == [("2.0.0", "in-force"), ("1.0.0", "superseded")]
    assert client.get("/api/v1/releases/?product=none").json() == {"releases": []}
    one = client.get("/api/v1/releases/no.demo.normverk.prove/1.0.0/").json()
    assert read_content(one["content"]) == content()
    assert [link["ref"] for link in one["chain"]["links"]] == [
        "B-2026-001", "S-2026-001", "H-2026-001", "S-2026-001/4"
    ]  # fmt: skip


def test_the_api_tells_what_differs(client: Client, both: tuple[Release, Release]) -> None:
    plain = client.get("/api/v1/releases/no.demo.normverk.prove/1.0.0/diff/2.0.0/").json()
    limits = [(c["path"], c["before"], c["after"]) for c in plain["changes"] if c["group"] == "limit"]
    assert limits == [("pathway/clocks/OF2/branches//limit/value", 7, 12)]


def test_nothing_can_be_written_to_these_addresses(client: Client, both: tuple[Release, Release]) -> None:
    for address in (*PAGES, "/packages/no.demo.normverk.prove", "/api/v1/releases/"):
        assert client.post(address).status_code == 405


def test_an_address_in_the_content_that_is_no_web_page_is_not_a_link(client: Client, now: datetime) -> None:
    from normverk.norm.source import Source

    hostile = msgspec.structs.replace(content(), sources=(Source("Ond", "own", "javascript:alert(1)"),))
    publish_first(now, content=hostile)
    assert "javascript:" not in page(client, ONE)


@pytest.mark.parametrize(("language", "words"), [("nb", "Koder fra journalen"), ("nn", "Kodar frå journalen"), ("en", "Codes from the record")])  # fmt: skip
def test_the_release_page_shows_the_data_rules_of_the_norm(
    client: Client, now: datetime, language: str, words: str
) -> None:
    held = content()
    assert held.pathway is not None
    source = Source("Kodeveilederen", "read", "https://example.org/koder")
    rule = DataRule(
        "r", "A99A", "A", Match(FactKind.REFERRAL), (DateField.RECEIVED,), Strength.LOW, text("Mottatt i går"), source,
        absent=("A99A",),
    )  # fmt: skip
    pathway = msgspec.structs.replace(held.pathway, derivations=(rule, msgspec.structs.replace(rule, id="s", code="")))
    publish_first(now, content=msgspec.structs.replace(held, pathway=pathway))
    html = page(client, ONE, language)
    assert words in html
    assert html.count(rule.why.in_language(language)) == 2
    assert "https://example.org/koder" in html
    assert html.count("<table") == html.count("<caption>")
