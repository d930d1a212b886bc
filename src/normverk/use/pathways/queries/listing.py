"""The coordinator's list: clocks in the order in which somebody must act, by index scans over worked-out states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Case, CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from normverk.norm.days import Unit, elapsed, parse_moment
from normverk.use.pathways.models import ClockState, Organisation, PatientOrganisation

PAGE_SIZE: Final = 50
OPEN: Final = "open"
ALL: Final = "all"
VERDICTS: Final = ("overdue", "due", "running", "indeterminate", "late", "met", "not-applicable")


@dataclass(frozen=True)
class ListFilter:
    """What is asked for; empty strings ask for everything. `verdict` is one of VERDICTS, OPEN or ALL.

    OPEN is what needs a look: what runs, and what cannot be told.
    """

    pathway: str = ""
    clock: str = ""
    hospital: str = ""
    verdict: str = OPEN
    page: int = 1


@dataclass(frozen=True)
class ListRow:
    """One clock on the list, as it stands on the as-of day. `days_left` counts to the limit, below zero when past it."""

    state: ClockState
    verdict: str
    reason: str
    hospital: str
    value: int | None
    days_left: int | None


@dataclass(frozen=True)
class ListPage:
    """One page of the list. `counts` is verdict to number over the whole list, whatever verdict is asked for."""

    rows: tuple[ListRow, ...]
    counts: dict[str, int]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Choices:
    """What there is to choose among in the list's form: pathway and clock ids, and hospitals by number and name."""

    pathways: tuple[str, ...]
    clocks: tuple[str, ...]
    hospitals: tuple[tuple[str, str], ...]


def listed(organisations: frozenset[str], wanted: ListFilter, as_of: date) -> ListPage:
    """One page of the clocks of patients with an event at one of `organisations` (the empty string: at any)."""
    states = _standing(_visible(organisations), as_of)
    if wanted.pathway:
        states = states.filter(pathway=wanted.pathway)
    if wanted.clock:
        states = states.filter(clock=wanted.clock)
    if wanted.hospital:
        states = states.filter(org=wanted.hospital)
    found = states.order_by().values_list("standing").annotate(number=Count("pk"))
    by_verdict: dict[str, int] = dict(found)
    counts = {verdict: by_verdict.get(verdict, 0) for verdict in VERDICTS}
    if wanted.verdict == OPEN:
        states = states.filter(Q(verdict="") | Q(verdict="indeterminate"))
        total = counts["overdue"] + counts["due"] + counts["running"] + counts["indeterminate"]
    elif wanted.verdict in VERDICTS:
        states, total = states.filter(standing=wanted.verdict), counts[wanted.verdict]
    else:
        total = sum(counts.values())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    chosen = states.select_related("patient").order_by("rank", "due_on", "period_start", "pk")
    names = dict(Organisation.objects.values_list("number", "name"))
    rows = tuple(_row(state, names, as_of) for state in chosen[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    return ListPage(rows, counts, total, page, pages)


def choices(organisations: frozenset[str]) -> Choices:
    """What the patients that may be seen give to choose among."""
    states = _visible(organisations).order_by()
    pairs = sorted(set(states.values_list("pathway", "clock").distinct()))
    numbers = sorted(states.values_list("org", flat=True).distinct())
    names = dict(Organisation.objects.filter(number__in=numbers).values_list("number", "name"))
    return Choices(
        tuple(dict.fromkeys(pathway for pathway, _ in pairs)),
        tuple(sorted({clock for _, clock in pairs})),
        tuple((number, names.get(number) or number) for number in numbers),
    )


def releases_running(organisations: frozenset[str]) -> tuple[str, ...]:
    """The releases that clocks still running are measured by, of patients that may be seen from `organisations`."""
    running = _visible(organisations).filter(verdict="").order_by("release")
    return tuple(running.values_list("release", flat=True).distinct())


def _visible(organisations: frozenset[str]) -> QuerySet[ClockState]:
    states = ClockState.objects.all()
    if "" in organisations:
        return states
    stays = PatientOrganisation.objects.filter(patient=OuterRef("patient"), organisation__in=organisations)
    return states.filter(Exists(stays))


def _standing(states: QuerySet[ClockState], as_of: date) -> QuerySet[Any]:
    """Adds each clock's verdict on the day, as engine.standing() gives it, and its rank in the list."""
    standing = Case(
        When(~Q(verdict=""), then=F("verdict")),
        When(due_last_on__lt=as_of, then=Value("overdue")),
        When(due_on__lt=as_of, then=Value("indeterminate")),
        When(warn_on__lt=as_of, then=Value("due")),
        default=Value("running"),
        output_field=CharField(),
    )
    rank = Case(
        When(standing="overdue", then=Value(0)),
        When(standing="indeterminate", verdict="", then=Value(1)),
        When(standing="due", then=Value(2)),
        When(standing="running", then=Value(3)),
        When(standing="indeterminate", then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    return states.annotate(standing=standing).annotate(rank=rank)


def _row(state: Any, names: dict[str, str], as_of: date) -> ListRow:
    running = state.verdict == ""
    value = state.value
    if running and state.start and Unit(state.unit) is not Unit.MINUTES:
        value = elapsed(parse_moment(state.start), as_of, Unit(state.unit))
    return ListRow(
        state=state,
        verdict=state.standing,
        reason="branch-unknown" if running and state.standing == "indeterminate" else state.reason,
        hospital=names.get(state.org) or state.org,
        value=value,
        days_left=(state.due_on - as_of).days if running else None,
    )
