"""Clock states: what is known of a round of a clock on any day until the patient's next event, ready to be stored."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from normverk.norm.days import Moment, Unit, elapsed, local_date, parse_moment
from normverk.use.pathways.engine.clocks import judge, open_days, standing, stands_still_from
from normverk.use.pathways.engine.facts import Run


class State(NamedTuple):
    """One round of a clock in one period of one patient, in the order of the stored columns; days are ISO text.

    `verdict` is empty while the clock runs: then the day it is asked decides, by `warn_on` (last day before amber),
    `due_on` (last day inside the strictest limit) and `due_last_on` (the same for the most lenient branch). `value` and
    `limit` are counted in `unit`.
    """

    patient: str
    pathway: str
    period: int
    period_start: str
    clock: str
    round: int
    branch: str
    release: str
    start: str
    stop: str
    due: str
    warn_on: str | None
    due_on: str | None
    due_last_on: str | None
    value: int | None
    limit: int | None
    unit: str
    org: str
    verdict: str
    reason: str


def state_of(run: Run) -> State:
    """The state that answers for the run, by the reference evaluator."""
    days = open_days(run.facts)
    outcome = judge(run.facts, stands_still_from(run.facts) or run.period.begins)
    return State(
        patient=run.patient,
        pathway=run.pathway,
        period=run.period.number,
        period_start=iso(run.period.begins),
        clock=run.clock.id,
        round=run.round.number,
        branch=outcome.branch,
        release=run.release,
        start=iso(run.facts.start) if run.facts.start else "",
        stop=iso(run.facts.stop) if run.facts.stop else "",
        due=iso(outcome.due) if outcome.due else "",
        warn_on=iso(local_date(days[0])) if days else None,
        due_on=iso(local_date(days[1])) if days else None,
        due_last_on=iso(local_date(days[2])) if days else None,
        value=outcome.value if run.facts.stop is not None else None,
        limit=outcome.limit,
        unit=outcome.unit.value if outcome.unit else "",
        org=run.org,
        verdict="" if days else outcome.verdict,
        reason="" if days else outcome.reason,
    )


def verdict_on_day(state: State, day: date) -> str:
    """The verdict on a day; of a clock that runs the day decides."""
    if state.verdict:
        return state.verdict
    turning = (state.warn_on, state.due_on, state.due_last_on)
    warn_on, due_on, due_last_on = (date.fromisoformat(one) for one in turning if one is not None)
    return standing(warn_on, due_on, due_last_on, day)


def waited_on_day(state: State, day: date) -> int | None:
    """How long a clock that runs has run on a day, in its unit; None for others, and for minutes, which a day lacks."""
    runs = verdict_on_day(state, day) in {"running", "due", "overdue"}
    if not runs or not state.start or not state.unit or state.unit == Unit.MINUTES:
        return None
    return elapsed(parse_moment(state.start), day, Unit(state.unit))


def iso(moment: Moment) -> str:
    """A moment as it is written. The two instants of the doubled hour equal each other as keys, so those are not kept."""
    return moment.isoformat() if isinstance(moment, datetime) else _written(moment)


@lru_cache(maxsize=65536)
def _written(day: date) -> str:
    return day.isoformat()
