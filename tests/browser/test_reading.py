"""Reading norms with script off: pathways in every language, two versions, whether one found what one sought, paper."""

from __future__ import annotations

import pytest

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

LANGUAGES = ("nb", "nn", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pathway_with_limits_and_words_is_readable_in_every_language(language, open_page, server):
    page = open_page(server, script=False, width=320, language=language)
    for where in ("/products/brystkreft/1.0.0/", "/products/brystkreft/2.0.0/tid-of4/", "/written-forms/", "/kinds/"):
        page.goto(server + where)
        assert axe(page) == [], where
        assert too_wide(page) == 0, where


def test_details_open_on_click_without_script(open_page, server):
    page = open_page(server, script=False, width=320)
    page.goto(f"{server}/products/planter/1.0.0/levende-planter/")
    table = page.locator("table", has_text="Trivsel")
    assert not table.is_visible()
    page.locator("summary", has_text="PICO").click()
    table.wait_for(state="visible")


def test_two_versions_are_side_by_side_where_it_is_wide_and_inline_where_it_is_narrow(open_page, server):
    page = open_page(server, script=False)
    page.goto(f"{server}/products/brystkreft/compare/1.0.0/2.0.0/")
    page.locator("a", has_text="Side om side").click()
    assert page.locator(".nv-sides").first.is_visible()
    assert not page.locator(".nv-inline").first.is_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    assert not page.locator(".nv-sides").first.is_visible()
    assert page.locator(".nv-inline").first.is_visible()
    assert axe(page) == []


def test_what_a_reader_misses_reaches_the_owner_and_becomes_a_need(open_page, server):
    reader = open_page(server, script=False, width=320)
    reader.goto(f"{server}/products/skilting/1.0.0/pil-og-ord/")
    reader.locator("input[value=no]").check()
    reader.locator("#feedback-words").fill("Hva gjør man med skilt som peker to veier?")
    reader.locator(".nv-ask button").click()
    assert "/feedback/thanks/" in reader.url
    assert axe(reader) == []

    owner = open_page(server, script=False)
    become(owner, "Nora Normeier (demo)", server)
    owner.goto(f"{server}/feedback/")
    assert axe(owner) == []
    owner.locator("li", has_text="peker to veier").locator("a").click()
    assert axe(owner) == []
    assert "peker to veier" in owner.locator("textarea").input_value()
    owner.locator("main form button").click()
    assert "/needs/B-" in owner.url


def test_the_printed_page_has_no_navigation_and_writes_addresses_out(open_page, server):
    page = open_page(server, script=False)
    page.goto(f"{server}/products/planter/1.0.0/?view=print")
    page.emulate_media(media="print")
    for hidden in (".nv-menu", ".ds-breadcrumbs", ".nv-ask form", ".nv-footer"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("table", has_text="Trivsel").is_visible(), "the details are open on paper"
