"""The header's menu and the demonstration's tour: both show only what this installation has and this reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from normverk.base.policy import Actor, Role


@dataclass(frozen=True)
class Entry:
    """A place in the menu: the route's name, the key of its words, and whom it is for (nobody named: everybody).

    `beside` are routes whose pages belong to the place although their addresses begin otherwise.
    """

    route: str
    words: str
    roles: frozenset[Role] = frozenset()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A menu entry as one reader sees it."""

    words: str
    address: str
    current: bool


@dataclass(frozen=True)
class Step:
    """One step of the tour: as whom, what to do (a key), and the route where it begins."""

    role: Role
    words: str
    route: str


MENU: Final = (
    Entry("needs", "nav.needs"),
    Entry("cases", "nav.cases"),
    Entry("consultations", "nav.consultations"),
    Entry("products", "nav.products"),
    Entry("releases", "nav.releases"),
    Entry("library", "nav.library"),
    Entry("applies", "nav.applies"),
    Entry("feedback", "nav.feedback", frozenset({Role.NORM_OWNER})),
    Entry(
        "patients",
        "nav.patients",
        frozenset({Role.PATHWAY_COORDINATOR, Role.CLINICIAN}),
        beside=("tasks", "meetings", "transfers"),
    ),
    Entry("proposals", "nav.proposals", frozenset({Role.PATHWAY_COORDINATOR, Role.CLINICIAN})),
    Entry("indicators", "nav.indicators"),
)

TOUR: Final = (
    Step(Role.PATHWAY_COORDINATOR, "tour.patients", "patients"),
    Step(Role.VISITOR, "tour.products", "products"),
    Step(Role.VISITOR, "tour.consultations", "consultations"),
    Step(Role.NORM_OWNER, "tour.needs", "needs"),
    Step(Role.DECISION_MAKER, "tour.cases", "cases"),
    Step(Role.VISITOR, "tour.indicators", "indicators"),
)


def address_of(route: str) -> str:
    """The address of a route without parameters, or nothing when this installation does not have it."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def menu_for(actor: Actor, path: str) -> tuple[Shown, ...]:
    """The menu for a reader who stands at `path`. A visitor sees all of it: who may not open a page is asked to log in."""
    shown = []
    for entry in MENU:
        address = address_of(entry.route)
        if address and (actor.is_visitor or not entry.roles or any(actor.has(role) for role in entry.roles)):
            here = [address, *filter(None, map(address_of, entry.beside))]
            shown.append(Shown(entry.words, address, path.startswith(tuple(here))))
    return tuple(shown)


def tour_for(actor: Actor) -> tuple[tuple[Step, str], ...]:
    """The steps of the tour that this installation can offer, each with the address where this reader begins it.

    Who does not hold the step's role yet begins by choosing a person who does, and goes on to the page from there.
    """
    return tuple((step, _beginning(step, actor)) for step in TOUR if address_of(step.route))


def _beginning(step: Step, actor: Actor) -> str:
    address = address_of(step.route)
    return address if actor.has(step.role) else f"{reverse('persons')}?{urlencode({'next': address})}"
