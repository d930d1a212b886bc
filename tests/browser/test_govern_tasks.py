"""What people do in the governing part: report a need, answer a hearing, take a case through its gate. Script on and off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from tests.browser.axe import axe
from tests.browser.steps import become

OWNER, DECIDER = "Nora Normeier (demo)", "Berit Beslutter (demo)"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def choose(page: Page, name: str, value: str) -> None:
    """Chooses in a list or among round buttons, whichever the form has."""
    if page.locator(f"select[name={name}]").count():
        page.locator(f"select[name={name}]").select_option(value)
    else:
        page.locator(f"input[name={name}][value={value}]").check()


def send(page: Page) -> None:
    """Presses the form's main button."""
    page.locator("main form.nv-form .nv-actions button").first.click()


@SCRIPT
def test_a_citizen_reports_a_need(script, open_page, server):
    page = open_page(f"{server}/needs/report/", script=script)
    assert axe(page) == []
    page.locator("input[name=title]").fill(f"Ventetid uten svar ({'med' if script else 'uten'} skript)")
    page.locator("textarea[name=text]").fill(
        "Jeg får ikke vite når jeg får svar på prøvene, og ingen kan si hva som gjelder."
    )
    choose(page, "source", "patient")
    send(page)
    assert axe(page) == []
    assert "B-" in page.locator("main").inner_text()


@SCRIPT
def test_anybody_answers_the_open_hearing(script, open_page, server):
    page = open_page(f"{server}/consultations/", script=script)
    page.locator("main a[href^='/consultations/H-']").first.click()
    assert axe(page) == []
    page.locator("main a[href*='/respond/']").first.click()
    assert axe(page) == []
    page.locator("input[name=name]").fill("Ola Nettleser (demo)")
    page.locator("main form textarea").first.fill("Jeg støtter at alle tider telles i kalenderdager.")
    send(page)
    assert axe(page) == []
    assert "/responses/H-" in page.url
    assert "kalenderdager" in page.locator("main").inner_text()


def test_an_empty_answer_is_refused_and_nothing_typed_is_lost(open_page, server):
    page = open_page(f"{server}/consultations/", script=False)
    page.locator("main a[href^='/consultations/H-']").first.click()
    page.locator("main a[href*='/respond/']").first.click()
    page.locator("input[name=name]").fill("Ola Nettleser (demo)")
    send(page)
    assert "/respond/" in page.url
    assert axe(page) == []
    assert page.locator("input[name=name]").input_value() == "Ola Nettleser (demo)"


def test_a_visitor_takes_the_waiting_case_through_its_gate_and_a_five_week_hearing_is_refused(
    open_page, server, screenshot
):
    page = open_page(server, script=False)
    become(page, DECIDER, server)
    page.goto(f"{server}/cases/")
    page.locator("main tr", has_text="testikkelkreft").first.get_by_role("link").click()
    case = page.url
    assert axe(page) == []
    page.locator("main a[href*='decide']").first.click()
    assert axe(page) == []
    choose(page, "outcome", "on")
    page.locator("textarea[name=reason]").fill("Utkastet er klart, og alle som blir berørt, skal få si sin mening.")
    send(page)
    assert axe(page) == []
    assert "Utkastet er klart" in page.locator("main").inner_text()

    become(page, OWNER, server)
    page.goto(case)
    page.locator("main a[href$='/hearing/']").first.click()
    assert axe(page) == []
    opens = date.today()  # noqa: DTZ011  (the server's own day)
    page.locator("input[name=opens]").fill(opens.isoformat())
    page.locator("input[name=closes]").fill((opens + timedelta(days=35)).isoformat())
    send(page)
    refused = page.locator("main").inner_text()
    screenshot(page, "five-weeks-refused")
    assert "hearing.six-weeks" in refused
    assert "S1" in refused
    assert "Høring" in refused
    assert axe(page) == []

    page.locator("input[name=closes]").fill((opens + timedelta(days=100)).isoformat())
    send(page)
    assert axe(page) == []
    assert "/consultations/H-" in page.url
