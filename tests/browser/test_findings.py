"""Answering a finding: from the page where one writes to the list, the form, and the answer for everybody to read. No script."""

from __future__ import annotations

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

WRITER = "Nora Normeier (demo)"
EDITION = "/editions/testikkelkreft/1.0.0/"
REASON = "Oversettelsen er bestilt og kommer før høringen er over."


def test_a_finding_is_answered_without_script_and_everybody_can_read_why(open_page, server, screenshot):
    page = open_page(server, script=False)
    become(page, WRITER, server)
    page.goto(f"{server}{EDITION}edit/section/om/")
    page.locator("textarea[name=body_nb]").fill("Barn skal få svar innen 7 dager.")
    page.locator("textarea[name=body_nn]").fill("Barn skal få svar innan 9 dagar.")
    page.locator("textarea[name=body_en]").fill("")
    page.locator("input[name=change][value=editorial]").check()
    page.locator("button[name=save]").click()
    page.goto(f"{server}{EDITION}edit/section/om/")
    page.get_by_role("link", name="Alle funn").click()
    assert page.url == f"{server}{EDITION}findings/"
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
        assert too_wide(page) == 0
        screenshot(page, f"findings-{width}")
    figures = page.locator(".nv-findings > li").filter(has_text="Tallene er ulike")
    figures.get_by_role("link").click()
    page.locator("textarea[name=reason]").fill("Ok.")
    page.get_by_role("main").get_by_role("button").click()
    assert page.locator("textarea[name=reason]").input_value() == "Ok."
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
        assert too_wide(page) == 0
        screenshot(page, f"finding-refused-{width}")
    page.locator("textarea[name=reason]").fill(REASON)
    page.get_by_role("main").get_by_role("button").click()
    assert page.url == f"{server}{EDITION}findings/"
    assert axe(page) == []
    answered = page.locator(".nv-findings > li").filter(has_text=REASON)
    assert answered.count() == 1
    assert answered.get_by_role("link").count() == 0
    screenshot(page, "findings-answered-320")
