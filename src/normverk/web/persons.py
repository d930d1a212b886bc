"""The demonstration's invented persons, as the chooser shows them."""

from __future__ import annotations

from dataclasses import dataclass

from normverk.base.accounts.models import Account


@dataclass(frozen=True)
class Person:
    """An invented person: user name, shown name, and each role with the organisation it is held in (or nothing)."""

    username: str
    name: str
    roles: tuple[tuple[str, str], ...]


def demonstration_persons() -> tuple[Person, ...]:
    """All active demonstration accounts, by name. Real accounts are never among them."""
    accounts = Account.objects.filter(demonstration=True, active=True).prefetch_related("role_grants")
    return tuple(
        Person(
            account.username,
            account.display_name,
            tuple(sorted((grant.role, grant.organisation) for grant in account.role_grants.all())),
        )
        for account in accounts.order_by("display_name", "username")
    )
