"""From a red patient back to the need, and from the need forward to the share treated in time: script off, every language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

COORDINATOR = "Kari Koordinator (demo)"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_red_patient_leads_to_the_need_and_the_need_to_the_share(language, open_page, server, screenshot):
    page = open_page(server, script=False, language=language)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/patients/")
    assert sound(page) == []
    first = page.locator("main table tbody tr").first
    assert first.locator(".ds-tag[data-color=danger]").count() == 1
    first.locator("td a").last.click()
    assert sound(page) == []
    screenshot(page, f"why-{language}")

    stations = page.locator("ol.nv-steps a")
    addresses = [str(stations.nth(i).get_attribute("href")) for i in range(stations.count())]
    kinds = [address.split("/")[1] for address in addresses]
    assert kinds[:2] == ["products", "releases"], "first the paragraph that states the limit, then its release"
    assert {"editions", "cases", "consultations"} <= set(kinds)
    assert kinds[-1] == "needs"
    for address in dict.fromkeys(address.split("#")[0] for address in addresses[:-1]):
        answer = page.goto(server + address)
        assert answer is not None
        assert answer.status == 200, address
        assert sound(page) == [], address
        page.go_back()
    page.locator("ol.nv-steps a").last.click()
    assert "/needs/" in page.url
    assert sound(page) == []

    page.locator("main a[href^='/trace/']").first.click()
    assert sound(page) == []
    assert page.locator("li[data-kind=need]").count() == 1
    page.locator("li[data-kind=indicator] a").last.click()
    assert "/indicators/" in page.url
    assert sound(page) == []
    assert page.locator("main table").count() >= 2
    screenshot(page, f"indicator-{language}")


def sound(page: Page) -> list[str]:
    """What is wrong with the page: accessibility, width, keys shown instead of words."""
    found = axe(page)
    if too_wide(page):
        found.append(f"{too_wide(page)} px too wide")
    if "problem." in page.title():
        found.append(page.title())
    return found
