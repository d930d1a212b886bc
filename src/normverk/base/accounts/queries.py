"""Reading accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from normverk.base.accounts.models import Account
from normverk.base.policy import Actor, require


@dataclass(frozen=True)
class AccountRow:
    """An account in short, without anything secret. `roles` are ROLE or ROLE@ORGANISATION, as they are given.

    `tokens` is how many access tokens work now: neither revoked nor past their time. `password` says whether there is one.
    """

    id: str
    username: str
    name: str
    roles: tuple[str, ...]
    open: bool
    password: bool
    tokens: int
    demonstration: bool


def accounts(*, actor: Actor, now: datetime) -> tuple[AccountRow, ...]:
    """Every account by its name."""
    require(actor, "account.manage")
    working = Count("tokens", filter=Q(tokens__revoked=False, tokens__expires_at__gt=now))
    found = Account.objects.annotate(working=working).prefetch_related("role_grants").order_by("username")
    return tuple(
        AccountRow(
            id=str(account.id),
            username=account.username,
            name=account.display_name,
            roles=tuple(sorted(_written(g.role, g.organisation) for g in account.role_grants.all())),
            open=account.active,
            password=bool(account.password),
            tokens=account.working if account.active else 0,
            demonstration=account.demonstration,
        )
        for account in found
    )


def _written(role: str, organisation: str) -> str:
    return f"{role}@{organisation}" if organisation else role


def names_of(accounts: Iterable[str]) -> dict[str, str]:
    """The names of accounts by id. What is no account (the operator, the system) is left out."""
    known = {account for account in accounts if _is_uuid(account)}
    return {str(row.id): row.display_name for row in Account.objects.filter(pk__in=known)}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
