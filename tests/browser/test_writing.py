"""Writing in a draft: a section with its preview, words that survive the browser, two writers at once. Script on and off."""

from __future__ import annotations

import pytest

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

WRITER, CO_WRITER = "Nora Normeier (demo)", "Mikkel Medeier (demo)"
EDITION = "/editions/testikkelkreft/1.0.0/"
SECTION = f"{EDITION}edit/section/om/"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def write(page, words: str) -> None:
    """Writes the text in bokmål alone and says that the change is editorial."""
    page.locator("textarea[name=body_nb]").fill(words)
    for language in ("nn", "en"):
        page.locator(f"textarea[name=body_{language}]").fill("")
    page.locator("input[name=change][value=editorial]").check()


@SCRIPT
@pytest.mark.parametrize("width", [1280, 320])
def test_a_unit_is_written_with_a_preview(script, width, open_page, server, screenshot):
    page = open_page(server, script=script, width=width)
    become(page, WRITER, server)
    page.goto(f"{server}{EDITION}edit/unit/om/")
    assert axe(page) == []
    assert too_wide(page) == 0
    page.locator("select[name=kind]").select_option("information")
    page.locator("textarea[name=rationale_nb]").fill(
        "Fordi **dette** hjelper.\n\n| Alder | Dose |\n|---|---|\n| Barn | 5 mg |"
    )
    page.locator("input[name=change][value=editorial]").check()
    page.locator("button[name=preview]").click()
    page.locator("#preview td").first.wait_for()
    assert page.locator("#preview strong").first.inner_text() == "dette"
    assert page.locator("#preview td").first.inner_text() == "Barn"
    assert axe(page) == []
    assert too_wide(page) == 0
    screenshot(page, f"unit-preview-{width}-{'script' if script else 'plain'}")
    page.locator("button[name=save]").click()
    assert page.url == f"{server}{EDITION}"
    page.goto(f"{server}{EDITION}edit/unit/om/")
    assert "**dette**" in page.locator("textarea[name=rationale_nb]").input_value()


@SCRIPT
def test_words_survive_the_browser_and_can_be_discarded(script, open_page, server):
    page = open_page(server, script=script)
    become(page, WRITER, server)
    page.goto(f"{server}{SECTION}")
    words = f"Halvferdig {'med' if script else 'uten'} skript"
    write(page, words)
    if script:
        page.locator("#kept", has_text="Ikke lagret i utkastet").wait_for(timeout=15_000)
    else:
        page.locator("button[name=keep]").click()
    page.context.close()
    again = open_page(server, script=script)
    become(again, WRITER, server)
    again.goto(f"{server}{SECTION}")
    assert axe(again) == []
    again.locator("a[href='?restore=1']").click()
    assert again.locator("textarea[name=body_nb]").input_value() == words
    again.goto(f"{server}{SECTION}")
    again.locator("button[name=discard]").click()
    assert again.locator("#kept-words").count() == 0


@SCRIPT
def test_two_who_write_at_once_lose_nothing(script, open_page, server, screenshot):
    first, second = (open_page(server, script=script) for _ in range(2))
    for page in (first, second):
        become(page, WRITER, server)
        page.goto(f"{server}{SECTION}")
    write(first, "Barn får 5 mg.\n\nSlutt.")
    first.locator("button[name=save]").click()
    for page in (first, second):
        page.goto(f"{server}{SECTION}")
    write(first, "Barn får 6 mg.\n\nSlutt.")
    first.locator("button[name=save]").click()
    write(second, "Barn får 7 mg.\n\nSlutt, endelig.")
    second.locator("button[name=save]").click()
    assert second.locator("#conflict").count() == 1
    assert axe(second) == []
    screenshot(second, f"conflict-{'script' if script else 'plain'}")
    merged = second.locator("textarea[name=body_nb]").input_value()
    assert merged == "Barn får ⟪6¦7⟫ mg.\n\nSlutt, endelig."
    second.locator("textarea[name=body_nb]").fill(merged.replace("⟪6¦7⟫", "7"))
    second.locator("button[name=save]").click()
    assert second.url == f"{server}{EDITION}"
    text = second.locator("main").inner_text()
    assert "Barn får 7 mg." in text
    assert "Slutt, endelig." in text


@SCRIPT
def test_two_persons_write_in_one_draft_and_the_second_merges(script, open_page, server, screenshot):
    first, second = (open_page(server, script=script) for _ in range(2))
    for page, name in ((first, WRITER), (second, CO_WRITER)):
        become(page, name, server)
        page.goto(f"{server}{SECTION}")
    write(first, "Voksne får 1 g.\n\nSlutt.")
    first.locator("button[name=save]").click()
    assert second.url == f"{server}{SECTION}"
    second.goto(f"{server}{SECTION}")
    first.goto(f"{server}{SECTION}")
    write(first, "Voksne får 2 g.\n\nSlutt.")
    first.locator("button[name=save]").click()
    write(second, "Voksne får 3 g.\n\nSlutt, til sist.")
    second.locator("button[name=save]").click()
    assert second.locator("#conflict").count() == 1
    assert axe(second) == []
    merged = second.locator("textarea[name=body_nb]").input_value()
    assert merged == "Voksne får ⟪2¦3⟫ g.\n\nSlutt, til sist."
    screenshot(second, f"conflict-two-persons-{'script' if script else 'plain'}")
    second.locator("textarea[name=body_nb]").fill(merged.replace("⟪2¦3⟫", "2"))
    second.locator("button[name=save]").click()
    assert second.url == f"{server}{EDITION}"
    first.goto(f"{server}{EDITION}")
    text = first.locator("main").inner_text()
    assert "Voksne får 2 g." in text
    assert "Slutt, til sist." in text


@SCRIPT
def test_the_responsible_takes_a_co_writer_off_and_names_them_again(script, open_page, server, screenshot):
    page, other = (open_page(server, script=script, width=320) for _ in range(2))
    become(page, WRITER, server)
    become(other, CO_WRITER, server)
    page.goto(f"{server}{EDITION}")
    assert axe(page) == []
    assert too_wide(page) == 0
    page.locator("#co-writers").scroll_into_view_if_needed()
    screenshot(page, f"co-writers-320-{'script' if script else 'plain'}")
    card = page.locator("section[aria-labelledby=co-writers]")
    card.locator("button[value=take-off]").click()
    assert card.locator("button[value=take-off]").count() == 0
    refused = other.goto(f"{server}{SECTION}")
    assert refused.status == 403
    card.locator("select[name=writer]").select_option(label=CO_WRITER)
    card.locator("button[value=name]").click()
    card.locator("button[value=take-off]").wait_for()
    allowed = other.goto(f"{server}{SECTION}")
    assert allowed.status == 200


def test_a_page_is_pasted_looked_over_and_thrown_away_at_320_pixels(open_page, server, screenshot):
    page = open_page(server, script=False, width=320)
    become(page, WRITER, server)
    page.goto(f"{server}{EDITION}import/")
    assert axe(page) == []
    page.locator("textarea[name=html]").fill("<h2 style='color:red'>Hentet</h2><script>bad()</script><ul><li>én</ul>")
    page.locator("main form button").last.click()
    assert "Hentet" in page.locator("#waiting + p ~ section, main").first.inner_text()
    assert axe(page) == []
    assert too_wide(page) == 0
    screenshot(page, "import-320")
    page.locator("button[name=discard]").click()
    assert page.locator("button[name=take]").count() == 0
