"""The list of proposals: what waits first, the strongest and oldest of it first; and everything about one patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries.units import hospital_choices, with_units
from normverk.use.proposals.models import Proposal

PAGE_SIZE: Final = 50
WAITING: Final = "waiting"
FLAGGED: Final = "flagged"
ALL: Final = "all"
STATES: Final = (WAITING, FLAGGED, "differs", "registered", "confirmed", "corrected", "refused", "information")
STRENGTHS: Final = ("high", "medium", "low")


@dataclass(frozen=True)
class ProposalFilter:
    """What is asked for; empty strings ask for everything."""

    state: str = WAITING
    pathway: str = ""
    hospital: str = ""
    strength: str = ""
    page: int = 1


@dataclass(frozen=True)
class ProposalPage:
    """One page of the list. `counts` is state to number over everything that may be seen, whatever is asked for."""

    rows: tuple[Proposal, ...]
    counts: dict[str, int]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Choices:
    """What there is to choose among: pathway ids, and hospitals with their units by number and name."""

    pathways: tuple[str, ...]
    hospitals: tuple[tuple[str, str], ...]


def listed(organisations: frozenset[str], wanted: ProposalFilter) -> ProposalPage:
    """One page of the proposals for these hospitals (the empty string: for any)."""
    visible = _visible(organisations)
    found: dict[str, int] = dict(visible.order_by().values_list("state").annotate(number=Count("pk")))
    counts = {state: found.get(state, 0) for state in STATES if state != FLAGGED}
    counts[FLAGGED] = visible.exclude(flag="").count()
    rows = _of_state(visible, wanted.state)
    if wanted.pathway:
        rows = rows.filter(pathway=wanted.pathway)
    if wanted.hospital:
        rows = rows.filter(org__in=with_units(wanted.hospital))
    if wanted.strength:
        rows = rows.filter(strength=wanted.strength)
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    chosen = rows.select_related("patient").order_by("rank", "day", "patient_id", "id")
    return ProposalPage(tuple(chosen[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), counts, total, page, pages)


def choices(organisations: frozenset[str]) -> Choices:
    """What the proposals that may be seen give to choose among."""
    visible = _visible(organisations).order_by()
    return Choices(
        tuple(sorted(set(visible.values_list("pathway", flat=True)))),
        hospital_choices(set(visible.values_list("org", flat=True)) - {""}),
    )


def proposals_of(patient: Patient, organisations: frozenset[str]) -> tuple[Proposal, ...]:
    """Everything proposed of one patient for these hospitals, by date; what has no hospital goes with the rest."""
    rows = Proposal.objects.filter(patient=patient).exclude(state="superseded")
    if "" not in organisations:
        rows = rows.filter(Q(org__in=organisations) | Q(org=""))
    return tuple(rows.order_by("day", "mark", "id"))


def _visible(organisations: frozenset[str]) -> QuerySet[Proposal]:
    rows = Proposal.objects.all()
    return rows if "" in organisations else rows.filter(org__in=organisations)


def _of_state(rows: QuerySet[Proposal], state: str) -> QuerySet[Any]:
    rank = Case(
        *(When(strength=strength, then=Value(place)) for place, strength in enumerate(STRENGTHS)),
        default=Value(len(STRENGTHS)),
        output_field=IntegerField(),
    )
    ranked = rows.annotate(rank=rank)
    if state == ALL:
        return ranked.exclude(state__in=("superseded", "withdrawn"))
    return ranked.exclude(flag="") if state == FLAGGED else ranked.filter(state=state)
