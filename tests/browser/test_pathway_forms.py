"""A norm owner writes delays, data rules, clocks, branches and limits without a word of JSON. Script on and off, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

EDITION = "/editions/testikkelkreft/1.0.0/"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
WIDTH = pytest.mark.parametrize("width", [1280, 320])


@pytest.fixture
def writer(open_page: Any, server: str) -> Any:
    """Opens a page of the norm owner at an address of the draft."""

    def write(address: str, *, script: bool, width: int, language: str = "nb") -> Any:
        page = open_page(server, script=script, width=width, language=language)
        page.set_default_timeout(10_000)
        become(page, "Nora Normeier (demo)", server)
        page.goto(f"{server}{EDITION}{address}")
        return page

    return write


def in_order(page: Any) -> None:
    """The page has no violation and needs no sideways scrolling."""
    assert axe(page) == []
    assert too_wide(page) == 0


def save(page: Any) -> None:
    """Saves the form and comes back to the page of the pathway."""
    page.locator("button[name=save]").click()
    page.wait_for_url(f"**{EDITION}pathway/")
    in_order(page)


def pick(page: Any, **chosen: str) -> None:
    """Chooses in select fields, by the value."""
    for name, value in chosen.items():
        page.locator(f"select[name='{name}']").select_option(value)


@SCRIPT
@WIDTH
def test_a_delay_rule_is_written_previewed_mended_saved_and_removed(
    script: bool, width: int, writer: Any, screenshot: Any
) -> None:
    page = writer("pathway/", script=script, width=width)
    in_order(page)
    page.get_by_role("link", name="Ny regel om utsettelse OF4").click()
    in_order(page)
    assert "Klokka står stille" in page.locator("details[open] table").inner_text()
    id = f"ønske-{width}-{script}"
    page.locator("input[name=id]").fill(id)
    pick(page, resumes="P", policy="subtract", kind="patient-wish")
    page.locator("button[name=save]").click()
    page.locator(".nv-errors").wait_for()
    page.locator(".nv-errors a").click()
    assert page.evaluate("document.activeElement.name") == "milestone" or "#id_milestone" in page.url
    in_order(page)
    pick(page, milestone="P", resumes="S")
    page.locator("button[name=preview]").click()
    page.locator("#preview h2").first.wait_for()
    said = page.locator("#preview").inner_text()
    assert "regnes ikke med, fordi pasienten ønsket det." in said
    assert "is not counted" in said
    in_order(page)
    screenshot(page, f"delay-{width}-{'script' if script else 'plain'}")
    save(page)
    link = page.get_by_role("link", name=f"Endre OF4, {id}")
    assert "fordi pasienten ønsket det" in page.locator("li", has=link).inner_text()
    link.click()
    page.locator("input[name=remove]").check()
    page.locator("input[name=confirm]").check()
    save(page)
    assert page.get_by_role("link", name=f"Endre OF4, {id}").count() == 0


@SCRIPT
@WIDTH
def test_a_data_rule_is_written_refused_at_its_fields_saved_and_moved(
    script: bool, width: int, writer: Any, screenshot: Any
) -> None:
    page = writer("edit/data-rule/new/", script=script, width=width)
    in_order(page)
    id = f"prove-{width}-{str(script).lower()}"
    page.locator("input[name=id]").fill(id)
    pick(page, kind="procedure", code="A18S")
    page.locator("textarea[name=what]").fill("nkpk KFA")
    page.locator("input[name=absent]").fill("A18S Z9")
    page.locator("button[name=save]").click()
    page.locator(".nv-errors").wait_for()
    faults = {one.get_attribute("href") for one in page.locator(".nv-errors a").all()}
    listed = {"#id_date-1", "#id_why_nb", "#id_why_nn", "#id_why_en", "#id_source-title", "#id_what", "#id_absent"}
    assert faults == listed
    assert "Z9" in page.locator("#id_absent-error").inner_text()
    in_order(page)
    screenshot(page, f"data-rule-refused-{width}-{'script' if script else 'plain'}")
    pick(page, **{"date-1": "started", "position": "0"})
    for language in ("nb", "nn", "en"):
        page.locator(f"textarea[name=why_{language}]").fill("Oppdiktet grunn")
    page.locator("input[name=source-title]").fill("Oppdiktet kilde")
    page.locator("textarea[name=what]").fill("nkpk | KFA")
    page.locator("input[name=absent]").fill("A18S")
    page.locator("button[name=preview]").click()
    page.locator("#preview h2").first.wait_for()
    assert "kodet som nkpk KFA, foreslås A18S" in page.locator("#preview").inner_text()
    save(page)
    assert page.locator("section[aria-labelledby=data-rules] li").first.get_attribute("id") == f"rule-{id}"
    page.get_by_role("link", name=f"Endre {id}").click()
    page.locator("input[name=remove]").check()
    page.locator("input[name=confirm]").check()
    save(page)


@SCRIPT
@WIDTH
def test_a_clock_and_a_branch_of_it_are_made_and_taken_away(
    script: bool, width: int, writer: Any, screenshot: Any
) -> None:
    page = writer("pathway/", script=script, width=width)
    page.get_by_role("link", name="Ny klokke").click()
    in_order(page)
    id = f"K{width}{script}"
    page.locator("input[name=id]").fill(id)
    page.locator("input[name=title_nb]").fill("Fra oppmøte til start")
    pick(page, **{"start-milestone": "S", "stop-milestone": "F", "stop-pick": "nth"})
    page.locator("input[name=stop-nth]").fill("2")
    page.locator("input[name=after_start]").check()
    screenshot(page, f"clock-{width}-{'script' if script else 'plain'}")
    save(page)
    page.get_by_role("link", name=f"Ny behandlingsform {id}").click()
    in_order(page)
    page.locator("input[name=title_nb]").fill("Barn")
    page.locator("input[name=most_age]").fill("17")
    pick(page, position="0")
    save(page)
    assert "registrering nummer 2 av F" in page.locator("main").inner_text()
    page.get_by_role("link", name=f"Endre {id} Fra oppmøte til start").click()
    page.locator("input[name=remove]").check()
    page.locator("input[name=confirm]").check()
    save(page)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@WIDTH
def test_every_form_is_in_order_in_every_language(language: str, width: int, writer: Any, screenshot: Any) -> None:
    page = writer("pathway/", script=False, width=width, language=language)
    in_order(page)
    screenshot(page, f"pathway-{language}-{width}")
    named = ("edit/delay/OF4/new/", "edit/data-rule/new/", "edit/clock/OF4/", "edit/branch/OF4/new/", "edit/limits/")
    for address in (*named, "edit/underway/"):
        page.goto(page.url.partition("/editions/")[0] + EDITION + address)
        in_order(page)
        screenshot(page, f"{address.strip('/').replace('/', '-')}-{language}-{width}")


@SCRIPT
def test_a_delay_rule_is_written_by_keyboard_alone(script: bool, writer: Any) -> None:
    page = writer("edit/delay/OF3/new/", script=script, width=1280)
    page.locator("select[name=milestone]").focus()
    page.keyboard.type("P")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "policy"
    page.keyboard.type("trekkes")
    for _ in range(20):
        if page.evaluate("document.activeElement.name") == "save":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{EDITION}pathway/")
    link = page.get_by_role("link", name="Endre OF3, patient-wish")
    assert "regnes ikke med" in page.locator("li", has=link).inner_text()
    link.click()
    page.locator("input[name=remove]").check()
    page.locator("input[name=confirm]").check()
    save(page)
