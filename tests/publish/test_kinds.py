"""The page of the kinds of products, and the same for programs: everything that stands in the table of kinds."""

from __future__ import annotations

import re
from html import unescape

import msgspec
import pytest
from django.test import Client

from normverk.base.languages import say
from normverk.norm.kinds import KINDS
from normverk.norm.text import LANGUAGES
from normverk.publish.views.kinds import KindList
from tests.publish.test_pages import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", KINDS)
def test_each_kind_is_told_in_full_in_every_language(client: Client, id: str, language: str) -> None:
    kind = {str(known): held for known, held in KINDS.items()}[id]
    html = page(client, "/kinds/", language)
    found = re.search(rf'<section aria-labelledby="{id}">(.*?)</section>', html, re.DOTALL)
    assert found is not None
    words = unescape(found[1])
    assert getattr(kind.name, language)[1:] in words
    for key in (
        f"kinds.family.{kind.family}",
        *(f"kinds.field.{field}" for field in kind.required),
        *(f"unit.kind.{unit}" for unit in kind.units),
        *(f"kinds.analysis.{analysis}" for analysis in kind.analysis),
    ):
        assert say(key, language) in words
    for part in kind.template:
        assert f"<li>{getattr(part.title, language)}</li>" in words
    assert (say("kinds.source.own", language) if kind.source == "own" else kind.source) in words
    assert f'href="/search/?kind={id}&piece=product"' in words


def test_programs_are_told_the_same(client: Client) -> None:
    answer = client.get("/api/v1/kinds/")
    assert answer["Content-Type"] == "application/json"
    assert msgspec.json.decode(answer.content, type=KindList).kinds == tuple(KINDS.values())
    assert "/api/v1/kinds/" in client.get("/api/v1/openapi.json").json()["paths"]


def test_the_list_of_products_leads_to_the_kinds(client: Client) -> None:
    assert 'href="/kinds/"' in page(client, "/products/")
