"""The coordinator's day in a browser: the commonest tasks with and without script, by keyboard, narrow, in each language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

COORDINATOR = "Kari Koordinator (demo)"
CORRECT = re.compile(r"^Rett\b")
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def begin(open_page, server: str, *, script: bool = True, **more) -> Page:
    """The list, as the coordinator sees it."""
    page = open_page(server, script=script, **more)
    become(page, COORDINATOR, server)
    page.goto(f"{server}/patients/")
    return page


def patients_on(page: Page) -> list[str]:
    """The addresses of the patients on the list, each once."""
    found = page.eval_on_selector_all("#results tbody th a", "links => links.map(link => link.href)")
    return list(dict.fromkeys(found))


def open_patient(page: Page, server: str, link: str | re.Pattern[str]) -> None:
    """Goes to the first patient on the list whose page has a link of this name."""
    page.goto(f"{server}/patients/")
    for address in patients_on(page):
        page.goto(address)
        if page.get_by_role("link", name=link).count():
            return
    raise AssertionError(f"no patient on the list has a link «{link}»")


def send(page: Page) -> None:
    """Presses the form's button."""
    page.locator("main form button[data-variant=primary]").click()


def done(page: Page, words: str) -> None:
    """The patient's page says that it is done, and is accessible."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
    assert axe(page) == []


@SCRIPT
def test_find_who_turns_red_next(script, open_page, server):
    page = begin(open_page, server, script=script)
    page.get_by_label("Rekkefølge", exact=True).select_option(label="Det som skifter farge først")
    if not script:
        page.get_by_role("button", name="Vis").click()
    page.wait_for_url("**order=next**")
    first = page.locator("#results tbody tr").first
    expect(first).to_contain_text(re.compile("Blir (gul|rød) "))
    assert axe(page) == []
    kept = page.get_by_role("link", name="Adressen til dette utvalget").get_attribute("href")
    assert kept == "/patients/?order=next"


@SCRIPT
def test_read_why(script, open_page, server):
    page = begin(open_page, server, script=script)
    page.locator("#results tbody tr").first.get_by_role("link", name="Hvorfor").click()
    expect(page.get_by_role("heading", name="Hva som ville endre dette")).to_be_visible()
    assert axe(page) == []


@SCRIPT
def test_note_a_delay_and_see_it_with_the_verdict(script, open_page, server):
    page = begin(open_page, server, script=script)
    page.locator("#results tbody tr").first.get_by_role("link").first.click()
    page.get_by_role("link", name="Noter pasientønsket utsettelse").click()
    assert axe(page) == []
    page.get_by_label("Hvorfor pasienten vil vente").select_option(label="Reise eller ferie")
    send(page)
    done(page, "Utsettelsen er notert")
    page.locator("table tr", has_text="Over fristen").get_by_role("link", name="Hvorfor").first.click()
    expect(page.get_by_text("ingen regel om utsettelse")).to_be_visible()
    assert axe(page) == []


@SCRIPT
def test_hand_a_patient_over_and_receive_them(script, open_page, server):
    page = begin(open_page, server, script=script)
    open_patient(page, server, "Overfør til annet sykehus")
    courses = page.locator("section[aria-labelledby=courses] tbody tr")
    before = courses.count()
    page.get_by_role("link", name="Overfør til annet sykehus").first.click()
    page.get_by_label("Begrunnelse").fill("Behandles der.")
    send(page)  # without saying that responsibility moves
    expect(page.get_by_text("Overføring registreres bare når ansvaret flyttes")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Ansvaret for pasienten flyttes").check()
    send(page)
    done(page, "Pasienten er overført")
    page.goto(f"{server}/transfers/")
    assert axe(page) == []
    page.get_by_role("link", name="Ta imot pasienten").first.click()
    assert axe(page) == []
    send(page)
    done(page, "Pasienten er tatt imot")
    assert courses.count() == before
    expect(courses.first.locator("li").nth(1)).to_be_visible()


@SCRIPT
def test_correct_a_date_with_a_reason(script, open_page, server):
    page = begin(open_page, server, script=script)
    open_patient(page, server, CORRECT)
    page.locator("section[aria-labelledby=events]").get_by_role("link", name=CORRECT).last.click()
    send(page)
    expect(page.locator(".nv-errors")).to_be_visible()
    assert axe(page) == []
    day = page.get_by_label("Riktig dato")
    year, month, number = (int(part) for part in day.input_value().split("-"))
    day.fill(f"{year}-{month:02}-{number - 1 if number > 1 else number + 1:02}")
    page.get_by_label("Begrunnelse").fill("Sto feil i henvisningen.")
    send(page)
    done(page, "Datoen er rettet")
    expect(page.locator("section[aria-labelledby=events]")).to_contain_text("Sto feil i henvisningen.")


@SCRIPT
def test_put_a_patient_on_the_mdt_list_and_write_the_decision_down(script, open_page, server):
    page = begin(open_page, server, script=script)
    page.goto(patients_on(page)[1 if script else 2])  # nobody is put up twice for one meeting
    page.get_by_role("link", name="Sett opp til MDT-møte").click()
    assert axe(page) == []
    question = f"Kan svulsten opereres ({'med' if script else 'uten'} skript)?"
    page.get_by_label("Spørsmål til møtet").fill(question)
    send(page)
    done(page, "Pasienten er satt opp")
    page.goto(f"{server}/mdt/")
    assert axe(page) == []
    page.get_by_role("link", name="Møteliste for utskrift").click()
    expect(page.get_by_text(question)).to_be_visible()
    assert axe(page) == []
    page.go_back()
    page.locator("li", has_text=question).get_by_role("link", name="Skriv inn beslutningen").click()
    page.get_by_label("Beslutning, eller").fill("Opereres innen en uke.")
    send(page)
    done(page, "Møtelisten er oppdatert")


@SCRIPT
def test_a_task_and_a_plan_from_first_word_to_print(script, open_page, server):
    page = begin(open_page, server, script=script)
    page.locator("#results tbody tr").nth(2).get_by_role("link").first.click()
    patient = page.url
    page.get_by_role("link", name="Ny oppgave").click()
    page.get_by_label("Hva skal gjøres").fill("Ringe om timen")
    page.get_by_label("Frist").fill("2022-04-20")
    send(page)
    done(page, "Oppgaven er lagret")
    page.goto(f"{server}/tasks/?when=overdue")
    page.locator("tr", has_text="Ringe om timen").first.get_by_role("link", name="Lukk oppgaven").click()
    page.get_by_label("Mislyktes").check()
    send(page)
    expect(page.get_by_text("skal si hvorfor")).to_be_visible()
    page.get_by_label("Begrunnelse").fill("Ingen svarte.")
    send(page)
    done(page, "Oppgaven er lukket")
    page.goto(patient)
    page.get_by_role("link", name="Skriv individuell plan").first.click()
    assert axe(page) == []
    page.get_by_label("Det som er viktig").fill("Jeg vil hjem.")
    page.get_by_label("Mål 1").fill("Komme hjem")
    send(page)
    done(page, "Planen er lagret")
    page.get_by_role("link", name="Plan til pasienten").first.click()
    expect(page.get_by_text("Jeg vil hjem.")).to_be_visible()
    assert axe(page) == []


def test_the_whole_of_a_task_with_the_keyboard_alone(open_page, server):
    page = begin(open_page, server)
    follow(page, re.compile("Testpasient"))
    follow(page, "Noter pasientønsket utsettelse")
    reach(page, "textarea[name=details]")
    page.keyboard.type("Skal på reise.")
    reach(page, "main form button[data-variant=primary]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Utsettelsen er notert")).to_be_visible()


def test_filters_are_chosen_with_the_keyboard_alone(open_page, server):
    page = begin(open_page, server, script=False)
    reach(page, "select[name=whose]")
    page.keyboard.press("ArrowDown")
    reach(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**whose=mine**")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_forms_are_narrow_and_accessible_in_each_language(language, open_page, server, screenshot):
    page = begin(open_page, server, script=False, width=320, language=language)
    patient = patients_on(page)[1]
    for part in ("", "tasks/", "delays/", "mdt/", "plan/brystkreft/", "coordinator/brystkreft/", "insight/"):
        page.goto(f"{patient}{part}")
        assert too_wide(page) == 0, part
        assert axe(page) == [], part
        screenshot(page, f"coordinator-{part.strip('/').replace('/', '-') or 'patient'}-{language}-320")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_what_has_changed_is_narrow_and_accessible_in_each_language(language, open_page, server, screenshot):
    page = begin(open_page, server, script=False, width=320, language=language)
    why = page.locator("main td a[href*='/OF']").first.get_attribute("href").partition("?")[0]
    for name, address in (("changed", "/patients/changed/"), ("since", f"{why}?since=2022-04-01")):
        page.goto(f"{server}{address}")
        assert too_wide(page) == 0, name
        assert axe(page) == [], name
        screenshot(page, f"coordinator-{name}-{language}-320")


def reach(page: Page, selector: str) -> None:
    """Tabs on until the element that `selector` finds has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Tabs on to the first link of this name and opens it."""
    before = page.url
    for _ in range(200):
        page.keyboard.press("Tab")
        words = page.evaluate("document.activeElement.matches('main a') ? document.activeElement.textContent : ''")
        if re.search(name, words):
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: url != before)
            return
    raise AssertionError(f"no link «{name}» can be reached with Tab")
