"""The front page's box about cases: what waits for a decision, and where to report a need."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import reverse

from normverk.base.languages import current_language, say
from normverk.govern.process.queries import cases_at_a_gate
from normverk.web.front import Box


def cases_box(request: HttpRequest) -> Box:
    """Cases in which nothing is left but to decide; public, like the cases themselves."""
    language = current_language()
    waiting = cases_at_a_gate(datetime.now(UTC))[:5]
    links = [
        (f"{case.ref} {case.product.title_text.in_language(language)}", reverse("case", args=(case.ref,)))
        for case in waiting
    ]
    return Box(
        title="process.front.title",
        text="process.front.text",
        values={"count": len(waiting)},
        links=(*links, (say("process.needs.report"), reverse("need-report"))),
        order=20,
    )
