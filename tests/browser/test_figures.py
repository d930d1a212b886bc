"""What people do with figures: see whether a change is more than chance, publish a period, read it beside today's."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

AT = "/indicators/brystkreft/OF4"
PERIODS = [(True, "2021-T1"), (False, "2021-T2")]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_development_reads_on_any_screen(language, width, open_page, server, screenshot):
    page = open_page(
        f"{server}/indicators/brystkreft/OF1/development/?target=70", script=False, width=width, language=language
    )
    assert page.locator("main svg[role=img]").count() == 3
    assert page.locator("main table").count() >= 2
    assert axe(page) == []
    assert too_wide(page) == 0
    screenshot(page, f"figures-development-{language}-{width}")


@pytest.mark.parametrize(("script", "period"), PERIODS, ids=["script", "no-script"])
def test_an_owner_publishes_a_tertial_and_reads_it_beside_what_is_known_now(
    script, period, open_page, server, screenshot
):
    page = open_page(server, script=script)
    become(page, "Nora Normeier (demo)", server)
    page.goto(f"{server}{AT}/published/")
    assert axe(page) == []
    page.locator(f"main a[href='{AT}/publish/']").click()
    assert axe(page) == []
    page.locator("select[name=period]").select_option(period)
    page.locator("main form button").click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith(f"/published/{period}/")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
        assert too_wide(page) == 0
        screenshot(page, f"figures-published-{period}-{width}")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_anybody_chooses_a_hospital_and_sees_its_development(script, open_page, server):
    page = open_page(f"{server}{AT}/development/", script=script)
    before = page.locator("#figures table").first.inner_text()
    page.locator("select[name=organisation]").select_option(label="Demosykehuset Vest")
    if not script:
        page.locator("main form button").click()
    expect(page.locator("#figures table").first).not_to_have_text(before)
    page.wait_for_url("**organisation=**")
    assert axe(page) == []
