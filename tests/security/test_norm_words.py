"""The words and addresses of a norm, whoever wrote them, are shown on the pages where it is read and never run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.test import Client

from normverk.norm.content import NormContent
from normverk.publish.models import Release
from tests.publish.conftest import own_keys  # noqa: F401  (a fixture for every test here)
from tests.publish.everywhere import everywhere
from tests.publish.examples import publish_first, publish_second, text
from tests.security.test_words import EVERYTHING, LINKS, dangers

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/products/", "/products/prove/", "/products/prove/1.0.0/", "/products/prove/1.0.0/?view=print",
    "/products/prove/1.0.0/s/", "/products/prove/1.0.0/plain/", "/products/prove/2.0.0/s/?view=print",
    "/products/prove/compare/1.0.0/2.0.0/", "/products/prove/compare/1.0.0/2.0.0/?view=side",
    "/products/prove/languages/1.0.0/nb/se/", "/releases/no.demo.normverk.prove/1.0.0/", "/releases/", "/written-forms/",
    "/feedback/prove/1.0.0/",
)  # fmt: skip
HOSTILE_LINKS = (
    *LINKS,
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    '"onclick=alert(1)',
)


@pytest.fixture(autouse=True)
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks would refuse most of this; the pages must be safe also for what slips through, or comes from elsewhere."""
    monkeypatch.setattr("normverk.publish.actions.releases.lint", lambda *content, **others: ())


def publish(now: datetime, first: NormContent, second: NormContent) -> tuple[Release, Release]:
    """Two versions with a day between them."""
    one = publish_first(now, content=first, valid_from=date(2020, 1, 1), change_note=text(first.owner))
    return one, publish_second(now, content=second, valid_from=date(2021, 1, 1), change_note=text(second.owner))


def run_by(page: str) -> list[str]:
    """What a browser would run; a picture of a web page is none of it, and the content policy does not fetch it."""
    return [found for found in dangers(page) if not found.startswith("img https://example.org/")]


def pages(client: Client, *languages: str) -> Iterator[tuple[str, str]]:
    """Every page where the norm is read, in these languages."""
    for where in ADDRESSES:
        for language in languages:
            answer = client.get(where, headers={"accept-language": language})
            assert answer.status_code == 200, where
            yield where, answer.content.decode()


def test_no_words_of_any_field_are_run(client: Client, now: datetime) -> None:
    publish(now, everywhere(EVERYTHING), everywhere(EVERYTHING + " mer"))
    for where, page in pages(client, "nb", "nn", "en"):
        assert run_by(page) == [], where
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get("/products/prove/1.0.0/s/").content.decode()


@pytest.mark.parametrize("link", HOSTILE_LINKS)
def test_no_address_of_any_field_leads_elsewhere_than_to_a_page(client: Client, now: datetime, link: str) -> None:
    publish(now, everywhere("ord", link), everywhere("andre ord", link))
    for where, page in pages(client, "nb"):
        assert run_by(page) == [], where


def test_hostile_words_and_addresses_are_printed_and_lead_nowhere(client: Client, now: datetime) -> None:
    publish(now, everywhere(EVERYTHING, "javascript:alert(1)"), everywhere("ord", "data:text/html,x"))
    for version in ("1.0.0", "2.0.0"):
        answer = client.get(f"/products/prove/{version}.pdf")
        assert answer.status_code == 200
        assert b"/URI (javascript:" not in answer.content
        assert b"/URI (data:" not in answer.content
        assert b"/JavaScript" not in answer.content
