"""Who has looked at a patient, and who has written about them: the patient's own right to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from normverk.base.accounts.queries import names_of
from normverk.base.events.models import Event
from normverk.base.events.rows import GOVERNED
from normverk.base.policy import Actor, decide
from normverk.use.pathways.events import PatientsJoined, PatientsListed, PatientsParted
from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries.joins import counted_under


@dataclass(frozen=True)
class Look:
    """One entry. `who` is a name, or the account's id when the account is gone; `page` what was looked at, empty for what
    was written; `reason` the words that were given, which the log itself does not hold."""

    at: datetime
    who: str
    type: str
    page: str
    reason: str


def looks_at(patient: Patient) -> tuple[Look, ...]:
    """Every event about the patient, newest first. Lists count when the patient stood on them.

    Of a person with several keys it is what was done with any of them, as they are joined now.
    """
    keys = {patient.pk, *counted_under([patient])}
    about = Event.objects.filter(subject__in=[f"patient/{key}" for key in keys])
    joined = Event.objects.filter(type__in=(PatientsJoined.type_name, PatientsParted.type_name))
    lists = Event.objects.filter(type=PatientsListed.type_name)
    named = Q()
    for key in keys:
        named |= Q(written__contains=str(key))
    events = {event.seq: event for rows in (about, _written(joined, named), _written(lists, named)) for event in rows}
    found = [events[seq] for seq in sorted(events, reverse=True)]
    names = names_of({event.actor for event in found})
    return tuple(
        Look(
            at=event.at,
            who=names.get(event.actor, event.actor),
            type=event.type,
            page=_page(event),
            reason=event.reason or _reason(event),
        )
        for event in found
    )


def _written(events: QuerySet[Event], named: Q) -> QuerySet[Event]:
    return events.annotate(written=Cast("data", TextField())).filter(named)


def _page(event: Event) -> str:
    if event.type == PatientsListed.type_name:
        return event.subject
    return str(event.data.get("page", ""))


def _reason(event: Event) -> str:
    """The reason that stands in the row that the event wrote."""
    for name in event.rows:
        label, _, key = name.partition("/")
        governed = GOVERNED.get(label)
        row = governed.model._default_manager.filter(pk=key).first() if governed else None
        reason = getattr(row, "reason", "")
        if reason:
            return str(reason)
    return ""


def find_patient(text: str, actor: Actor) -> Patient | None:
    """The patient with this identity number or pseudonym, when the actor may see who has looked; else None, so that it
    cannot be told whether somebody is known here."""
    found = Patient.objects.filter(
        Q(pseudonym=text.strip()) | (Q(identity_number=text.strip()) & ~Q(identity_number=""))
    )
    for patient in found:
        if decide(actor, "patient.insight", patient.policy_facts()).allowed:
            return patient
    return None
