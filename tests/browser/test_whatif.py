"""What people do with a draft on trial: take what it told into the inquiry, ask again, look before sending, and send."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

MONTHS = [(True, "2021-06"), (False, "2021-07")]
IDS = ["script", "no-script"]


def looked_at(page: Page) -> None:
    """The page as it stands is accessible and fits, narrow and wide."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
        assert too_wide(page) == 0


def to_the_case(page: Page, server: str) -> None:
    """Finds the case of the third edition in the list of cases."""
    page.goto(f"{server}/cases/")
    for address in page.eval_on_selector_all("main a[href^='/cases/S-']", "links => links.map(link => link.href)"):
        page.goto(address)
        if page.locator("#whatif").count():
            return
    raise AssertionError("no case has a draft on trial")


@pytest.mark.parametrize(("script", "first"), MONTHS, ids=IDS)
def test_an_owner_takes_the_figures_in_as_evidence_and_has_the_draft_tried_again(
    script, first, open_page, server, screenshot
):
    page = open_page(server, script=script)
    become(page, "Nora Normeier (demo)", server)
    to_the_case(page, server)
    looked_at(page)
    screenshot(page, f"whatif-case-{first}")
    case = page.url.split("#")[0]
    page.locator(f"main a[href^='{case.removeprefix(server)}whatif/']:not([href$='/whatif/'])").last.click()
    looked_at(page)
    page.locator("main form button").click()
    expect(page.locator("#inquiry")).to_be_visible()
    page.locator("main a[href^='/whatif/evidence/']").first.click()
    looked_at(page)
    screenshot(page, f"whatif-evidence-{first}")
    page.goto(case)
    page.locator("main a[href$='/whatif/']").click()
    looked_at(page)
    page.locator("input[name=first_month]").fill("mai")
    page.locator("input[name=last_month]").fill("2022-04")
    page.locator("main form button").click()
    assert axe(page) == []
    assert page.locator("input[name=last_month]").input_value() == "2022-04"
    page.locator("input[name=first_month]").fill(first)
    page.locator("main form button").click()
    expect(
        page.locator(f"#whatif ~ * time[datetime='{first}'], section time[datetime='{first}']").first
    ).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=IDS)
def test_an_administrator_looks_at_what_was_tried_here_and_sends_it(script, open_page, server, screenshot):
    page = open_page(server, script=script)
    become(page, "Anders Administrator (demo)", server)
    page.goto(f"{server}/indicators/")
    page.locator("main a[href='/whatif/']").click()
    looked_at(page)
    page.locator("main a[href$='/here/']").first.click()
    looked_at(page)
    screenshot(page, f"whatif-here-{'script' if script else 'plain'}")
    page.locator("main form button").click()
    expect(page.locator("main time").first).to_be_visible()
    assert page.url.endswith("/here/")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_anybody_reads_what_a_trial_told(language, open_page, server, screenshot):
    page = open_page(server, script=False, width=320, language=language)
    to_the_case(page, server)
    page.locator("main a[href^='/whatif/']:not([href*='evidence'])").first.click()
    looked_at(page)
    screenshot(page, f"whatif-trial-{language}")
