"""The accessibility checker. It reads the page as it stands in the browser, also when the page may run no script.

axe-core runs in a world of its own beside the page, put there by the browser's debugging protocol, so neither the
content security policy nor a browser without script is in its way. Where script is off, the browser's timers stand
still; axe then gets timers that fire at once, which its own waiting (for frames and stylesheets, both left out) does
not need.
"""

from __future__ import annotations

import json
from typing import Any, Final

from playwright.sync_api import Page

from tests.browser.needs import AXE

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

_TIMERS: Final = """
globalThis.setTimeout = (run, wait, ...rest) => {
  if (!wait || wait < 50) Promise.resolve().then(() => run(...rest));
  return 1;
};
"""
_RUN: Final = """
axe.run(document, {runOnly: %s, preload: false, iframes: false, resultTypes: ['violations']}).then(found =>
  JSON.stringify(found.violations.map(v => [v.id, v.impact, v.nodes.map(n => [n.target.join(' '), n.failureSummary])])))
"""


def axe(page: Page) -> list[str]:
    """Every violation on the page, one string each: rule, impact, element and what is wrong. Empty: none."""
    client = page.context.new_cdp_session(page)
    try:
        frame = client.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = client.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})["executionContextId"]
        _evaluate(client, world, f"{_TIMERS}{AXE.read_text(encoding='utf-8')};0")
        found = json.loads(_evaluate(client, world, _RUN % json.dumps(TAGS)))
    finally:
        client.detach()
    return [
        f"{rule} ({impact}) at {target}: {' '.join(summary.split())}"
        for rule, impact, nodes in found
        for target, summary in nodes
    ]


def _evaluate(client: Any, world: int, expression: str) -> Any:
    answer = client.send(
        "Runtime.evaluate",
        {"expression": expression, "contextId": world, "awaitPromise": True, "returnByValue": True},
    )
    if "exceptionDetails" in answer:
        raise RuntimeError(f"the accessibility checker failed: {answer['exceptionDetails']}")
    return answer["result"].get("value")
