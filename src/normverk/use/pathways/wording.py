"""Verdicts and explanations in the reader's words. What is said comes from the explanation's data, never from tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from normverk.base.languages import current_language, say
from normverk.norm.conditions import AgeCondition
from normverk.norm.days import NORWAY, Moment, Unit, local_date, parse_moment
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.text import Text
from normverk.norm.words import counted
from normverk.use.pathways.engine import Counterfactual, EventRef, Explanation, Note, Step
from normverk.web.charts.words import day_words

COLORS: Final[Mapping[str, str]] = {
    "overdue": "danger",
    "late": "danger",
    "due": "warning",
    "running": "info",
    "met": "success",
    "indeterminate": "warning",
    "not-applicable": "neutral",
    "nullified": "neutral",
}


@dataclass(frozen=True)
class Speaker:
    """Knows the names: the definition's titles (None when the norm is not loaded) and the hospitals by number."""

    definition: PathwayDefinition | None
    hospitals: Mapping[str, str]

    def clock(self, clock_id: str) -> str:
        """The clock's title."""
        held = self.definition.clocks if self.definition else ()
        return next((_read(clock.title) for clock in held if clock.id == clock_id), clock_id)

    def branch(self, branch_id: str) -> str:
        """The branch's title; empty for a clock without branches."""
        clocks = self.definition.clocks if self.definition and branch_id else ()
        titles = (branch.title for clock in clocks for branch in clock.branches if branch.id == branch_id)
        return next((_read(title) for title in titles), branch_id)

    def milestone(self, milestone_id: str) -> str:
        """The milestone's title."""
        held = self.definition.milestones if self.definition else ()
        return next((_read(milestone.title) for milestone in held if milestone.id == milestone_id), milestone_id)

    def code(self, code: str) -> str:
        """The code with the name of the milestone it reaches."""
        milestone = self.definition.milestone_of(code) if self.definition else None
        return f"{code} ({_read(milestone.title)})" if milestone else code

    def finding(self, finding_id: str) -> str:
        """The finding's title."""
        held = self.definition.findings if self.definition else ()
        return next((_read(finding.title) for finding in held if finding.id == finding_id), finding_id)

    def answer(self, finding_id: str, answer_id: str) -> str:
        """The title of an answer to a finding."""
        held = self.definition.findings if self.definition else ()
        titles = (value.title for one in held if one.id == finding_id for value in one.values if value.id == answer_id)
        return next((_read(title) for title in titles), answer_id)

    def asks_for_age(self) -> bool:
        """True when a branch is chosen by age."""
        clocks = self.definition.clocks if self.definition else ()
        conditions = (condition for clock in clocks for branch in clock.branches for condition in branch.when)
        return any(isinstance(condition, AgeCondition) for condition in conditions)

    def hospital(self, number: str) -> str:
        """The hospital's name, or its number."""
        return self.hospitals.get(number) or number


def when(moment: Moment | str | None) -> str:
    """A date in words, with the time of day when there is one."""
    if not moment:
        return ""
    held = parse_moment(moment) if isinstance(moment, str) else moment
    if not isinstance(held, datetime):
        return day_words(held)
    local = held.astimezone(NORWAY)
    between = ":" if current_language() == "en" else "."
    return f"{day_words(local.date())} {say('time.at')} {local:%H}{between}{local:%M}"


def amount(value: int | None, unit: str | None) -> str:
    """A number of units in words; a dash when there is none."""
    return "–" if value is None or not unit else _read(counted(value, Unit(unit)))


def reason(slug: str) -> str:
    """Why a verdict is what it is; empty for an empty slug."""
    head, _, tail = slug.partition(":")
    value = when(tail) if head == "norm-ended" else tail
    return say(f"clock.reason.{head}", value=value) if head else ""


def left(days: int | None) -> str:
    """How far off the limit is: days left, the last day, or days over."""
    if days is None:
        return ""
    if days == 0:
        return say("clock.left.today")
    return say("clock.left" if days > 0 else "clock.over", amount=amount(abs(days), Unit.CALENDAR_DAYS.value))


def event_line(event: EventRef, speaker: Speaker) -> str:
    """One event: what, when, where, and which version of which registration."""
    return say(
        "why.event",
        code=speaker.code(event.code),
        time=when(event.time),
        hospital=speaker.hospital(event.org),
        source=event.source,
        source_id=event.source_id,
        version=event.version,
        recorded=when(event.recorded),
    )


def step_line(step: Step, speaker: Speaker) -> str:
    """One line of the day arithmetic."""
    branch = speaker.branch(step.branch)
    return say(
        f"why.step.{step.kind}",
        moment=when(step.moment),
        amount=amount(step.value, step.unit),
        branch=f" ({branch})" if branch else "",
    )


def note_line(note: Note, speaker: Speaker) -> str:
    """One note."""
    return say(
        f"why.note.{note.kind}",
        code=speaker.code(note.event.code),
        time=when(note.event.time),
        hospital=speaker.hospital(note.event.org),
    )


def change_line(change: Counterfactual, speaker: Speaker) -> str:
    """One thing that would change the verdict. Colours turn on the day after the last day they hold."""
    turns = change.kind in {"turns-amber", "turns-red"} and change.on and len(change.on) == 10
    on = parse_moment(change.on) if change.on else None
    branch = speaker.branch(change.branch)
    return say(
        f"why.change.{change.kind}",
        on=when(on + timedelta(days=1)) if turns and on else when(on),
        branch=f" ({branch})" if branch else "",
        codes=", ".join(change.codes),
    )


def limit_lines(explanation: Explanation, speaker: Speaker) -> list[tuple[str, str, str, str]]:
    """The branches that may apply: name, limit in words, and the source's title and web address (empty when unsafe)."""
    lines = []
    for held in explanation.limits:
        if not held.counted:
            words = say("why.limit.not-counted")
        elif held.limit is None:
            words = say("why.limit.none")
        else:
            words = amount(held.limit, held.unit)
        lines.append(
            (
                speaker.branch(held.branch),
                words,
                held.source.title if held.source else "",
                held.source.page if held.source else "",
            )
        )
    return lines


def first_warning_day(warn_from: str | None) -> Moment | None:
    """The first day of the amber zone, from the last day before it."""
    return local_date(parse_moment(warn_from)) + timedelta(days=1) if warn_from else None


def _read(text: Text) -> str:
    return text.in_language(current_language())
