"""Every page that a person can reach by following links: accessible, without script, at 320 px and wide.

Each person goes from the front page along every link, and visits each kind of page (each route) once.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.axe import axe
from tests.browser.steps import become, too_wide

PERSONS = {
    "visitor": ("", "nb"),
    "coordinator": ("Kari Koordinator (demo)", "nn"),
    "owner": ("Nora Normeier (demo)", "en"),
    "decider": ("Berit Beslutter (demo)", "nb"),
    "administrator": ("Anders Administrator (demo)", "nn"),
}
NO_PAGES = ("/api/", "/innhold", "/static/", "/packages/", "/feeds/", "/fhir/", "/healthz", "/readyz")


@pytest.mark.parametrize("person", PERSONS)
def test_every_page_of_a_person_is_accessible(person, open_page, server, screenshot):
    name, language = PERSONS[person]
    page = open_page(server, script=False, width=320, language=language)
    if name:
        become(page, name, server)
    faults = []
    for route in walk(page, server, faults):
        faults += [f"{route} at 320 px: {fault}" for fault in problems(page)]
        screenshot(page, f"{person}-{route}-320")
        page.set_viewport_size({"width": 1280, "height": 800})
        faults += [f"{route} at 1280 px: {fault}" for fault in problems(page)]
        screenshot(page, f"{person}-{route}-1280")
        page.set_viewport_size({"width": 320, "height": 800})
    assert "\n".join(faults) == ""


def problems(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found = axe(page)
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} main headings")
    if too_wide(page):
        found.append(f"the page is {too_wide(page)} px too wide")
    return found


def walk(page: Page, server: str, faults: list[str]) -> Iterator[str]:
    """Goes to each route that can be reached from the front page, and stops at each with its name.

    A link that leads to a refusal or to nothing is added to `faults`.
    """
    waiting, seen = ["/"], set()
    while waiting:
        address = waiting.pop(0)
        route = route_of(address, faults)
        if route in seen or not route:
            continue
        seen.add(route)
        answer = page.request.get(urljoin(server, address))
        if answer.status >= 400:
            faults.append(f"a link to {address} leads to {answer.status}")
        if "text/html" not in answer.headers["content-type"]:
            continue  # a file to take home
        page.goto(urljoin(server, address))
        yield route
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        waiting += [_local(link) for link in links if link.startswith(f"{server}/")]


def route_of(address: str, faults: list[str]) -> str:
    """The name of the route, or nothing for what is no page."""
    path = urlsplit(address).path
    if path.startswith(NO_PAGES):
        return ""
    try:
        return resolve(path).view_name or ""
    except Resolver404:
        faults.append(f"a page links to {path}, which leads nowhere")
        return ""


def _local(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
