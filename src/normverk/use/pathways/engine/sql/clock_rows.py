"""One clock of one edition as rows of tables: its selectors, delay rules, branches with conditions, and plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from normverk.norm.conditions import AgeCondition
from normverk.norm.days import Unit
from normverk.norm.delays import STARTS_ANEW
from normverk.norm.pathway import Branch, Clock, Pick, Selector
from normverk.use.pathways.engine.facts import clock_unit, planned_branch
from normverk.use.pathways.engine.norms import Prepared
from normverk.use.pathways.engine.sql.tables import Row

Named = tuple[str, Row]
"""The name of a table, and a row of it."""


def clock_rows(clock: Clock, edition: Prepared, key: Row, places: Mapping[str, int]) -> Iterator[Named]:
    """The rows; `key` is the clock's number and what else tells it, `places` the milestones' numbers."""
    points = [*_selector(clock.start, edition, places), *_selector(clock.stop, edition, places)]
    unit = clock_unit(clock)
    anew = int(any(rule.policy in STARTS_ANEW for rule in clock.delays))
    marks = (int(clock.stop.after_start), int(clock.repeats), anew, len(clock.delays))
    yield "nv_clock", (*key, *points, *marks, clock.attribute_to.value, unit.value)
    yield from (("nv_delay", (key[0], *row)) for row in _delays(clock, places))
    for place, branch in enumerate(clock.branches):
        for name, row in _branch(branch, unit):
            yield name, (key[0], place, *row)
    yield from (("nv_planned", (key[0], *row)) for row in _plans(clock))


def _selector(selector: Selector, edition: Prepared, places: Mapping[str, int]) -> Row:
    since = places[selector.since] if selector.since else None
    nth = selector.nth if selector.pick is Pick.NTH else 1
    last = int(selector.pick is Pick.LAST)
    return (places[selector.milestone], nth, last, since, edition.order[selector.milestone])


def _delays(clock: Clock, places: Mapping[str, int]) -> Iterator[Row]:
    """The rules that a registration can fall under, numbered by their ids."""
    for number, rule in enumerate(sorted(clock.delays, key=lambda rule: rule.id)):
        if rule.milestone:
            resumes, before = (places[name] if name else None for name in (rule.resumes, rule.before))
            what = (number, rule.policy.rank, rule.policy.value, rule.kind.value)
            yield (*what, places[rule.milestone], resumes, before, rule.longer_than, rule.unit.value)


def _branch(branch: Branch, unit: Unit) -> Iterator[Named]:
    limit = branch.limit
    value = limit.value if limit else None
    early = max(limit.value - limit.amber_units, 0) if limit else None
    yield "nv_branch", (branch.id, int(branch.counted), value, early, (limit.unit if limit else unit).value)
    yield from (("nv_branch_code", (code,)) for code in sorted(set(branch.codes or ("",))))
    for number, condition in enumerate(branch.when):
        if isinstance(condition, AgeCondition):
            yield "nv_when", (number, condition.least, condition.most, None)
        else:
            yield "nv_when", (number, None, None, condition.finding)
            yield from (("nv_when_answer", (number, answer)) for answer in sorted(set(condition.values)))


def _plans(clock: Clock) -> Iterator[Row]:
    """What a planned treatment may be written as, with the branches it points at."""
    written = sorted({name for branch in clock.branches for name in (branch.id, *branch.codes)})
    for treatment in written:
        if planned_branch(clock, treatment):
            for place, branch in enumerate(clock.branches):
                if treatment in (branch.id, *branch.codes):
                    yield treatment, place
