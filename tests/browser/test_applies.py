"""What people do in the reference catalogue: ask what applies, look ahead, propose and decide, say whether they follow it."""

from __future__ import annotations

import pytest

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

OWNER, DECIDER, COORDINATOR = "Nora Normeier (demo)", "Berit Beslutter (demo)", "Kari Koordinator (demo)"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
NORM = "/applies/norms/demostandard-henvisning/"


def sound(page) -> list[str]:
    """What is wrong with the page: accessibility, and width."""
    return axe(page) + ([f"{too_wide(page)} px too wide"] if too_wide(page) else [])


@SCRIPT
@pytest.mark.parametrize("width", [320, 1280])
def test_a_hospital_asks_what_applies_and_follows_the_answer_to_the_norm(script, width, open_page, server, screenshot):
    page = open_page(f"{server}/", script=script, width=width)
    page.locator("nav a[href='/applies/']").click()
    assert sound(page) == []
    page.locator("select[name=actor]").select_option("hospital")
    page.locator("select[name=action]").select_option("send")
    page.locator("main form button").first.click()
    assert sound(page) == []
    screenshot(page, f"applies-{width}-{script}")
    rows = page.locator("table").first.get_by_role("row")
    assert rows.count() > 3  # it is a table also where each row is a block of its own
    first = rows.nth(1)
    assert "Obligatorisk" in first.inner_text()
    assert "Hjemmel:" in first.inner_text()
    assert "Dette er ingen offisiell katalog." in page.locator("main").inner_text()
    page.locator("details summary").last.click()
    assert sound(page) == []
    assert page.locator("details[open] tbody tr").count() > 100
    first.get_by_role("rowheader").get_by_role("link").click()
    assert "/applies/norms/" in page.url
    assert sound(page) == []
    screenshot(page, f"applies-norm-{width}-{script}")


def test_a_question_without_a_kind_of_actor_leads_to_the_field(open_page, server):
    page = open_page(f"{server}/applies/", script=False)
    page.locator("main form button").first.click()
    assert sound(page) == []
    page.locator("[role=alert] a").first.click()
    assert page.url.endswith("#id_actor")


def test_the_coming_changes_can_be_taken_home(open_page, server):
    page = open_page(f"{server}/applies/calendar/", script=False, width=320, language="nn")
    assert sound(page) == []
    assert "Obligatorisk frå" in page.locator("main table").inner_text()
    address = page.locator("a[href^='/applies/calendar.ics']").get_attribute("href")
    file = page.request.get(f"{server}{address}")
    assert file.body().startswith(b"BEGIN:VCALENDAR\r\n")


@SCRIPT
def test_a_row_is_proposed_by_one_and_decided_by_another(script, open_page, server):
    page = open_page(f"{server}/", script=script)
    become(page, OWNER, server)
    page.goto(f"{server}{NORM}propose/")
    assert sound(page) == []
    # Two versions for the same actor and action would be refused.
    version, action = ("9.1", "receive") if script else ("9.2", "use")
    page.locator("input[name=version]").fill(version)
    page.locator("select[name=actor]").select_option("pharmacy")
    page.locator("select[name=action]").select_option(action)
    page.locator("select[name=level]").select_option("mandatory")
    page.locator("input[name=source_title]").fill("Oppdiktet for prøven")
    page.locator("textarea[name=reason]").fill("Apotekene spør om den.")
    page.locator("main form.nv-form button").first.click()
    assert sound(page) == []
    assert "Det som er obligatorisk, har et rettslig grunnlag." in page.locator("[role=alert]").first.inner_text()
    assert page.locator("textarea[name=reason]").input_value() == "Apotekene spør om den."
    page.locator("select[name=level]").select_option("guide")
    page.locator("main form.nv-form button").first.click()
    assert "/applies/proposals/N-" in page.url
    assert page.locator("main form").count() == 0
    address = page.url
    become(page, DECIDER, server)
    page.goto(address)
    assert sound(page) == []
    page.locator("input[name=outcome][value=accept]").check()
    page.locator("textarea[name=reason]").fill("Det trengs en veiledning.")
    page.locator("main form button").first.click()
    assert "Vedtatt" in page.locator("main").inner_text()
    page.goto(f"{server}/applies/?actor=pharmacy&action={action}")
    assert version in page.locator("main table").first.inner_text()


def test_an_organisation_that_does_not_follow_a_norm_says_why(open_page, server):
    page = open_page(f"{server}/", script=False, width=320)
    become(page, COORDINATOR, server)
    page.goto(f"{server}{NORM}")
    page.locator("a[href$='/stance/']").click()
    assert sound(page) == []
    page.locator("input[name=organisation_name]").fill("Demosykehuset Nord")
    page.locator("select[name=organisation]").select_option("310000035")
    page.locator("input[name=stance][value=does-not-follow]").check()
    page.locator("main form.nv-form button").first.click()
    assert "skriver hvorfor" in page.locator("[role=alert]").first.inner_text()
    page.locator("textarea[name=reason]").fill("Journalsystemet byttes ut til våren.")
    page.locator("main form.nv-form button").first.click()
    assert "Journalsystemet byttes ut til våren." in page.locator("main").inner_text()
    assert sound(page) == []
