"""Hostile words and addresses in every field of a norm: nothing of it runs in Chromium under the content policy.

The pages are made by the application, with the headers it gives them, and shown by the browser; what they carry is put
there by the norm alone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from playwright.sync_api import Route

from tests.publish.conftest import own_keys  # noqa: F401  (a fixture)
from tests.publish.everywhere import everywhere
from tests.publish.examples import publish_first, publish_second
from tests.security.test_norm_words import ADDRESSES, unchecked  # noqa: F401  (a fixture)
from tests.security.test_words import EVERYTHING

ORIGIN = "https://hub.example.org"
LISTEN = """
globalThis.ran = [];
globalThis.alert = word => ran.push(`alert ${word}`);
document.addEventListener('securitypolicyviolation', event => {
  if (!event.violatedDirective.startsWith('img-src')) ran.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
PLAIN = "<!doctype html><title>x</title><img src=x onerror=alert(1)><a href='javascript:alert(2)'>lenke</a>"


@pytest.fixture
def made(browser, db: None) -> dict[str, tuple[dict[str, str], str]]:
    """Every page of a norm that is hostile throughout, by address, with its headers."""
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    publish_first(now, content=everywhere(EVERYTHING, "javascript:alert(3)"), valid_from=date(2020, 1, 1))
    publish_second(
        now,
        content=everywhere(f"{EVERYTHING} mer", "data:text/html,<script>alert(4)</script>"),
        valid_from=date(2021, 1, 1),
    )
    client = Client()
    answers = {where: client.get(where) for where in ADDRESSES}
    assert all(answer.status_code == 200 for answer in answers.values())
    return {where: (dict(answer.items()), answer.content.decode()) for where, answer in answers.items()}


def shown(context, pages: dict[str, tuple[dict[str, str], str]], where: str):
    """A page in the browser, which gets what was made and nothing else."""
    page = context.new_page()
    page.add_init_script(LISTEN)

    def answer(route: Route) -> None:
        address = route.request.url.removeprefix(ORIGIN)
        if address in pages:
            headers, body = pages[address]
            route.fulfill(status=200, headers=headers, body=body)
        else:
            route.fulfill(status=404, body="")

    page.route("**/*", answer)
    page.goto(ORIGIN + where)
    return page


def test_nothing_of_a_hostile_norm_runs(browser, made):
    context = browser.new_context()
    for where in ADDRESSES:
        page = shown(context, made, where)
        for summary in page.locator("summary").all():
            summary.click()
        page.wait_for_timeout(50)
        assert page.evaluate("ran") == [], where
        kinds = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.protocol)")
        assert set(kinds) <= {"https:", "http:", "mailto:"}, where
        page.close()
    context.close()


def test_what_runs_is_noticed(browser):
    """Or the test above would prove nothing: without the policy it runs, and with it the attempt is seen."""
    context = browser.new_context()
    free = shown(context, {"/": ({"Content-Type": "text/html"}, PLAIN)}, "/")
    free.wait_for_timeout(200)
    assert free.evaluate("ran") == ["alert 1"]
    held = {"Content-Type": "text/html", "Content-Security-Policy": "default-src 'none'; script-src 'self'"}
    page = shown(context, {"/": (held, PLAIN)}, "/")
    page.wait_for_timeout(200)
    assert [word.split(" ")[0] for word in page.evaluate("ran")] == ["script-src-attr"]
    context.close()
