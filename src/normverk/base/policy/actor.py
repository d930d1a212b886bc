"""Who is acting: a person, a program or a visitor, with the roles held and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of DESIGN: what a person is here to do."""

    VISITOR = "visitor"
    RESPONDENT = "respondent"
    NORM_OWNER = "norm-owner"
    DECISION_MAKER = "decision-maker"
    COUNCIL_SECRETARY = "council-secretary"
    TERMINOLOGY_MANAGER = "terminology-manager"
    PATHWAY_COORDINATOR = "pathway-coordinator"
    CLINICIAN = "clinician"
    VENDOR = "vendor"
    GRANT_OFFICER = "grant-officer"
    ADMINISTRATOR = "administrator"
    SITE = "site"
    """A program: an edge that sends its day histograms."""


@dataclass(frozen=True)
class Grant:
    """A role held in one organisation (its organisation number), or everywhere when `organisation` is empty."""

    role: Role
    organisation: str = ""


@dataclass(frozen=True)
class Actor:
    """Who does something. `id` is stable and free of personal data; `name` is what colleagues see."""

    id: str
    name: str
    grants: frozenset[Grant]
    demonstration: bool = False

    @property
    def is_visitor(self) -> bool:
        """True for somebody who has not logged in."""
        return self.id == "visitor"

    def has(self, role: Role) -> bool:
        """True when the role is held anywhere."""
        return any(grant.role is role for grant in self.grants)

    def organisations(self, role: Role) -> frozenset[str]:
        """The organisation numbers in which the role is held; the empty string stands for everywhere."""
        return frozenset(grant.organisation for grant in self.grants if grant.role is role)


def visitor() -> Actor:
    """Anybody, not logged in."""
    return Actor("visitor", "", frozenset({Grant(Role.VISITOR)}))


def operator() -> Actor:
    """Who runs `normverk` commands on the machine itself: already in command of the database, so an administrator."""
    return Actor("operator", "operator", frozenset({Grant(Role.VISITOR), Grant(Role.ADMINISTRATOR)}))


def system() -> Actor:
    """normverk itself, when a job does what a person has already decided."""
    return Actor("system", "normverk", frozenset({Grant(Role.VISITOR), Grant(Role.ADMINISTRATOR)}))
