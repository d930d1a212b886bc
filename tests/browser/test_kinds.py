"""Every kind of normative product has one in the demonstration that can be read: without script, narrow and wide."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from normverk.norm.kinds import KINDS
from tests.browser.axe import axe
from tests.browser.steps import too_wide

LANGUAGES = ("nb", "nn", "en")
WIDTHS = (320, 1280)


def first_of_kind(page: Page, server: str, kind: str) -> dict[str, Any]:
    """The release in force of a product of this kind, as the API tells of it."""
    releases = page.request.get(f"{server}/api/v1/releases/").json()["releases"]
    found = [one for one in releases if one["kind"] == kind and one["standing"] == "in-force"]
    assert found, f"the demonstration has no product of the kind {kind}"
    return found[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_product_of_each_kind_is_readable_narrow_and_wide(kind, open_page, server, screenshot):
    language = LANGUAGES[list(KINDS).index(kind) % 3]
    page = open_page(server, script=False, width=320, language=language)
    release = first_of_kind(page, server, kind)
    product, version = f"{server}/products/{release['product']}/", f"{release['version']}/"
    pages = {"product": product, "version": product + version, "print": f"{product}{version}?view=print"}
    for name, address in pages.items():
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert axe(page) == [], (address, width)
            assert too_wide(page) == 0, (address, width)
            screenshot(page, f"kind-{kind}-{name}-{width}")
        said = page.locator("main").inner_text()
        assert release["title"][language] in page.locator("h1").inner_text()
        assert getattr(KINDS[kind].name, language).lower() in said.lower(), f"{address} does not say what kind it is"


def test_the_page_of_kinds_leads_to_a_product_of_each(page_without_script, server):
    page = page_without_script
    page.goto(f"{server}/kinds/")
    ways = page.locator("main section p a[href*='kind=']").evaluate_all("links => links.map(link => link.href)")
    assert len(ways) == len(KINDS)
    for way in ways:
        for _ in range(120):  # the worker follows what the demonstration published, in its own time
            page.goto(way)
            if page.locator(".nv-hits a").count():
                break
            page.wait_for_timeout(500)
        assert page.locator(".nv-hits a").count() > 0, f"{way} finds nothing"
