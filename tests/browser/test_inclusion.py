"""What people do with shares of patients in a pathway: read them, choose a hospital, read a register's file in, publish."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

AT = "/inclusion/brystkreft/"
HEAD = "pathway,organisation,period,new,included,source,source_date\n"
PERIODS = [(True, "2021-T1"), (False, "2021-T2")]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_shares_read_on_any_screen(language, width, open_page, server, screenshot):
    for name, address in (("list", "/inclusion/"), ("pathway", AT), ("published", f"{AT}published/")):
        page = open_page(f"{server}{address}", script=False, width=width, language=language)
        assert axe(page) == []
        assert too_wide(page) == 0
        screenshot(page, f"inclusion-{name}-{language}-{width}")
    page = open_page(f"{server}{AT}", script=False, width=width, language=language)
    assert page.locator("main svg[role=img]").count() == 2
    assert page.locator("main table").count() >= 3
    expect(page.locator("main .ds-alert")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_anybody_chooses_a_hospital_and_a_period(script, open_page, server):
    page = open_page(f"{server}{AT}", script=script)
    before = page.locator("#figures dl").inner_text()
    page.locator("select[name=organisation]").select_option(label="Demosykehuset Vest")
    if not script:
        page.locator("select[name=period]").select_option("2021-T2")
        page.locator("main form button").click()
    expect(page.locator("#figures dl")).not_to_have_text(before)
    page.wait_for_url("**organisation=310000019**")
    assert axe(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_owner_is_told_every_fault_of_a_file_and_then_reads_it_in(script, open_page, server, screenshot):
    page = open_page(server, script=script)
    become(page, "Nora Normeier (demo)", server)
    page.goto(f"{server}/inclusion/")
    page.locator("main a[href='/register/deliver/']").click()
    assert axe(page) == []
    source = "Oppdiktet demonstrasjonsregister"
    wrong = f"{HEAD}brystkreft,31000001,2021-T1,40,41,{source},2022-05-31\n"
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "register.csv", "mimeType": "text/csv", "buffer": wrong.encode()}]
    )
    page.locator("main form button").click()
    expect(page.get_by_text("Linje 2, included").first).to_be_visible()
    assert page.get_by_text("Linje 2, organisation").count()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
        assert too_wide(page) == 0
        screenshot(page, f"inclusion-refused-{width}")
    told = "".join(
        f"brystkreft,{hospital},2021-T{tertial},{new + script},{included},{source},2022-05-31\n"
        for hospital, new, included in (("310000019", 60, 50), ("310000027", 40, 30), ("310000035", 12, 6))
        for tertial in (1, 2, 3)
    )
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "register.csv", "mimeType": "text/csv", "buffer": (HEAD + told).encode()}]
    )
    page.locator("main form button").click()
    page.wait_for_url("**/inclusion/")
    assert page.get_by_text("avløst").count() >= 1
    assert axe(page) == []


@pytest.mark.parametrize(("script", "period"), PERIODS, ids=["script", "no-script"])
def test_an_owner_publishes_a_tertial_of_shares(script, period, open_page, server, screenshot):
    page = open_page(server, script=script)
    become(page, "Nora Normeier (demo)", server)
    page.goto(f"{server}{AT}publish/")
    assert axe(page) == []
    page.locator("select[name=period]").select_option(period)
    page.locator("main form button").click()
    page.wait_for_url(f"**/published/{period}/")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
        assert too_wide(page) == 0
        screenshot(page, f"inclusion-published-{period}-{width}")
