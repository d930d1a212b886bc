"""Writes docs/scenarios.md: every table of scenarios in the tests, in words, for a clinician to read.

`python -m tests.scenario_page` writes the page anew; a test says when it is stale.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[1] / "docs" / "scenarios.md"
OWN: Final = "own"

Row = tuple[str, ...]

_EVENTS: Final = {
    "A": "referral", "AA": "referral by a specialist in practice", "V": "assessed", "S": "attendance", "M": "attendance",
    "O": "transfer", "P": "wishes to wait", "L": "wishes to wait", "R": "ready again", "H": "ill", "T": "well again",
    "D": "missed appointment", "CK": "decision", "CI": "no disease found", "CA": "another disease", "CM": "another cancer",
    "E": "evaluation", "X": "ended", "FK": "surgery", "FM": "drugs", "FS": "radiotherapy", "FL": "relief of symptoms",
    "G1": "grade 1", "G2": "grade 2", "G3": "grade 3", "POL": "outpatient", "DOG": "inpatient",
}  # fmt: skip
_HEAD: Final = """# Scenarios

Every row is a test: what happened, the day one looks, and what must then be said. The tables are made by
`python -m tests.scenario_page` from the tests themselves, and a test fails when this page is stale. **Source** says where the
rule is read; «own» is our own reading, to be confirmed or changed by those who use it. The dates are always invented. Words
in italics name the clock or the treatment. A number before it is the round or the course; «7 of 12» is days passed and the limit.
"""


def tables() -> dict[str, tuple[Row, list[Row]]]:
    """Heading to the column names and the rows. The last column is the source, and never empty."""
    from tests.sim import test_pathways_measured as measured
    from tests.use.pathways import test_golden_scenarios as golden
    from tests.use.pathways import test_language_scenarios as language
    from tests.use.pathways import test_since as since
    from tests.use.reporting import test_feedback as feedback

    judged = ("scenario", "what happened", "looked at", "what is said", "source")
    return {
        "Breast cancer, with the limits of 2015 and 2021": (judged, [
            (name, happened(course), day, said(lines), golden.SOURCES.get(name, OWN))
            for name, (course, day, lines) in golden.SCENARIOS.items()
        ]),
        "Everything the clock language can say, in small pathways": (("scenario", "pathway", *judged[1:]), [
            (name, pathway, happened(course), day, said(lines, clocks=False), source)
            for name, (pathway, source, course, day, lines) in language.SCENARIOS.items()
        ]),
        "The pathways as they stand": (("scenario", "pathway", *judged[1:]), [
            (name, pathway, course, measured.AS_OF.get(pathway, measured.DAY)[:10], said(lines), "sources of the [norm](pathways.md)")
            for name, (pathway, course, lines) in measured.SCENARIOS.items()
        ]),
        "What has changed since last time": (
            ("scenario", "pathway", "known then", "then", "known now", "now", "what is told", "source"), [
            (name, pathway, happened(then), day, happened(now), today, "; ".join(told) or "nothing", OWN)
            for name, (pathway, then, day, now, today, told) in since.SCENARIOS.items()
        ]),
        "What the patient registry would answer": (("feedback", "codes", "code by place: feedback", "source"), [
            (about, course, "; ".join(f"{place}: {codes}" for place, codes in answers.items()) or "nothing",
             OWN if about == "none" else f"Kodeverk 9329, {about}")
            for about, course, answers in feedback.SCENARIOS
        ]),
    }  # fmt: skip


def page() -> str:
    """The whole page."""
    from normverk.base.docs import markdown_table

    held = tables()
    number = sum(len(rows) for _, rows in held.values())
    parts = [f"{_HEAD}\n{number} scenarios."]
    parts += [f"## {heading}\n\n{markdown_table(head, rows)}" for heading, (head, rows) in held.items()]
    return "\n\n".join(parts) + "\n"


def happened(course: str) -> str:
    """«A 2021-06-03, CK 2021-06-20 :drugs @midt» in words."""
    return ", ".join(_event(item.split()) for item in course.split(", ")) if course else "nothing"


def said(lines: Iterable[str], *, clocks: bool = True) -> str:
    """Lines of expectation in words; without `clocks` they begin with the branch, since there is one clock alone."""
    return "; ".join(_verdict(line, clocks) for line in lines) or "nothing"


def _event(parts: list[str]) -> str:
    code, time, *more = parts
    marks = {"@": "at {}", "#": "episode {}", ":": "planned {}"}
    beside = "".join(f" ({marks[one[0]].format(one[1:].replace('A01FM', 'drugs'))})" for one in more)
    return f"{_EVENTS[code]} {time}{beside}"


_LINE: Final = re.compile(
    r"(?:(?P<number>\d+):? )?(?P<names>.*?) ?"
    r"(?P<verdict>running|due|overdue|met|late|nullified|not-applicable|indeterminate) "
    r"(?P<value>\S+)/(?P<limit>\S+) ?(?P<reason>.*)"
)


def _verdict(line: str, clocks: bool) -> str:
    from normverk.base.languages import say

    found = _LINE.fullmatch(line)
    assert found is not None, line
    clock, _, branch = found["names"].partition(" ") if clocks else ("", "", found["names"])
    name = " ".join(one for one in (found["number"] or "", clock, branch) if one not in {"", "-"})
    words = say(f"clock.verdict.{found['verdict']}", "en").lower()
    if found["value"] != "-":
        words += f", {found['value']} of {found['limit']}" if found["limit"] != "-" else f", {found['value']} passed"
    kind, _, value = found["reason"].partition(":")
    if kind not in {"", "-"}:
        reason = say(f"clock.reason.{kind}", "en", value=value).rstrip(".")
        words += f" ({reason[:1].lower()}{reason[1:]})"
    return f"*{name}*: {words}" if name else words


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normverk.config.settings")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
