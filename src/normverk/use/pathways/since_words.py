"""What changed since last time, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from normverk.base.languages import say
from normverk.norm.days import local_date, parse_moment
from normverk.use.pathways import wording
from normverk.use.pathways.engine import Cause, Change, Standing
from normverk.use.pathways.wording import Speaker


@dataclass(frozen=True)
class ShownChange:
    """A change: key and colour of both verdicts (empty for a line that came or went), what else differs, and the causes."""

    before_key: str
    before_color: str
    after_key: str
    after_color: str
    details: tuple[str, ...]
    causes: tuple[str, ...]


def shown_change(change: Change, speaker: Speaker) -> ShownChange:
    """The change in words; `speaker` knows the names."""
    before, after = change.before, change.after
    return ShownChange(
        before_key=f"clock.verdict.{before.verdict}" if before else "",
        before_color=wording.COLORS[before.verdict] if before else "",
        after_key=f"clock.verdict.{after.verdict}" if after else "",
        after_color=wording.COLORS[after.verdict] if after else "",
        details=tuple(_details(before, after, speaker)) if before and after else (),
        causes=tuple(cause_line(cause, speaker, alone=len(change.causes) == 1) for cause in change.causes),
    )


def cause_line(cause: Cause, speaker: Speaker, *, alone: bool = True) -> str:
    """One cause, with source and moment of recording where it is a registration."""
    said = say(
        f"why.since.{cause.kind}",
        event=wording.event_line(cause.event, speaker) if cause.event else "",
        before=wording.event_line(cause.before, speaker) if cause.before else "",
        day=wording.when(cause.day),
        day_before=wording.when(cause.day_before),
        release=cause.release,
    )
    return f"{said} {say('why.since.joint')}" if cause.joint and not alone else said


def _details(before: Standing, after: Standing, speaker: Speaker) -> list[str]:
    """What differs beside the verdict itself, a sentence each."""
    pairs = (
        ("reason", wording.reason(before.reason), wording.reason(after.reason)),
        ("start", wording.when(before.start), wording.when(after.start)),
        ("stop", wording.when(before.stop), wording.when(after.stop)),
        ("branch", speaker.branch(before.branch), speaker.branch(after.branch)),
        ("limit", wording.amount(before.limit, before.unit), wording.amount(after.limit, after.unit)),
        ("due", _day(before.due), _day(after.due)),
        ("hospital", speaker.hospital(before.org), speaker.hospital(after.org)),
        ("release", before.release, after.release),
    )
    nothing = say("why.since.nothing")
    return [
        say("why.since.detail", what=say(f"why.since.detail.{name}"), before=old or nothing, after=new or nothing)
        for name, old, new in pairs
        if old != new
    ]


def _day(moment: str | None) -> str:
    """A last day; minutes are told with their time."""
    return "" if moment is None else wording.when(moment if "T" in moment else local_date(parse_moment(moment)))
