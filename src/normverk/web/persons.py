"""The demonstration's invented persons, as the chooser shows them."""

from __future__ import annotations

from dataclasses import dataclass

from normverk.base.accounts.models import Account
from normverk.base.policy import Role


@dataclass(frozen=True)
class HeldRole:
    """A role, and the numbers of the organisations it is held in; none named: it is held everywhere."""

    role: str
    organisations: tuple[str, ...]

    @property
    def numbers(self) -> str:
        """The organisation numbers in one line."""
        return ", ".join(self.organisations)


@dataclass(frozen=True)
class Person:
    """An invented person: user name, shown name and roles."""

    username: str
    name: str
    roles: tuple[HeldRole, ...]


def demonstration_persons() -> tuple[Person, ...]:
    """All active demonstration accounts, in the order of their roles. Real accounts are never among them."""
    accounts = Account.objects.filter(demonstration=True, active=True).prefetch_related("role_grants")
    persons = [Person(account.username, account.display_name, _roles(account)) for account in accounts]
    order = {role.value: place for place, role in enumerate(Role)}
    return tuple(sorted(persons, key=lambda person: (order.get(_first_role(person), len(order)), person.name)))


def _first_role(person: Person) -> str:
    return person.roles[0].role if person.roles else ""


def _roles(account: Account) -> tuple[HeldRole, ...]:
    held: dict[str, list[str]] = {}
    for grant in account.role_grants.all():
        held.setdefault(grant.role, []).append(grant.organisation)
    return tuple(HeldRole(role, tuple(sorted(filter(None, numbers)))) for role, numbers in sorted(held.items()))
