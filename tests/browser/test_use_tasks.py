"""What people do where norms are used and learnt from: find who is due, see why, compare hospitals. Script on and off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe
from tests.browser.steps import become

COORDINATOR = "Kari Koordinator (demo)"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@SCRIPT
def test_a_coordinator_finds_the_overdue_at_one_hospital(script, open_page, server):
    page = open_page(server, script=script)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/patients/")
    hospitals = page.locator("select[name=hospital]")
    hospitals.select_option(label="Demosykehuset Vest")
    if not script:
        page.locator("main form button").click()
    expect(page.locator("#results tbody tr").first).to_contain_text("Demosykehuset Vest")
    cells = page.locator("#results tbody tr td:nth-child(6)").all_inner_texts()
    assert set(cells) == {"Demosykehuset Vest"}
    page.wait_for_url("**hospital=**")
    assert axe(page) == []


@SCRIPT
def test_a_coordinator_sees_one_patient_and_why_a_clock_is_red(script, open_page, server):
    page = open_page(server, script=script)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/patients/")
    page.locator("main table tbody th a").first.click()
    assert axe(page) == []
    assert page.locator("main svg[role=img]").count() == 1
    page.locator("main table .ds-tag[data-color=danger]").first.locator("xpath=ancestor::tr").get_by_role(
        "link"
    ).last.click()
    assert axe(page) == []
    words = page.locator("main").inner_text()
    assert "kalenderdager" in words
    assert page.locator("ol.nv-steps li").count() >= 6


@SCRIPT
def test_anybody_compares_one_hospital_with_all_before_and_after_the_change(script, open_page, server):
    page = open_page(f"{server}/indicators/brystkreft/OF2/", script=script)
    before = page.locator("#figures table").first.inner_text()
    page.locator("select[name=organisation]").select_option(label="Demosykehuset Vest")
    if not script:
        page.locator("main form button").click()
    expect(page.locator("#figures table").first).not_to_have_text(before)
    page.wait_for_url("**organisation=**")
    assert axe(page) == []


def test_a_clinician_does_not_see_another_hospitals_patient(open_page, server):
    page = open_page(server, script=False)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/patients/")
    page.locator("select[name=hospital]").select_option(label="Demosykehuset Nord")
    page.locator("main form button").click()
    address = page.locator("main table tbody th a").first.get_attribute("href")
    become(page, "Kristian Kliniker (demo)", server)
    answer = page.goto(f"{server}{address}")
    assert answer is not None
    assert answer.status == 403
    assert axe(page) == []
