"""What people do in the library: find a norm of others, see whose it is, what changed, and what was wrong when it was read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe
from tests.browser.steps import too_wide

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def sound(page) -> list[str]:
    """What is wrong with the page: accessibility, and width."""
    return axe(page) + ([f"{too_wide(page)} px too wide"] if too_wide(page) else [])


@SCRIPT
@pytest.mark.parametrize("width", [320, 1280])
def test_a_reader_follows_a_recommendation_back_through_its_history(script, width, open_page, server, screenshot):
    page = open_page(f"{server}/", script=script, width=width)
    page.locator("nav a[href='/library/']").click()
    assert sound(page) == []
    page.locator("input[name=q]").last.fill("varsle")
    page.locator("main form button").first.click()
    assert sound(page) == []
    page.locator("main h2 a").first.click()
    assert sound(page) == []
    screenshot(page, f"library-node-{width}-{script}")
    said = page.locator("main").inner_text()
    assert "Lest inn, ikke vår" in said
    assert "Oppdiktet til demonstrasjon" in said
    assert "Svak anbefaling" in said
    assert "innen to timer" in said
    page.get_by_role("link", name="Sammenlign med revisjon 1").click()
    assert sound(page) == []
    assert "samme" in page.locator("main del").first.inner_text()
    assert "innen" in page.locator("main ins").first.inner_text()
    page.go_back()
    page.get_by_role("link", name="Revisjon 1", exact=True).click()
    assert sound(page) == []
    assert "Dette er en tidligere revisjon." in page.locator("main").inner_text()
    assert "innen to timer" not in page.locator("main").inner_text()


@SCRIPT
def test_a_report_says_what_was_wrong_and_where(script, open_page, server, screenshot):
    page = open_page(f"{server}/library/readings/", script=script, width=320)
    page.locator("main h2 a").last.click()
    assert sound(page) == []
    box = page.locator("main li", has_text="Overskrift som hopper over et nivå").first
    box.locator("summary").click()
    expect(box.locator("details[open] code").first).to_be_visible()
    assert "first.json" in box.locator("details[open]").inner_text()
    assert sound(page) == []
    screenshot(page, f"library-reading-320-{script}")


def test_a_chapter_of_two_publications_names_both(open_page, server):
    page = open_page(f"{server}/library/9999-0041-00000000-0000-4000-8000-000000000012/")
    said = page.locator("main").inner_text()
    assert "Oppdiktet retningslinje om varsling" in said
    assert "Oppdiktede råd om brev" in said
