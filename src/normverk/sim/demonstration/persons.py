"""The demonstration persons. Names say what they are, so that nobody takes them for real people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from normverk.base.accounts.actions import actor_of, make_account
from normverk.base.accounts.models import Account
from normverk.base.policy import Actor, Grant, Role, system
from normverk.sim.organisations import ORGANISATIONS

_NAMESPACE: Final = UUID("6f1b0c3e-6a54-4a0e-9a52-3f4f5b1d2c7a")


@dataclass(frozen=True)
class Person:
    """One demonstration person: user name, shown name, and the roles held."""

    username: str
    display_name: str
    grants: tuple[Grant, ...]

    @property
    def id(self) -> UUID:
        """The same in every demonstration, so that links between them can be shared."""
        return uuid5(_NAMESPACE, self.username)


_HOSPITAL = ORGANISATIONS[0].number

PERSONS: Final = (
    Person("demo-normeier", "Nora Normeier (demo)", (Grant(Role.NORM_OWNER),)),
    Person("demo-medeier", "Mikkel Medeier (demo)", (Grant(Role.NORM_OWNER),)),
    Person("demo-beslutter", "Berit Beslutter (demo)", (Grant(Role.DECISION_MAKER),)),
    Person(
        "demo-koordinator",
        "Kari Koordinator (demo)",
        tuple(Grant(Role.PATHWAY_COORDINATOR, organisation.number) for organisation in ORGANISATIONS),
    ),
    Person("demo-kliniker", "Kristian Kliniker (demo)", (Grant(Role.CLINICIAN, _HOSPITAL),)),
    Person("demo-horingspart", "Hanne Høringspart (demo)", (Grant(Role.RESPONDENT),)),
    Person("demo-radssekretar", "Rune Rådssekretær (demo)", (Grant(Role.COUNCIL_SECRETARY),)),
    Person("demo-terminolog", "Tone Terminolog (demo)", (Grant(Role.TERMINOLOGY_MANAGER),)),
    Person("demo-leverandor", "Lars Leverandør (demo)", (Grant(Role.VENDOR),)),
    Person("demo-tilskudd", "Trine Tilskudd (demo)", (Grant(Role.GRANT_OFFICER),)),
    Person("demo-administrator", "Anders Administrator (demo)", (Grant(Role.ADMINISTRATOR),)),
)


def make_persons(*, now: datetime) -> None:
    """Makes the demonstration persons that are not there yet."""
    known = set(Account.objects.filter(demonstration=True).values_list("username", flat=True))
    for person in PERSONS:
        if person.username not in known:
            make_account(
                username=person.username,
                display_name=person.display_name,
                grants=person.grants,
                actor=system(),
                now=now,
                demonstration=True,
                id=person.id,
            )


def person(username: str) -> Actor:
    """A demonstration person as an actor; Account.DoesNotExist when the persons are not made."""
    return actor_of(Account.objects.prefetch_related("role_grants").get(username=username))


def has_persons() -> bool:
    """True when every demonstration person has been made."""
    known = set(Account.objects.filter(demonstration=True).values_list("username", flat=True))
    return known.issuperset(person.username for person in PERSONS)
