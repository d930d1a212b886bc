"""Writers beside the responsible: whom they may name, naming one, and taking one off again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from normverk.base.accounts.models import Account
from normverk.base.events.actions import record
from normverk.base.policy import Actor, Role, require
from normverk.base.rules import uphold
from normverk.govern.catalogue.events import WriterNamed, WriterTakenOff
from normverk.govern.catalogue.models import Edition, EditionWriter
from normverk.govern.catalogue.rules import NamingFacts
from normverk.norm.days import local_date

_NORM_OWNER: Final = Q(active=True, role_grants__role=Role.NORM_OWNER.value)


@dataclass(frozen=True)
class Writer:
    """A norm owner as the responsible sees one: the actor's id, and the name."""

    id: str
    name: str


def writers_of(edition: Edition) -> tuple[Writer, ...]:
    """The named writers by name; one whose account is gone or closed is still listed, so as to be taken off."""
    named = list(EditionWriter.objects.filter(edition=edition).values_list("account", flat=True))
    of_account = Q(pk__in=[id for id in named if _is_account(id)])
    known = {one.id: one for one in _by_name(Account.objects.filter(of_account | _NORM_OWNER).distinct())}
    return tuple(sorted((known.get(id, Writer(id, id)) for id in named), key=lambda writer: (writer.name, writer.id)))


def who_can_be_named(edition: Edition, actor: Actor) -> tuple[Writer, ...]:
    """The norm owners whom `actor` may name now, by name. Somebody in the demonstration sees its invented persons only."""
    require(actor, "edition.name-writers", edition.policy_facts())
    taken = {edition.responsible, *(writer.id for writer in writers_of(edition))}
    rows = _norm_owners().filter(demonstration=actor.demonstration)
    return tuple(writer for writer in _by_name(rows) if writer.id not in taken)


@transaction.atomic
def name_writer(*, edition: Edition, writer: str, actor: Actor, now: datetime) -> EditionWriter:
    """Lets the norm owner with the actor id `writer` write in the edition; Broken when a rule forbids it."""
    edition = _held(edition)
    require(actor, "edition.name-writers", edition.policy_facts())
    facts = NamingFacts(
        state=edition.state,
        norm_owner=_is_account(writer) and _norm_owners().filter(pk=writer).exists(),
        responsible=writer == edition.responsible,
        named=EditionWriter.objects.filter(edition=edition, account=writer).exists(),
    )
    uphold(facts, on=local_date(now))
    made = EditionWriter(edition=edition, account=writer, named_by=actor.id, named_at=now)
    made.save(force_insert=True)
    data = WriterNamed(edition=edition.ref, writer=writer)
    record(data=data, subject=f"edition/{edition.ref}", actor=actor, now=now, rows=[made])
    return made


@transaction.atomic
def take_off_writer(*, edition: Edition, writer: str, actor: Actor, now: datetime) -> None:
    """Takes a writer off; what they wrote stays, they stay among its authors, and their unsaved words wait for them.

    KeyError when nobody with that id is named.
    """
    edition = _held(edition)
    require(actor, "edition.name-writers", edition.policy_facts())
    row = EditionWriter.objects.filter(edition=edition, account=writer).first()
    if row is None:
        raise KeyError(writer)
    data = WriterTakenOff(edition=edition.ref, writer=writer)
    record(data=data, subject=f"edition/{edition.ref}", actor=actor, now=now, removed=[row])
    row.delete()


def _norm_owners() -> QuerySet[Account]:
    return Account.objects.filter(_NORM_OWNER).distinct()


def _by_name(accounts: Iterable[Account]) -> tuple[Writer, ...]:
    """By name; two of the same name are told apart by their user names."""
    held = sorted(accounts, key=lambda account: (account.display_name, account.username))
    often = Counter(account.display_name for account in held)
    return tuple(
        Writer(
            str(account.id),
            account.display_name
            if often[account.display_name] == 1
            else f"{account.display_name} ({account.username})",
        )
        for account in held
    )


def _is_account(id: str) -> bool:
    try:
        UUID(id)
    except ValueError:
        return False
    return True


def _held(edition: Edition) -> Edition:
    return Edition.objects.select_for_update(of=("self",)).select_related("product").get(pk=edition.pk)
