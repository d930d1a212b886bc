"""The pages of a published product tell for whom it applies, and what differs between two versions."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from normverk.govern.applicability.beside import of_two_versions, of_version
from normverk.govern.applicability.models import CataloguedNorm
from normverk.publish import queries
from tests.govern.applicability.samples import plain, take_in
from tests.publish.examples import publish_first, publish_second

pytestmark = pytest.mark.django_db
PRODUCT, COMPARISON = "/products/prove/", "/products/prove/compare/1.0.0/2.0.0/"
RECOMMENDED = {"actor": "general-practice", "action": "send", "level": "recommended", "from": "2024-01-01"}
MANDATORY = {**RECOMMENDED, "level": "mandatory", "from": "2026-01-01", "legal_basis": "Forskrift <b>§ 6</b>"}
HOSPITAL = {"actor": "hospital", "action": "receive", "level": "recommended", "from": "2025-05-01"}


@pytest.fixture(autouse=True)
def published(settings: Settings, tmp_path: Path, now: datetime) -> None:
    """Two versions of a product of ours."""
    settings.DATA, settings.ORIGIN = tmp_path, "https://hub.example.org"
    queries.decoded.cache_clear()
    publish_first(now)
    publish_second(now)


def catalogued(now: datetime, versions: list[dict[str, Any]]) -> None:
    """The product as a norm of the catalogue with these versions."""
    take_in(plain(versions=versions), now)
    CataloguedNorm.objects.update(product_slug="prove")


def body(address: str, language: str = "nb") -> str:
    answer = Client().get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_where_the_catalogue_says_nothing_the_pages_say_nothing(now: datetime) -> None:
    take_in(plain(versions=[{"label": "2.0.0", "applies": [RECOMMENDED]}]), now)
    assert CataloguedNorm.objects.get().product_slug == ""
    assert 'id="applies-to"' not in body(PRODUCT) + body(COMPARISON)


def test_the_page_of_a_product_tells_for_whom_the_version_in_force_applies(now: datetime) -> None:
    catalogued(now, [{"label": "1.0.0", "applies": [HOSPITAL]}, {"label": "2.0.0", "applies": [MANDATORY]}])
    html = body(PRODUCT)
    assert "Gjelder for</h2>" in html
    assert "Hvem versjon 2.0.0 gjelder for" in html
    applies = html.partition('id="applies-to"')[2].partition("</section>")[0]
    assert applies.count('<th scope="row" role="rowheader">') == 1
    assert 'href="/applies/norms/epikrise/"' in html
    assert '<time datetime="2026-01-01">' in html
    assert "/static/applicability/applicability.css" in html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ("Hvem versjonene gjelder for", "2 av 2 rader er ulike", "Endret</strong>: hvor bindende, gyldig fra, gyldig til, hjemmel")),
        ("nn", ("Kven versjonane gjeld for", "2 av 2 rader er ulike", "Endra</strong>: kor bindande, gyldig frå, gyldig til, heimel")),
        ("en", ("To whom the versions apply", "2 of 2 rows differ", "Changed</strong>: how binding, valid from, valid to, legal basis")),
    ],
)  # fmt: skip
def test_a_comparison_tells_what_differs_in_every_language(
    now: datetime, language: str, words: tuple[str, ...]
) -> None:
    catalogued(
        now,
        [
            {"label": "1.0.0", "applies": [{**RECOMMENDED, "to": "2025-12-31"}]},
            {"label": "2.0.0", "applies": [MANDATORY, HOSPITAL]},
        ],
    )
    html = body(COMPARISON, language)
    for word in words:
        assert word in html
    assert html.count("<table") == html.count("<caption")
    assert "Forskrift &lt;b&gt;§ 6&lt;/b&gt;" in html


def test_what_is_said_of_the_norm_without_version_is_said_of_both(now: datetime) -> None:
    catalogued(now, [{"label": "", "applies": [HOSPITAL]}])
    html = body(COMPARISON)
    assert "0 av 1 rader er ulike" in html
    assert "alle versjoner" in html
    assert "Uendret" in html


def test_only_what_was_known_is_told(now: datetime) -> None:
    catalogued(now, [{"label": "1.0.0", "applies": [HOSPITAL]}])
    before = now - timedelta(seconds=1)
    assert of_version("prove", "1.0.0", before) is None
    assert of_two_versions("prove", "1.0.0", "2.0.0", before) is None
    assert of_version("prove", "1.0.0", now) is not None
    assert of_version("another", "1.0.0", now) is None
    assert of_version("prove", "2.0.0", now) is None
