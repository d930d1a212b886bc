"""The pages that every installation has, as everybody meets them: three languages, with and without script, 320 px."""

from __future__ import annotations

import pytest

from tests.browser.axe import axe
from tests.browser.prepare import PASSWORD, REAL_NAME, REAL_USER
from tests.browser.steps import become, too_wide

PAGES = {"front": "/", "login": "/login/?next=/", "persons": "/persons/", "not-found": "/there-is-no-such-page/"}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits(name, script, width, language, open_page, server, screenshot):
    page = open_page(f"{server}{PAGES[name]}", script=script, width=width, language=language)
    screenshot(page, f"{name}-{language}-{width}-{'script' if script else 'no-script'}")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert too_wide(page) == 0
    assert axe(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_checker_finds_the_same_faults_with_and_without_script(script, open_page, server):
    page = open_page(server, script=script)
    page.evaluate("document.querySelector('main').innerHTML = '<h1>A</h1><input><img src=\"/x\">'")
    assert sorted(line.split(" ")[0] for line in axe(page)) == ["image-alt", "label"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [320, 1280])
def test_wrong_password_is_told_in_words_tied_to_the_page(script, width, open_page, server, screenshot):
    page = open_page(f"{server}/login/", script=script, width=width, language="en")
    page.get_by_role("button", name="Log in", exact=True).click()
    screenshot(page, f"login-empty-en-{width}")
    assert page.get_by_label("User name").get_attribute("aria-invalid") == "true"
    assert axe(page) == []
    page.get_by_label("User name").fill(f"nobody-{script}-{width}")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in", exact=True).click()
    screenshot(page, f"login-refused-en-{width}")
    assert page.get_by_role("alert").inner_text().startswith("The user name and password do not match.")
    assert axe(page) == []


def test_logging_in_with_the_keyboard_alone(page_without_script, server):
    page = page_without_script
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ds-skip-link"
    page.goto(f"{server}/login/")
    page.get_by_label("Brukernavn").focus()
    page.keyboard.type(REAL_USER)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text(REAL_NAME).wait_for()
    page.get_by_role("button", name="Logg ut").press("Enter")
    page.get_by_role("link", name="Logg inn").wait_for()


def test_becoming_a_person_and_changing_language_without_script(page_without_script, server):
    page = page_without_script
    become(page, "Kari Koordinator (demo)", server)
    page.get_by_role("banner").get_by_text("Kari Koordinator (demo)").wait_for()
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Log out").wait_for()
    assert axe(page) == []
