"""Steps that many tasks share, done the way a person does them."""

from __future__ import annotations

from playwright.sync_api import Page


def become(page: Page, name: str, server: str) -> None:
    """Chooses a demonstration person by name and lands on the front page."""
    page.goto(f"{server}/persons/")
    page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name, exact=True)).get_by_role(
        "button"
    ).click()


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than the window; more than 0 means that it must be scrolled sideways."""
    wide = int(page.evaluate("document.documentElement.scrollWidth"))
    return max(0, wide - int(page.evaluate("document.documentElement.clientWidth")))
