"""Joining keys of the record that are one person, and parting them again.

Nothing is moved: events keep the key they came under, and clocks are worked out over the joined set. So parting gives
each key the verdicts it would have had, whatever has happened in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import Broken, Finding, uphold
from normverk.norm.days import local_date
from normverk.use.pathways.actions.after import tell
from normverk.use.pathways.actions.clocks import reckon
from normverk.use.pathways.birth import born
from normverk.use.pathways.events import PatientsJoined, PatientsParted
from normverk.use.pathways.intake import Complaint, Said
from normverk.use.pathways.models import CourseCoordinator, Patient, PatientJoin
from normverk.use.pathways.queries.joins import head_of, open_join
from normverk.use.pathways.queries.norms import loaded_norms
from normverk.use.pathways.rules_person import JoinFacts, PartFacts


@transaction.atomic
def join_patients(
    *, kept: Patient, retired: Patient, reason: str, actor: Actor, now: datetime, as_of: date | None
) -> tuple[PatientJoin, tuple[Finding, ...]]:
    """Counts the events of `retired` under `kept` from now on. Raises Denied unless the actor may see both, and Broken."""
    for patient in (kept, retired):
        require(actor, "patient.join", patient.policy_facts())
    made = _join(kept, retired, reason=reason, through="person", actor=actor, now=now)
    _follow([kept, retired], now, as_of)
    return made


@transaction.atomic
def part_patients(*, join: PatientJoin, reason: str, actor: Actor, now: datetime, as_of: date | None) -> PatientJoin:
    """Ends a join: each key has its own events again. Raises Denied, and Broken when it has ended or no reason is given."""
    require(actor, "patient.join", join.kept.policy_facts())
    join = PatientJoin.objects.select_for_update().get(pk=join.pk)
    uphold(PartFacts(join.ended_at is None, bool(reason)), on=local_date(now))
    _part(join, reason, "person", actor, now)
    _follow([join.kept, join.retired], now, as_of)
    return join


@dataclass
class Followed:
    """What became of what the record system said of persons: the patients touched, and what could not be done, by line."""

    patients: dict[object, Patient] = field(default_factory=dict)
    complaints: list[tuple[int, Complaint]] = field(default_factory=list)


def follow_said(said: Iterable[tuple[int, Said]], *, actor: Actor, now: datetime) -> Followed:
    """Does what the record system says of persons, in the caller's transaction and in the order in which it is said.

    Who may do it is for the caller to ask. Clocks are not worked out: the caller does that of everybody touched. The same
    said twice is no change. What a rule refuses is complained about and the rest is done.
    """
    done = Followed()
    for line, one in said:
        patient = _patient(one.patient)
        if one.what == "died":
            if patient.died_on != one.on:
                patient.died_on = one.on
                patient.save(update_fields=["died_on"])
                done.patients[patient.pk] = patient
            continue
        other = _patient(one.other)
        try:
            changed = (
                _join_said(patient, other, one, actor, now)
                if one.what == "joined"
                else _part_said(patient, other, one, actor, now)
            )
        except Broken as broken:
            rules = ", ".join(finding.rule.id for finding in broken.findings if finding.refuses)
            done.complaints.append((line, Complaint("not-joined", rules)))
            continue
        if changed:
            done.patients |= {patient.pk: patient, other.pk: other}
    return done


def follow_alone(said: Sequence[tuple[int, Said]], *, actor: Actor, now: datetime) -> Followed:
    """The same for a caller that keeps no registrations: clocks are worked out too."""
    done = follow_said(said, actor=actor, now=now)
    if done.patients:
        _follow(list(done.patients.values()), now, settings.AS_OF)
    return done


def _join_said(kept: Patient, retired: Patient, one: Said, actor: Actor, now: datetime) -> bool:
    if kept.pk != retired.pk and head_of(kept).pk == head_of(retired).pk:
        return False
    _join(kept, retired, reason=_reason(one), through=one.through, actor=actor, now=now)
    return True


def _part_said(kept: Patient, retired: Patient, one: Said, actor: Actor, now: datetime) -> bool:
    join = PatientJoin.objects.select_for_update().filter(retired=retired, kept=kept, ended_at=None).first()
    if join is None:
        join = PatientJoin.objects.select_for_update().filter(retired=kept, kept=retired, ended_at=None).first()
    if join is not None:
        _part(join, _reason(one), one.through, actor, now)
    return join is not None


def _reason(one: Said) -> str:
    return f"{one.through}: {one.what}"


def _join(
    kept: Patient, retired: Patient, *, reason: str, through: str, actor: Actor, now: datetime
) -> tuple[PatientJoin, tuple[Finding, ...]]:
    facts = JoinFacts(
        two=head_of(kept).pk != head_of(retired).pk,
        free=open_join(retired) is None or head_of(kept).pk == head_of(retired).pk,
        same_birth=_same_birth(kept, retired),
        with_reason=bool(reason),
    )
    findings = uphold(facts, on=local_date(now))
    made = PatientJoin.objects.create(
        retired=retired, kept=kept, reason=reason, made_through=through, made_by=actor.id, made_at=now
    )
    checks = tuple({key: value for key, value in one.plain().items() if key != "facts"} for one in findings)
    record(
        data=PatientsJoined(retired=str(retired.pk), through=through, checks=checks),
        subject=f"patient/{kept.pk}",
        actor=actor,
        now=now,
        rows=[made, *_take_coordinators_along(kept, retired, actor, now)],
    )
    return made, findings


def _part(join: PatientJoin, reason: str, through: str, actor: Actor, now: datetime) -> None:
    join.ended_by, join.ended_at, join.end_reason = actor.id, now, reason
    join.save()
    data = PatientsParted(retired=str(join.retired_id), through=through)
    record(data=data, subject=f"patient/{join.kept_id}", actor=actor, now=now, rows=[join])


def _take_coordinators_along(kept: Patient, retired: Patient, actor: Actor, now: datetime) -> list[CourseCoordinator]:
    """Whoever follows a course of the key that goes out of use follows it under the other, where nobody does."""
    head = head_of(kept)
    open_rows = CourseCoordinator.objects.filter(ended_at__isnull=True)
    followed = set(open_rows.filter(patient=head).values_list("pathway", flat=True))
    return [
        CourseCoordinator.objects.create(
            patient=head,
            pathway=row.pathway,
            coordinator=row.coordinator,
            reason=row.reason,
            assigned_by=actor.id,
            assigned_at=now,
        )
        for row in open_rows.filter(patient=retired).order_by("pathway")
        if row.pathway not in followed
    ]


def _same_birth(one: Patient, other: Patient) -> bool | None:
    days = (born(one.identity_number), born(other.identity_number))
    return None if None in days else days[0] == days[1]


def _patient(pseudonym: str) -> Patient:
    return Patient.objects.get_or_create(pseudonym=pseudonym)[0]


def _follow(patients: Sequence[Patient], now: datetime, as_of: date | None) -> None:
    """Works clocks out for everybody concerned, and tells whoever asked to be told."""
    reckon(patients, loaded_norms(), as_of, as_of or local_date(now))
    tell(patients, now, as_of)
