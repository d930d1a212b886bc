"""What other pages show of cases: the front page's box, and the links of an edition."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import reverse

from normverk.base.languages import current_language, say
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.related import Related
from normverk.govern.process.queries import case_of_edition, cases_at_a_gate, hearings_of
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


def case_links(edition: Edition) -> tuple[Related, ...]:
    """From an edition to its case and hearings."""
    case = case_of_edition(edition)
    if case is None:
        return ()
    hearings = (
        Related(say("process.link.hearing", ref=hearing.ref), reverse("consultation", args=(hearing.ref,)))
        for hearing in hearings_of(case)
    )
    return (Related(say("process.case.word", ref=case.ref), reverse("case", args=(case.ref,))), *hearings)
