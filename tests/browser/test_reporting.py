"""A coordinator finds what is to be mended before it is reported: narrow and wide, script on and off."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

COORDINATOR = "Kari Koordinator (demo)"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@SCRIPT
def test_a_coordinator_finds_what_is_wrong_and_the_patient_it_is_about(script, open_page, server, screenshot):
    page = open_page(server, script=script)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/patients/")
    page.get_by_role("link", name="Rett koder før de meldes til NPR").click()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
        assert too_wide(page) == 0
        screenshot(page, f"npr-report-{width}")
    feedback = page.locator("main table").first.locator("tbody tr")
    code = feedback.first.locator("th a").inner_text()[:3]
    number = int(feedback.first.locator("td").first.inner_text())
    page.locator("select[name=code]").select_option(code)
    page.get_by_role("button", name="Vis").click()
    page.wait_for_url(f"**code={code}**")
    rows = page.locator("main table").last.locator("tbody tr")
    expect(rows).to_have_count(min(number, 50))
    assert {code in words for words in rows.locator("td:nth-child(3)").all_inner_texts()} == {True}
    rows.first.locator("th a").click()
    expect(page.locator("#npr")).to_be_visible()
    assert axe(page) == []
    screenshot(page, "npr-patient-1280")


@SCRIPT
def test_what_cannot_be_decided_and_a_wrong_date_are_told(script, open_page, server):
    page = open_page(server, script=script, width=320)
    become(page, COORDINATOR, server)
    for query in ("?standing=unknown", "?first=2021-01-01&last=2021-12-31", "?first=x", "?code=120"):
        page.goto(f"{server}/patients/report/{query}")
        assert axe(page) == []
        assert too_wide(page) == 0
    page.goto(f"{server}/patients/report/?first=x")
    assert "Skriv en dag som finnes" in page.locator("main").inner_text()


def test_the_file_is_the_list(open_page, server):
    page = open_page(server, script=False)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/patients/report/")
    address = page.get_by_role("link", name="Last ned som CSV").get_attribute("href")
    answer = page.request.get(f"{server}{address}")
    lines = list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))
    numbers = page.locator("main table").first.locator("tbody td:nth-child(2)").all_inner_texts()
    assert len(lines) == sum(map(int, numbers)) > 0


@pytest.mark.parametrize("language", ["nn", "en"])
def test_it_is_there_in_the_other_languages(language, open_page, server):
    page = open_page(server, script=False, width=320, language=language)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/patients/report/")
    assert (
        page.locator("h1").inner_text()
        == {"nn": "Rettast før melding til NPR", "en": "To mend before reporting to NPR"}[language]
    )
    assert axe(page) == []
    assert too_wide(page) == 0
