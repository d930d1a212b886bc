"""Taking record events in: one transaction a file, and nothing half written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from django.db import transaction

from normverk.base.beside import written_beside
from normverk.base.commands import Unusable
from normverk.base.events.actions import record
from normverk.base.events.models import Head
from normverk.base.policy import Actor, require
from normverk.base.processes import uncollected
from normverk.norm.days import local_date
from normverk.use.pathways import engine
from normverk.use.pathways.actions.after import tell
from normverk.use.pathways.actions.clocks import reckon
from normverk.use.pathways.actions.join import follow_said
from normverk.use.pathways.actions.storing import see_organisations, store
from normverk.use.pathways.events import RecordsTakenIn
from normverk.use.pathways.intake import Complaint, Line, read_bundle, read_lines, read_text, sift
from normverk.use.pathways.models import IntakeRun, Patient
from normverk.use.pathways.queries.events import as_known, known_versions
from normverk.use.pathways.queries.norms import loaded_norms, norms_digest, reckoned_by

Form = Literal["ndjson", "fhir"]

_MANY: Final = 2000
"""Events from which on a thread of its own writes them: fewer are written in some hundredths of a second anyway."""


@dataclass(frozen=True)
class IntakeReport:
    """What became of a file. `run` is None when the same file was read before and nothing changed this time.

    `complaints` are line numbers with what is wrong; `patients` is how many patients' clocks were made anew.
    """

    run: IntakeRun | None
    lines: int
    counts: dict[str, int]
    complaints: tuple[tuple[int, Complaint], ...]
    patients: int


@uncollected()
@transaction.atomic
def take_in(*, content: bytes, name: str, form: Form, actor: Actor, now: datetime, as_of: date | None) -> IntakeReport:
    """Reads one file of record events and makes the clocks of the patients it touches anew.

    Raises Unreadable when the file as a whole cannot be read and Unusable when no release is loaded. `as_of` is the
    fixed day of a demonstration, None otherwise.
    """
    require(actor, "record.intake")
    norms = loaded_norms()
    if not norms.pathways:
        raise Unusable("no pathway norm is loaded, so no code is known; load one with: normverk release load FILE")
    lines = list(read_file(content, name, form, norms))
    return keep(
        lines, digest=hashlib.sha256(content).hexdigest(), form=form, norms=norms, actor=actor, now=now, as_of=as_of
    )


def keep(
    lines: Sequence[Line],
    *,
    digest: str,
    form: str,
    norms: engine.Norms,
    actor: Actor,
    now: datetime,
    as_of: date | None,
) -> IntakeReport:
    """Stores lines that have been read, in the caller's transaction, and makes the clocks of the touched patients anew.

    Who may do it is for the caller to ask. `digest` is the file's, or of what was written by hand.
    """
    Head.objects.select_for_update().get(pk=1)  # one writer at a time, or two files could claim the same version
    known = known_versions(line.event.identity for line in lines if line.event)
    sifted = sift(lines, norms, as_known(known), today=local_date(now))
    followed = follow_said(sifted.said, actor=actor, now=now)
    sifted.complaints += followed.complaints
    if not (sifted.events or followed.patients) and IntakeRun.objects.filter(file_digest=digest).exists():
        return IntakeReport(None, sifted.lines, sifted.counts, tuple(sifted.complaints), 0)
    run = IntakeRun.objects.create(file_digest=digest, form=form, at=now, lines=sifted.lines, counts=sifted.counts)
    organisations = see_organisations(sifted.events)
    day = as_of or local_date(now)
    all_anew = reckoned_by() not in {"", norms_digest(norms, day)}
    with written_beside(len(sifted.events) >= _MANY):
        stored = store(run, sifted, known)
        new = {patient.pk: patient for patient in stored.new}
        others = Patient.objects.all() if all_anew else [*stored.before, *followed.patients.values()]
        before = {patient.pk: patient for patient in others if patient.pk not in new}
        reckon(_by_name(before), norms, as_of, day, new=stored.held)
    touched = _by_name(before | new)
    tell(touched, now, as_of)
    record(
        data=RecordsTakenIn(
            file_digest=digest,
            form=form,
            lines=sifted.lines,
            counts=sifted.counts,
            patients=len(touched),
            norms=norms_digest(norms, day),
        ),
        subject=f"intake/{run.id}",
        actor=actor,
        now=now,
        rows=[run, *organisations],
    )
    return IntakeReport(run, sifted.lines, sifted.counts, tuple(sifted.complaints), len(touched))


def _by_name(patients: Mapping[UUID, Patient]) -> list[Patient]:
    return sorted(patients.values(), key=lambda patient: patient.pseudonym)


def read_file(content: bytes, name: str, form: Form, norms: engine.Norms) -> Iterable[Line]:
    """The lines of a file of either form; raises Unreadable."""
    text = read_text(content, name)
    if form == "ndjson":
        return read_lines(text)
    systems = {e.definition.code_system for pathway in norms.pathways.values() for e in pathway.editions}
    return read_bundle(text, name, systems)
