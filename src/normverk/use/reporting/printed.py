"""What the check of a file prints: lines for people, and plain data for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from normverk.base.commands import table
from normverk.base.languages import say
from normverk.base.rules import REGISTRY
from normverk.use.pathways.intake import Complaint
from normverk.use.reporting.npr import NO_TIME, Told
from normverk.use.reporting.npr.feedback import FEEDBACK
from normverk.use.reporting.wording import because, mend, title


@dataclass(frozen=True)
class Answer:
    """What was found in the file `name`. `set_aside` are file, line and complaint; `unjudged` was not looked at."""

    name: str
    lines: int
    told: tuple[Told, ...]
    unjudged: frozenset[str]
    set_aside: tuple[tuple[str, int, Complaint], ...]

    @property
    def given(self) -> dict[str, int]:
        """How many codes get each feedback."""
        return dict(sorted(Counter(code for one in self.told for code in one.given).items()))

    @property
    def unknown(self) -> dict[str, int]:
        """Of how many codes each feedback cannot be told."""
        return dict(sorted(Counter(code for one in self.told for code in one.unknown).items()))


def place(told: Told) -> tuple[str, str, str, str, str]:
    """Where a code stands in what is printed: by patient, pathway, day."""
    event = told.event
    return (event.patient, event.code[:3], str(told.facts.day or ""), event.source, event.source_id)


def set_aside_lines(answer: Answer, language: str) -> Iterator[str]:
    """Each line that could not be used, with its number and the reason."""
    for name, line, complaint in answer.set_aside:
        yield f"{name}:{line}: {_complaint(complaint, language)}"


def text(answer: Answer, language: str) -> str:
    """A table of what is to be mended, and how often each feedback is given."""
    rows = [_row(one, code, language) for one in answer.told for code in one.given]
    columns = ("patient", "code", "time", "hospital", "source", "feedback")
    parts = [table([[say(f"npr.column.{name}", language) for name in columns], *rows])] if rows else []
    mended = sum(1 for one in answer.told if one.given)
    parts.append(say("npr.check.mend", language, number=mended, lines=answer.lines))
    parts += _numbers(answer.given, language)
    if answer.unknown:
        parts += [say("npr.check.unknown", language), *_numbers(answer.unknown, language)]
    if answer.unjudged:
        parts.append(say("npr.check.unjudged", language, codes=", ".join(sorted(answer.unjudged))))
    return "\n".join(parts)


def plain(answer: Answer, language: str) -> dict[str, Any]:
    """The same as plain data, with the rule, the reason and the facts looked at for each feedback."""
    return {
        "file": answer.name,
        "lines": answer.lines,
        "set_aside": [
            {
                "file": name,
                "line": line,
                "kind": held.kind,
                "detail": held.detail,
                "words": say(f"intake.kind.{held.kind}", language),
            }
            for name, line, held in answer.set_aside
        ],
        "not_judged": sorted(answer.unjudged),
        "counts": answer.given,
        "cannot_tell": answer.unknown,
        "findings": [_finding(one, language) for one in answer.told],
    }


def _finding(told: Told, language: str) -> dict[str, Any]:
    event = told.event
    return {
        "patient": event.patient,
        "code": event.code,
        "time": None if event.time == NO_TIME else event.time.isoformat(),
        "org": event.org,
        "source": event.source,
        "source_id": event.source_id,
        "version": event.version,
        "feedback": [_words(code, told, language) for code in told.given],
        "cannot_tell": [_words(code, told, language) for code in told.unknown],
    }


def _words(code: str, told: Told, language: str) -> dict[str, Any]:
    rule = REGISTRY[f"npr.{code}"]
    return {
        "code": code,
        "words": title(code, language),
        "why": because(FEEDBACK[code].why, language),
        "mend": mend(code, language),
        "rule": rule.text.in_language(language),
        "facts": dict(rule.check(told.facts).facts),
    }


def _row(told: Told, code: str, language: str) -> tuple[str, ...]:
    event = told.event
    time = "–" if event.time == NO_TIME else event.time.isoformat()
    source = f"{event.source} {event.source_id}"
    return (event.patient, event.code, time, event.org, source, f"{code} {title(code, language)}")


def _numbers(counts: dict[str, int], language: str) -> list[str]:
    return [f"  {code}  {number:>7}  {title(code, language)}" for code, number in counts.items()]


def _complaint(complaint: Complaint, language: str) -> str:
    detail = f" ({complaint.detail})" if complaint.detail else ""
    return f"{complaint.kind}: {say(f'intake.kind.{complaint.kind}', language)}{detail}"
