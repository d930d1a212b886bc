"""A norm owner reads limits from a pasted table, and confirms one of them. Script on and off."""

from __future__ import annotations

import pytest

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

PAGE = "/editions/testikkelkreft/1.0.0/read-limits/"
TABLE = (
    "<table><tr><th>Fra</th><th>Til</th><th>Tid</th></tr>"
    "<tr><td>mottatt</td><td>oppmøte</td><td>8 kalenderdager</td></tr>"
    "<tr><td>oppmøte</td><td>beslutning</td><td>3–9 dager</td></tr></table>"
)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [1280, 320])
def test_a_limit_from_a_table_is_taken_in_when_it_is_confirmed(script, width, open_page, server):
    page = open_page(server, script=script, width=width)
    become(page, "Nora Normeier (demo)", server)
    page.goto(f"{server}{PAGE}")
    assert (axe(page), too_wide(page)) == ([], 0)
    page.locator("textarea[name=words]").fill(TABLE)
    page.locator("input[name=title]").fill("Oppdiktet tabell")
    page.get_by_role("button", name="Les tabellene").click()
    page.locator("#row-1").wait_for()
    assert (axe(page), too_wide(page)) == ([], 0)
    assert "Et spenn" in page.locator("#row-1").inner_text()
    assert page.locator("select[name=target-1]").input_value() == ""
    page.locator("select[name=target-0]").select_option(index=1)
    page.get_by_role("button", name="Bekreft og ta inn i utkastet").click()
    page.wait_for_url("**/editions/testikkelkreft/1.0.0/#limits")
    assert "Oppdiktet tabell" in page.locator("section[aria-labelledby=limits]").inner_text()
