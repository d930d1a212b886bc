"""A server, a browser, and pages of it: with and without script, narrow and wide, in each language."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.needs import CHROMIUM, ROOT, check_machine, missing
from tests.browser.prepare import demonstration
from tests.browser.server import serving

try:
    from playwright.sync_api import Browser, Page, sync_playwright
except ImportError:
    sync_playwright = None

WIDE, NARROW = 1280, 320
OpenPage = Callable[..., "Page"]
"""open_page(address, script=True, width=1280, language="nb") gives a new page of a new visitor."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if sync_playwright is None:
        missing("the Python package playwright is not installed")
    check_machine()
    # Chromium refuses its sandbox to root, which is what a container runs as.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    # Its loop runs in this thread from now on, and Django would not let a test here read its own database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration with few patients, and one real account beside the invented persons."""
    with serving(tmp_path_factory.mktemp("server"), demonstration) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages, each of a new visitor; they are closed when the test ends."""
    contexts = []

    def open_one(address: str, *, script: bool = True, width: int = WIDE, language: str = "nb") -> Page:
        context = browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        contexts.append(context)
        context.add_cookies([{"name": "language", "value": language, "url": address}])
        page = context.new_page()
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page_with_script(open_page: OpenPage, server: str) -> Page:
    """The front page in a browser that runs script."""
    return open_page(server)


@pytest.fixture
def page_without_script(open_page: OpenPage, server: str) -> Page:
    """The front page in a browser that runs no script."""
    return open_page(server, script=False)


@pytest.fixture
def screenshot() -> Callable[[Any, str], Path]:
    """Writes what the page looks like to build/screenshots/<name>.png."""

    def take(page: Page, name: str) -> Path:
        folder = ROOT / "build" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take
