"""A coordinator joins two keys of one person and parts them again, and looks at what cannot be right. Script on and off."""

from __future__ import annotations

import pytest

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

COORDINATOR = "Kari Koordinator (demo)"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@SCRIPT
def test_a_coordinator_joins_two_keys_and_parts_them_again(script, open_page, server):
    page = open_page(server, script=script, width=320)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/patients/")
    addresses = page.locator("main table tbody th a").evaluate_all("links => links.map(one => one.href)")
    first, other = list(dict.fromkeys(addresses))[:2]
    page.goto(other)
    key = page.locator("main dl div", has_text="Pseudonym").locator("dd").inner_text()
    registrations = page.locator("section[aria-labelledby=events] tbody tr").count()
    page.goto(first)
    own = page.locator("section[aria-labelledby=events] tbody tr").count()
    page.get_by_role("link", name="Slå sammen med en annen nøkkel").click()
    page.locator("input[name=other]").fill(key)
    page.locator("textarea[name=reason]").fill("Hjelpenummer ved innkomst.")
    page.locator("main form button").click()
    page.get_by_role("heading", name="Er dette samme person?").wait_for()
    assert f"gjelder: {registrations}" in page.locator("main dl").inner_text()
    assert (axe(page), too_wide(page)) == ([], 0)
    page.get_by_role("button", name="Ja, slå sammen").click()
    page.wait_for_url("**done=joined")
    assert page.locator("section[aria-labelledby=events] tbody tr").count() == own + registrations
    assert (axe(page), too_wide(page)) == ([], 0)
    page.goto(other)
    assert "slått sammen med en annen" in page.locator("main").inner_text()
    assert (axe(page), too_wide(page)) == ([], 0)
    page.get_by_role("link", name="Skill nøklene").click()
    assert (axe(page), too_wide(page)) == ([], 0)
    page.locator("textarea[name=reason]").fill("Likevel to personer.")
    page.locator("main form button").click()
    page.wait_for_url("**done=parted")
    assert page.locator("section[aria-labelledby=events] tbody tr").count() == own


def test_registrations_that_cannot_be_right_have_a_list(open_page, server):
    page = open_page(server, script=False, width=320)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/patients/")
    page.get_by_role("link", name="Registreringer å se på").click()
    assert (axe(page), too_wide(page)) == ([], 0)
    assert "Ingenting er utelatt" in page.locator("main").inner_text()
