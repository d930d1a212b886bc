"""Transfers between hospitals."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from normverk.use.pathways.models import Organisation, Transfer


def transfers_of(organisations: frozenset[str]) -> tuple[Transfer, ...]:
    """Transfers under way that these organisations have sent or are to receive (the empty string: all), oldest first."""
    waiting = Transfer.objects.filter(received_on__isnull=True, withdrawn_at__isnull=True)
    if "" not in organisations:
        waiting = waiting.filter(Q(sender__in=organisations) | Q(to__in=organisations))
    return tuple(waiting.select_related("patient", "sender", "to").order_by("sent_on", "sent_at"))


def find_transfer(id: UUID) -> Transfer | None:
    """One transfer."""
    return Transfer.objects.select_related("patient", "sender", "to").filter(pk=id).first()


def receivers(sender: str) -> tuple[tuple[str, str], ...]:
    """Number and name of the hospitals that a patient can be sent to."""
    rows = Organisation.objects.exclude(number=sender).order_by("name", "number")
    return tuple((row.number, row.name or row.number) for row in rows)
