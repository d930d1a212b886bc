"""Searching, as everybody meets it: three languages, with and without script, 320 px; narrowing, meaning, saving."""

from __future__ import annotations

import re

import pytest

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

QUESTIONS = {
    "hits": "/search/?q=forløp",
    "narrowed": "/search/?q=forløp&status=in-force&on=2022-01-01",
    "meant": "/search/?q=brystkraft",
    "nothing": "/search/?q=xyzzyxyzzy",
    "hostile": "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E%22%20NEAR(",
}


@pytest.fixture(scope="module", autouse=True)
def indexed(browser, server):
    """Waits until the worker has followed what the demonstration published."""
    page = browser.new_page()
    for _ in range(120):
        page.goto(f"{server}/search/?q=brystkreft")
        if page.locator(".nv-hits").count():
            break
        page.wait_for_timeout(500)
    else:
        pytest.fail("the demonstration's norms were not found by search within a minute")
    page.close()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_page_is_accessible_and_fits(name, script, width, language, open_page, server, screenshot):
    page = open_page(f"{server}{QUESTIONS[name]}", script=script, width=width, language=language)
    screenshot(page, f"search-{name}-{language}-{width}-{'script' if script else 'no-script'}")
    assert page.locator("h1").count() == 1
    assert too_wide(page) == 0
    assert axe(page) == []


def test_from_the_box_on_any_page_to_the_norm_with_the_keyboard_alone(page_without_script, server):
    page = page_without_script
    page.goto(f"{server}/releases/")
    page.get_by_label("Søk i alt innhold").last.focus()
    page.keyboard.type("tilvisingar brystkreft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    first = page.locator(".nv-hits a").first
    assert page.locator(".nv-hits mark").count() > 0
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/releases/no.demo.normverk.brystkreft/**")


def test_narrowing_without_script_takes_a_button(page_without_script, server):
    page = page_without_script
    page.goto(f"{server}/search/?q=forløp")
    page.locator("summary", has_text="Status").click()
    page.get_by_label("Gjelder ikke lenger").check()
    page.get_by_role("button", name="Vis avgrenset").click()
    assert "status=ended" in page.url
    tags = page.locator(".nv-hits .nv-tag").all_inner_texts()
    assert set(tags) == {"Gjelder ikke lenger"}
    page.get_by_role("link", name="Fjern alle avgrensninger").click()
    assert "status" not in page.url


def test_narrowing_shows_at_once_where_script_runs_and_nothing_is_reported(page_with_script, server):
    page = page_with_script
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(f"{server}/search/?q=forløp")
    before = page.locator("#found").inner_text()
    page.locator("summary", has_text="Status").click()
    page.get_by_label("Gjelder ikke lenger").check()
    page.wait_for_function("before => document.querySelector('#found').innerText !== before", arg=before)
    page.wait_for_url("**status=ended**")
    assert faults == []


def test_the_counts_follow_a_choice_and_the_keyboard_stays_where_it_was(page_with_script, server):
    page = page_with_script
    page.goto(f"{server}/search/?q=forløp")
    page.locator("summary", has_text="Status").click()
    page.locator("#facet-piece summary").click()
    counts = "() => [...document.querySelectorAll('#facet-piece label')].map(one => one.innerText)"
    before = page.evaluate(counts)
    box = page.get_by_label("Gjelder ikke lenger")
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_function(f"before => JSON.stringify(({counts})()) !== JSON.stringify(before)", arg=before)
    narrowed = page.evaluate(counts)
    assert box.evaluate("box => box === document.activeElement && box.checked")
    assert page.locator("#facet-piece").get_attribute("open") is not None
    page.reload()
    page.locator("#facet-piece summary").click()
    assert page.evaluate(counts) == narrowed
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_function(f"before => JSON.stringify(({counts})()) === JSON.stringify(before)", arg=before)
    assert box.evaluate("box => box === document.activeElement && !box.checked")
    assert page.locator("#facet-status").get_attribute("open") is not None


def test_a_misspelt_word_is_named_and_the_right_one_is_a_link(page_without_script, server):
    page = page_without_script
    page.goto(f"{server}/search/?q=brystkraft")
    assert "Finnes ikke her: brystkraft." in page.locator("#results").inner_text()
    page.get_by_role("link", name="brystkreft", exact=True).click()
    page.wait_for_url("**q=brystkreft")
    assert page.get_by_label("Hva leter du etter?").input_value() == "brystkreft"
    assert page.locator(".nv-hits").count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_search_is_saved_found_again_and_removed(script, open_page, server, screenshot):
    page = open_page(server, script=script, width=320)
    become(page, "Nora Normeier (demo)", server)
    page.goto(f"{server}/search/?q=forløp&status=in-force")
    page.get_by_label("Navn på søket").fill("Det som gjelder")
    page.get_by_role("button", name="Lagre søket").click()
    screenshot(page, f"search-saved-320-{'script' if script else 'no-script'}")
    assert axe(page) == []
    assert too_wide(page) == 0
    page.get_by_role("link", name="Det som gjelder").click()
    assert "status=in-force" in page.url
    page.get_by_role("link", name="Dine lagrede søk").click()
    page.get_by_role("button", name=re.compile("Fjern.*Det som gjelder")).click()
    page.get_by_text("Du har ikke lagret noen søk.").wait_for()


def test_a_visitor_is_told_that_the_address_is_the_search(page_without_script, server):
    page = page_without_script
    page.goto(f"{server}/search/?q=forløp")
    assert "Adressen til denne siden er søket" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Lagre søket").count() == 0
