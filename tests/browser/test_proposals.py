"""What a coordinator does with proposals from the record: confirm many at once, by hand or by keyboard; correct one; see why."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

COORDINATOR = "Kari Koordinator (demo)"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def waiting(page: Page) -> int:
    """How many proposals the list says are there."""
    found = re.search(r"\d+", page.locator("#found").inner_text())
    assert found is not None
    return int(found[0])


@SCRIPT
def test_a_coordinator_confirms_many_at_once(script, open_page, server, screenshot):
    page = open_page(server, script=script)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/proposals/?strength=medium")
    before = waiting(page)
    if before == 0:
        page.goto(f"{server}/proposals/")
        before = waiting(page)
    assert axe(page) == []
    boxes = page.locator("input[name=chosen]")
    chosen = min(3, boxes.count())
    assert chosen > 0
    for place in range(chosen):
        boxes.nth(place).check()
    screenshot(page, f"proposals-{'script' if script else 'no-script'}")
    page.locator("button[name=answer][value=confirm]").click()
    expect(page.get_by_role("status").first).to_contain_text(f"Registrert: {chosen}")
    assert waiting(page) <= before - chosen
    assert axe(page) == []


@SCRIPT
def test_one_is_confirmed_by_the_keyboard_alone(script, open_page, server):
    page = open_page(server, script=script)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/proposals/")
    before = waiting(page)
    button = page.locator("button[name=one]").last
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "one":
            break
    else:
        pytest.fail("no confirm button can be reached with Tab")
    assert button.is_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Registrert: 1")
    assert waiting(page) < before


@SCRIPT
def test_all_on_the_page_are_chosen_by_a_link_and_refused_only_with_a_reason(script, open_page, server):
    page = open_page(server, script=script)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/proposals/?strength=low")
    if page.locator("input[name=chosen]").count() == 0:
        page.goto(f"{server}/proposals/")
    page.get_by_role("link", name="Velg alle på siden").click()
    boxes = page.locator("input[name=chosen]")
    assert all(boxes.nth(place).is_checked() for place in range(boxes.count()))
    page.locator("button[name=answer][value=refuse]").click()
    expect(page.get_by_role("alert").first).to_contain_text("Ingenting ble registrert")
    assert axe(page) == []


@SCRIPT
def test_a_proposal_says_why_and_is_corrected_with_a_reason(script, open_page, server):
    page = open_page(server, script=script)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/proposals/")
    page.locator("tbody tr").last.get_by_role("link", name=re.compile("^Hvorfor")).click()
    expect(page.locator("#fact")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Rett eller avvis", exact=True).click()
    assert axe(page) == []
    page.locator("button[name=answer][value=correct]").click()
    expect(page.locator("main")).to_contain_text("sier hvorfor")
    page.locator("textarea[name=reason]").fill("Datoen er sjekket med pasienten.")
    page.locator("button[name=answer][value=correct]").click()
    expect(page.locator("main")).to_contain_text("Datoen er sjekket med pasienten.")
    assert axe(page) == []


def test_the_list_and_the_figures_fit_a_narrow_window_in_every_language(open_page, server, screenshot):
    for language in ("nb", "nn", "en"):
        page = open_page(server, width=320, language=language)
        become(page, COORDINATOR, server)
        for address in ("proposals/", "proposals/measured/"):
            page.goto(f"{server}/{address}")
            assert axe(page) == []
            assert too_wide(page) == 0, address
            screenshot(page, f"proposals-narrow-{language}-{address.strip('/').replace('/', '-')}")
