"""Taking facts of the record in: one transaction a file, and nothing half written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import transaction

from normverk.base.commands import Unusable
from normverk.base.events.actions import record
from normverk.base.events.models import Head
from normverk.base.policy import Actor, require
from normverk.norm.days import local_date
from normverk.use.pathways.actions import follow_alone
from normverk.use.pathways.intake import Complaint, read_text
from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries.events import chunks
from normverk.use.proposals.actions.refresh import refresh
from normverk.use.proposals.engine import RecordFact, facts_digest, supersedes
from normverk.use.proposals.events import FactsTakenIn
from normverk.use.proposals.models import FactRun, SetAside, StoredFact
from normverk.use.proposals.queries.facts import stored_fact
from normverk.use.proposals.readers import (
    FactLine,
    Form,
    Mapping,
    complained,
    facts_in,
    read_fhir,
    read_hl7,
    read_table,
)

Identity = tuple[str, str]


@dataclass(frozen=True)
class FactReport:
    """What became of a file: counts by kind, complaints with their places, and what was proposed, by state."""

    run: FactRun
    lines: int
    counts: dict[str, int]
    complaints: tuple[tuple[str, Complaint], ...]
    proposals: dict[str, int]


def read_facts(*, content: bytes, name: str, form: Form, mapping: Mapping | None = None) -> tuple[FactLine, ...]:
    """What a file holds, in any of the forms. Raises Unreadable, and Unusable for a CSV file without a mapping."""
    if form == "fhir":
        return read_fhir(read_text(content, name), name)
    if form == "hl7":
        return read_hl7(content, name)
    if mapping is None:
        raise Unusable(f"{name}: a CSV file needs a mapping file that says which column is what")
    return read_table(content, name, mapping)


@transaction.atomic
def take_facts(
    *, content: bytes, name: str, form: Form, actor: Actor, now: datetime, mapping: Mapping | None = None
) -> FactReport:
    """Reads one file and works out anew what is proposed of the patients it touches.

    The same fact twice is one fact; a higher version holds instead of a lower one, whenever it comes; a fact entered in
    error counts as if it never was. Raises Denied, Unreadable and Unusable.
    """
    require(actor, "record.intake")
    lines = tuple(
        _not_of_the_future(line, now) for line in read_facts(content=content, name=name, form=form, mapping=mapping)
    )
    Head.objects.select_for_update().get(pk=1)  # one writer at a time, or two files could claim the same version
    facts = facts_in(lines)
    held = _held(fact.identity for fact in facts)
    new, complaints, unchanged = _sift(facts, held)
    said = [(number, line.said) for number, line in enumerate(lines) if line.said is not None]
    followed = follow_alone(said, actor=actor, now=now)
    refused = ((lines[number].place, complaint) for number, complaint in followed.complaints)
    everything = (*complained(lines), *complaints, *refused)
    counts = Counter(complaint.kind for _, complaint in everything)
    counts += Counter({"taken-in": len(new), "unchanged": unchanged, "said": len(said)})
    digest = hashlib.sha256(content).hexdigest()
    run = FactRun.objects.create(
        file_digest=digest, form=form, at=now, lines=len(lines), counts=dict(sorted(counts.items()))
    )
    touched = _store(run, new, held)
    touched = list({one.pk: one for one in (*touched, *followed.patients.values())}.values())
    SetAside.objects.bulk_create(
        (SetAside(run=run, place=place, kind=c.kind, detail=c.detail) for place, c in everything), batch_size=500
    )
    made = refresh(patients=touched, now=now)
    record(
        data=FactsTakenIn(
            file_digest=digest,
            form=form,
            lines=len(lines),
            counts=run.counts,
            patients=len(touched),
            proposals=dict(sorted(made.items())),
        ),
        subject=f"facts/{run.id}",
        actor=actor,
        now=now,
        rows=[run],
    )
    return FactReport(run, len(lines), run.counts, everything, dict(made))


def _not_of_the_future(line: FactLine, now: datetime) -> FactLine:
    """The line; a complaint in its place when it says that it was written down after today: a clock is wrong somewhere."""
    if line.fact is None or local_date(line.fact.recorded) <= local_date(now):
        return line
    detail = f"recorded: {local_date(line.fact.recorded)} > {local_date(now)}"
    return FactLine(line.place, complaint=Complaint("in-the-future", detail))


def _held(identities: Iterable[Identity]) -> dict[Identity, list[StoredFact]]:
    wanted = set(identities)
    found: dict[Identity, list[StoredFact]] = {}
    for ids in chunks(sorted({source_id for _, source_id in wanted})):
        for row in StoredFact.objects.filter(source_id__in=ids).select_related("patient"):
            if (row.source, row.source_id) in wanted:
                found.setdefault((row.source, row.source_id), []).append(row)
    return found


def _sift(
    facts: Sequence[RecordFact], held: dict[Identity, list[StoredFact]]
) -> tuple[list[RecordFact], list[tuple[str, Complaint]], int]:
    """The facts that are new, complaints about those that are older or claim a version twice, and how many were known."""
    known = {identity: {(row.version, row.digest) for row in rows} for identity, rows in held.items()}
    new: list[RecordFact] = []
    complaints: list[tuple[str, Complaint]] = []
    unchanged = 0
    for fact in facts:
        versions = known.setdefault(fact.identity, set())
        mine = (fact.version, facts_digest(fact))
        if mine in versions:
            unchanged += 1
            continue
        highest = max((version for version, _ in versions), default=fact.version)
        if fact.version < highest:
            complaints.append((fact.source_id[:60], Complaint("older-version", f"{fact.version} < {highest}")))
        elif any(version == fact.version for version, _ in versions):
            complaints.append((fact.source_id[:60], Complaint("version-conflict", str(fact.version))))
        versions.add(mine)
        new.append(fact)
    return new, complaints, unchanged


def _store(run: FactRun, facts: list[RecordFact], held: dict[Identity, list[StoredFact]]) -> list[Patient]:
    """Writes the versions and marks the one that holds; returns the patients touched, also those a fact was taken from."""
    patients = _see_patients(facts)
    holding = {identity: row for identity, rows in held.items() for row in rows if row.current}
    best = {identity: stored_fact(row) for identity, row in holding.items()}
    for fact in facts:
        if fact.identity not in best or supersedes(fact, best[fact.identity]):
            best[fact.identity] = fact
    changed = {fact.identity for fact in facts if best[fact.identity] is fact}
    displaced = [holding[identity] for identity in changed if identity in holding]
    for chunk in chunks(row.pk for row in displaced):
        StoredFact.objects.filter(pk__in=chunk).update(current=False)
    StoredFact.objects.bulk_create(
        (
            StoredFact(
                patient=patients[fact.patient],
                source=fact.source,
                source_id=fact.source_id,
                version=fact.version,
                kind=fact.kind.value,
                status=fact.status,
                content=msgspec.to_builtins(fact),
                digest=facts_digest(fact),
                current=best[fact.identity] is fact,
                run=run,
            )
            for fact in facts
        ),
        batch_size=500,
    )
    touched = {patient.pk: patient for patient in (*patients.values(), *(row.patient for row in displaced))}
    return sorted(touched.values(), key=lambda patient: patient.pseudonym)


def _see_patients(facts: Sequence[RecordFact]) -> dict[str, Patient]:
    pseudonyms = sorted({fact.patient for fact in facts})
    found = {
        patient.pseudonym: patient
        for chunk in chunks(pseudonyms)
        for patient in Patient.objects.filter(pseudonym__in=chunk)
    }
    new = [Patient(pseudonym=pseudonym) for pseudonym in pseudonyms if pseudonym not in found]
    Patient.objects.bulk_create(new, batch_size=500)
    return found | {patient.pseudonym: patient for patient in new}
