"""Trying a draft on the events stored here: the same courses counted by the norm in force and by the draft.

Here patients' rows are read, and nothing is written: no list, no clock state and no release comes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast

import msgspec
from django.apps import apps

from normverk.learn.collect import NoPatientsHere, organisation_names
from normverk.learn.histogram import Row, build, state_of_verdict
from normverk.learn.whatif.answer import TRIAL, Answer, Move, Unregistered, merged
from normverk.norm.pathway import PathwayDefinition
from normverk.publish.trials import Trial

if TYPE_CHECKING:  # a hub has no such app
    from normverk.use.pathways.engine import Edition
    from normverk.use.pathways.queries.trials import Line

_Place = tuple[str, str, str]
"""Clock, organisation and month."""


@dataclass(frozen=True)
class New:
    """The milestones that are new in the draft: clocks that start at one, and those that start or stop at one, each with
    the milestones; and the organisations whose records register each milestone."""

    starting: Mapping[str, str]
    touching: Mapping[str, tuple[str, ...]]
    registered: Mapping[str, frozenset[str]]

    def missing_for(self, clock: str, organisation: str) -> tuple[str, ...]:
        """The new milestones of a clock that no record of the organisation registers."""
        return tuple(one for one in self.touching.get(clock, ()) if organisation not in self.registered[one])


def run_trial(
    trial: Trial, *, as_of: date, site: str, now: datetime, seen: Callable[[int, int], None] = lambda done, whole: None
) -> Answer:
    """The answer of this site to a trial, as of a date; `seen` is told how many patients of how many are done.

    The draft is taken to have come into force on the first day of the months asked for. Raises NoPatientsHere on a hub,
    ValueError for a draft that makes no sense.
    """
    if not apps.is_installed("normverk.use.pathways"):
        raise NoPatientsHere("a hub has no patients; run this where the patients' events are")
    from normverk.use.pathways.engine import read_norms
    from normverk.use.pathways.queries import loaded_editions
    from normverk.use.pathways.queries.trials import courses_under, registered_at

    draft = trial.definition
    held = tuple(edition for edition in loaded_editions() if edition.definition.id == draft.id)
    norms = (read_norms(held), read_norms(_with_draft(held, trial)))
    new = _new_in(draft, held, registered_at)
    before: list[Line] = []
    after: list[Line] = []
    moves: list[Move] = []
    for in_force, drafted in courses_under(norms, as_of, seen):
        counted = tuple(line for line in in_force if line.release and trial.asks_for(_month(line)))
        tried = tuple(line for line in drafted if line.release == TRIAL and trial.asks_for(_month(line)))
        tried = tuple(_told(tried, counted, new))
        before += counted
        after += tried
        moves += _moves(counted, tried)
    unregistered = sorted(
        {
            (milestone, line.organisation)
            for line in after
            for milestone in new.missing_for(line.clock, line.organisation)
        }
    )
    cells = tuple(build((cast(Row, line) for line in lines), site=site) for lines in (before, after))
    numbers = {line.organisation for line in (*before, *after)}
    return Answer(
        trial=trial.digest,
        site=site,
        as_of=as_of,
        made_at=now,
        organisations={number: name for number, name in organisation_names().items() if number in numbers},
        in_force=cells[0],
        draft=cells[1],
        moves=merged(moves),
        unregistered=tuple(Unregistered(*one) for one in unregistered),
    )


def _with_draft(held: tuple[Edition, ...], trial: Trial) -> tuple[Edition, ...]:
    """The editions as they would have been: those before the draft end the day before it, and it has no end.

    Where those before read every code as the draft does they are left out, and it begins before them: they measure no course
    that is asked about, and one edition alone is evaluated many times faster than several that order milestones otherwise.
    """
    from normverk.use.pathways.engine import Edition

    first = date.fromisoformat(f"{trial.first_month}-01")
    before = tuple(edition for edition in held if edition.definition.valid_from < first)
    if all(_reads_alike(edition.definition, trial.definition) for edition in before):
        return (Edition(TRIAL, msgspec.structs.replace(trial.definition, valid_from=date.min, valid_to=None)),)
    earlier = []
    for edition in before:
        last = min(edition.definition.valid_to or date.max, first - timedelta(days=1))
        earlier.append(Edition(edition.release, msgspec.structs.replace(edition.definition, valid_to=last)))
    return (*earlier, Edition(TRIAL, msgspec.structs.replace(trial.definition, valid_from=first, valid_to=None)))


def _reads_alike(earlier: PathwayDefinition, draft: PathwayDefinition) -> bool:
    """True when every code of the earlier edition begins, continues and ends courses in the draft just as there."""

    def meanings(definition: PathwayDefinition) -> dict[str, tuple[object, ...]]:
        used = {one.milestone for clock in definition.clocks for one in (clock.start, clock.stop)}
        return {
            code.code: (order == 0, milestone.id, milestone.ends_pathway, milestone.id in used, code.retired_on)
            for order, milestone in enumerate(definition.milestones)
            for code in milestone.codes
        }

    return earlier.findings == draft.findings and meanings(earlier).items() <= meanings(draft).items()


def _new_in(
    draft: PathwayDefinition,
    held: tuple[Edition, ...],
    registered_at: Callable[[frozenset[str]], Mapping[str, frozenset[str]]],
) -> New:
    known = {code.code for edition in held for milestone in edition.definition.milestones for code in milestone.codes}
    new = {
        milestone.id: frozenset(code.code for code in milestone.codes)
        for milestone in draft.milestones
        if not any(code.code in known for code in milestone.codes)
    }
    at = registered_at(frozenset(code for codes in new.values() for code in codes))
    touching = {
        clock.id: tuple(dict.fromkeys(one.milestone for one in (clock.start, clock.stop) if one.milestone in new))
        for clock in draft.clocks
    }
    return New(
        starting={clock.id: clock.start.milestone for clock in draft.clocks if clock.start.milestone in new},
        touching={clock: milestones for clock, milestones in touching.items() if milestones},
        registered={
            milestone: frozenset(number for code in codes for number in at[code]) for milestone, codes in new.items()
        },
    )


def _told(tried: tuple[Line, ...], counted: tuple[Line, ...], new: New) -> Iterator[Line]:
    """The draft's lines, where a clock on a milestone that the hospital does not register cannot be told.

    Such a clock would otherwise seem never to begin, or to run for ever: missing data would be told as a long wait.
    """
    there = {(line.course, line.clock) for line in tried}
    for line in tried:
        missing = new.missing_for(line.clock, line.organisation)
        yield replace(line, state="indeterminate", days=None, waited=None) if missing else line
    courses = {line.course: line for line in (*counted, *tried)}
    for line in courses.values():
        for clock, milestone in new.starting.items():
            if (line.course, clock) not in there and line.organisation not in new.registered[milestone]:
                yield replace(line, clock=clock, round=1, release=TRIAL, branch="", state="indeterminate", days=None,
                              waited=None)  # fmt: skip


def _moves(counted: tuple[Line, ...], tried: tuple[Line, ...]) -> Iterator[Move]:
    """Each round of a clock once, with its state under both norms; absent where the other counts it elsewhere or not."""
    was = {(line.course, line.round, *_place(line)): state_of_verdict(line.state) for line in counted}
    would = {(line.course, line.round, *_place(line)): state_of_verdict(line.state) for line in tried}
    for key in was | would:
        yield Move(key[2], key[3], key[4], was.get(key, "absent"), would.get(key, "absent"), 1)


def _place(line: Line) -> _Place:
    return line.clock, line.organisation, _month(line)


def _month(line: Line) -> str:
    return f"{line.period_start:%Y-%m}"
