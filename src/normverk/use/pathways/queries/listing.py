"""The coordinator's list: clocks in the order in which somebody must act, by index scans over worked-out states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from normverk.norm.days import Unit, elapsed, parse_moment
from normverk.use.pathways.engine import standing
from normverk.use.pathways.models import ClockState, CourseCoordinator, Organisation, PatientOrganisation
from normverk.use.pathways.queries.coordinators import coordinators_of
from normverk.use.pathways.queries.units import hospital_choices, with_units

PAGE_SIZE: Final = 50
OPEN: Final = "open"
ALL: Final = "all"
URGENT: Final = "urgent"
NEXT: Final = "next"
ORDERS: Final = (URGENT, NEXT)
MINE: Final = "mine"
NOBODYS: Final = "nobody"
WHOSE: Final = (MINE, NOBODYS)
UNDECIDED: Final = "branch-unknown"
"""The reason of a clock that runs past the strictest of its limits and not past the most lenient."""
VERDICTS: Final = ("overdue", "due", "running", "indeterminate", "late", "met", "not-applicable")


@dataclass(frozen=True)
class ListFilter:
    """What is asked for; empty strings ask for everything. `verdict` is one of VERDICTS, OPEN or ALL.

    OPEN is what needs a look: what runs, and what cannot be told. `reason` is a slug without what follows its colon.
    `whose` is MINE (of the account `me`) or NOBODYS. `order` is URGENT (what is past its limit first, then what changes
    colour next) or NEXT (what changes colour next first, then what has).
    """

    pathway: str = ""
    clock: str = ""
    hospital: str = ""
    verdict: str = OPEN
    reason: str = ""
    whose: str = ""
    me: str = ""
    order: str = URGENT
    page: int = 1


@dataclass(frozen=True)
class ListRow:
    """One clock on the list, as it stands on the as-of day. `days_left` counts to the limit, below zero when past it.

    `turns_on` is the first day on which the colour is another if nothing happens, None when it stays; `turns_to` is the
    verdict then. `coordinator` is the account that follows the course, empty when nobody does.
    """

    state: ClockState
    verdict: str
    reason: str
    hospital: str
    value: int | None
    days_left: int | None
    turns_on: date | None
    turns_to: str
    coordinator: str


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
    """What there is to choose among in the list's form: pathway and clock ids, hospitals with their units by number and name,
    and reasons."""

    pathways: tuple[str, ...]
    clocks: tuple[str, ...]
    hospitals: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]


def listed(organisations: frozenset[str], wanted: ListFilter, as_of: date) -> ListPage:
    """One page of the clocks of patients with an event at one of `organisations` (the empty string: at any)."""
    states = _standing(_visible(organisations), as_of)
    if wanted.pathway:
        states = states.filter(pathway=wanted.pathway)
    if wanted.clock:
        states = states.filter(clock=wanted.clock)
    if wanted.hospital:
        states = states.filter(org__in=with_units(wanted.hospital))
    if wanted.reason:
        states = _because(states, wanted.reason)
    if wanted.whose:
        states = _followed(states, wanted)
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
    order = ("rank", "turns", "due_on") if wanted.order != NEXT else (F("turns").asc(nulls_last=True), "rank", "due_on")
    chosen = states.select_related("patient").order_by(*order, "period_start", "pk")
    shown = list(chosen[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    names = dict(Organisation.objects.values_list("number", "name"))
    whose = coordinators_of(state.patient_id for state in shown)
    rows = tuple(_row(state, names, whose.get((state.patient_id, state.pathway), ""), as_of) for state in shown)
    return ListPage(rows, counts, total, page, pages)


def choices(organisations: frozenset[str]) -> Choices:
    """What the patients that may be seen give to choose among."""
    states = _visible(organisations).order_by()
    found = set(states.values_list("pathway", "clock", "org", "reason").distinct())
    pairs = sorted({(pathway, clock) for pathway, clock, _, _ in found})
    reasons = {reason.partition(":")[0] for _, _, _, reason in found} | {UNDECIDED}
    return Choices(
        tuple(dict.fromkeys(pathway for pathway, _ in pairs)),
        tuple(sorted({clock for _, clock in pairs})),
        hospital_choices(number for _, _, number, _ in found),
        tuple(sorted(reasons - {""})),
    )


def releases_running(organisations: frozenset[str]) -> tuple[str, ...]:
    """The releases that clocks still running are measured by, of patients that may be seen from `organisations`."""
    running = _visible(organisations).filter(verdict="").order_by("release")
    return tuple(running.values_list("release", flat=True).distinct())


def _visible(organisations: frozenset[str]) -> QuerySet[ClockState]:
    states = ClockState.objects.all()
    if "" in organisations:
        return states
    # Asked as a set once, and not of each row: half the time on lists of thousands.
    return states.filter(
        patient__in=PatientOrganisation.objects.filter(organisation__in=organisations).values("patient")
    )


def _because(states: QuerySet[Any], reason: str) -> QuerySet[Any]:
    """The clocks whose verdict on the day has this reason; a running clock's comes from its days."""
    written = Q(reason=reason) | Q(reason__startswith=f"{reason}:")
    return states.filter(written | Q(verdict="", standing="indeterminate") if reason == UNDECIDED else written)


def _followed(states: QuerySet[Any], wanted: ListFilter) -> QuerySet[Any]:
    """The clocks in courses that the asker coordinates, or that nobody does."""
    rows = CourseCoordinator.objects.filter(
        patient=OuterRef("patient"), pathway=OuterRef("pathway"), ended_at__isnull=True
    )
    if wanted.whose == MINE:
        return states.filter(Exists(rows.filter(coordinator=wanted.me)))
    return states.filter(~Exists(rows))


def _standing(states: QuerySet[ClockState], as_of: date) -> QuerySet[Any]:
    """Adds each clock's verdict on the day, as engine.standing() gives it, the last day before it changes colour, and its
    rank in the list: past the limit, perhaps past it, inside it, not to be told, over."""
    on_the_day = Case(
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
        When(standing="running", then=Value(2)),
        When(standing="indeterminate", then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    turns = Case(
        When(~Q(verdict=""), then=Value(None)),
        When(warn_on__gte=as_of, then=F("warn_on")),
        When(due_on__gte=as_of, then=F("due_on")),
        When(due_last_on__gte=as_of, then=F("due_last_on")),
        output_field=DateField(null=True),
    )
    return states.annotate(standing=on_the_day, turns=turns).annotate(rank=rank)


def _row(state: Any, names: dict[str, str], coordinator: str, as_of: date) -> ListRow:
    running = state.verdict == ""
    value = state.value
    if running and state.start and Unit(state.unit) is not Unit.MINUTES:
        value = elapsed(parse_moment(state.start), as_of, Unit(state.unit))
    return ListRow(
        state=state,
        verdict=state.standing,
        reason=UNDECIDED if running and state.standing == "indeterminate" else state.reason,
        hospital=names.get(state.org) or state.org,
        value=value,
        days_left=(state.due_on - as_of).days if running else None,
        turns_on=state.turns + timedelta(days=1) if state.turns else None,
        turns_to=_turns_to(state),
        coordinator=coordinator,
    )


def _turns_to(state: Any) -> str:
    """What a running clock becomes on the day after `turns`, as engine.standing() would give it."""
    after = state.turns and state.turns + timedelta(days=1)
    if not after:
        return ""
    return str(standing(state.warn_on, state.due_on, state.due_last_on, after))
