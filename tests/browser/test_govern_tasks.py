"""What people do in the governing part: report a need, answer a hearing, take a case through its gate. Script on and off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.browser.axe import axe
from tests.browser.steps import become

OWNER, DECIDER = "Nora Normeier (demo)", "Berit Beslutter (demo)"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@SCRIPT
def test_a_citizen_reports_a_need(script, open_page, server):
    page = open_page(f"{server}/needs/report/", script=script)
    assert axe(page) == []
    page.locator("input[name=title]").fill(f"Ventetid uten svar ({'med' if script else 'uten'} skript)")
    page.locator("textarea[name=text]").fill(
        "Jeg får ikke vite når jeg får svar på prøvene, og ingen kan si hva som gjelder."
    )
    source = page.locator("[name=source]").first
    if source.evaluate("e => e.tagName") == "SELECT":
        source.select_option("patient")
    else:
        page.locator("input[name=source][value=patient]").check()
    page.locator("main form button[type=submit]").first.click()
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
    page.locator("main form button[type=submit]").last.click()
    assert axe(page) == []
    assert "/responses/H-" in page.url
    assert "kalenderdager" in page.locator("main").inner_text()


def test_an_empty_answer_is_refused_and_nothing_typed_is_lost(open_page, server):
    page = open_page(f"{server}/consultations/", script=False)
    page.locator("main a[href^='/consultations/H-']").first.click()
    page.locator("main a[href*='/respond/']").first.click()
    page.locator("input[name=name]").fill("Ola Nettleser (demo)")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.locator("main form button[type=submit]").last.click()
    assert "/respond/" in page.url
    assert axe(page) == []
    assert page.locator("input[name=name]").input_value() == "Ola Nettleser (demo)"


def test_a_visitor_takes_the_waiting_case_through_its_gate_and_a_five_week_hearing_is_refused(
    open_page, server, screenshot
):
    page = open_page(server, script=False)
    become(page, DECIDER, server)
    page.goto(f"{server}/cases/")
    page.locator("main a[href^='/cases/S-']", has_text="testikkelkreft").first.click()
    case = page.url
    assert axe(page) == []
    page.locator("main a[href*='decide']").first.click()
    assert axe(page) == []
    page.locator("input[name=outcome][value=on]").check()
    page.locator("textarea[name=reason]").fill("Utkastet er klart, og alle som blir berørt, skal få si sin mening.")
    page.locator("main form button[type=submit]").last.click()
    assert axe(page) == []
    assert "Utkastet er klart" in page.locator("main").inner_text()

    become(page, OWNER, server)
    page.goto(case)
    page.locator("main a[href$='/hearing/']").first.click()
    assert axe(page) == []
    opens = date.today()  # noqa: DTZ011  (the server's own day)
    page.locator("input[name=opens]").fill(opens.isoformat())
    page.locator("input[name=closes]").fill((opens + timedelta(days=35)).isoformat())
    page.locator("main form button[type=submit]").last.click()
    refused = page.locator("main").inner_text()
    screenshot(page, "five-weeks-refused")
    assert "hearing.six-weeks" in refused
    assert "S1" in refused
    assert "Høring" in refused
    assert axe(page) == []

    page.locator("input[name=closes]").fill((opens + timedelta(days=100)).isoformat())
    page.locator("main form button[type=submit]").last.click()
    assert axe(page) == []
    assert "/consultations/H-" in page.url
