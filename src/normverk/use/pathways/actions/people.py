"""Names: patients' identity numbers and labels from a file of their own, and organisations' names."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import msgspec
from django.conf import settings
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import judge
from normverk.norm.days import local_date
from normverk.use.pathways.actions.after import tell
from normverk.use.pathways.actions.clocks import reckon
from normverk.use.pathways.birth import born
from normverk.use.pathways.events import OrganisationsNamed, PatientsNamed
from normverk.use.pathways.identity import is_identity_number
from normverk.use.pathways.intake import Complaint, read_text
from normverk.use.pathways.intake.once import said_twice
from normverk.use.pathways.intake.signs import HIDDEN
from normverk.use.pathways.intake.wire import Misfit, read_time
from normverk.use.pathways.models import Organisation, Patient
from normverk.use.pathways.queries.events import chunks
from normverk.use.pathways.queries.norms import loaded_norms
from normverk.use.pathways.rules import IdentityFacts


class PatientLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a file of patients. `died` is a date; a line without it says nothing of death."""

    patient: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    identity_number: str
    label: Annotated[str, msgspec.Meta(max_length=200)] = ""
    died: str = ""


@dataclass(frozen=True)
class NamingReport:
    """What became of a file of patients: counts by kind, and line numbers with what is wrong."""

    counts: dict[str, int]
    complaints: tuple[tuple[int, Complaint], ...]


@transaction.atomic
def name_patients(*, content: bytes, name: str, actor: Actor, now: datetime) -> NamingReport:
    """Reads identity numbers and labels. Lines that break a rule of rules.py are set aside, the rest goes in."""
    require(actor, "record.intake")
    named: dict[str, PatientLine] = {}
    complaints: list[tuple[int, Complaint]] = []
    for number, line in enumerate(read_text(content, name).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            read = _read(line, local_date(now))
            if named.get(read.patient, read) != read:
                raise Misfit("patient-twice")
        except Misfit as misfit:
            complaints.append((number, misfit.complaint))
        else:
            named[read.patient] = read
    changed, written = _write(named)
    norms = loaded_norms()
    if changed:
        reckon(changed, norms, settings.AS_OF, settings.AS_OF or local_date(now))
        tell(changed, now, settings.AS_OF)
    counts = written | Counter(complaint.kind for _, complaint in complaints)
    digest = hashlib.sha256(content).hexdigest()
    record(data=PatientsNamed(file_digest=digest, counts=dict(counts)), subject="patients", actor=actor, now=now)
    return NamingReport(dict(counts), tuple(complaints))


def _read(line: str, today: date) -> PatientLine:
    """One line, when it can be kept; Misfit otherwise. A test number in a real installation is for the rules to judge."""
    try:
        read = msgspec.json.decode(line, type=PatientLine)
    except msgspec.ValidationError as wrong:
        raise Misfit("wrong-value", str(wrong)) from None
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        raise Misfit("not-json") from None
    twice = said_twice(line, PatientLine.__struct_fields__)
    if twice:
        raise Misfit("field-twice", twice)
    if is_identity_number(read.patient):
        raise Misfit("identity-number", "patient")
    for field in ("patient", "label"):
        if HIDDEN.search(getattr(read, field)):
            raise Misfit("wrong-value", field)
    facts = IdentityFacts(read.identity_number, settings.DEMONSTRATION)
    refused = [finding.rule.id for finding in judge(facts, on=today) if finding.refuses]
    if refused:
        raise Misfit("identity-refused", ", ".join(refused))
    died, birth = _died(read), born(read.identity_number)
    if died is not None and died > today:
        raise Misfit("in-the-future", f"died: {died}")
    if died is not None and birth is not None and died < birth:
        raise Misfit("before-birth", "died")
    return read


def _died(line: PatientLine) -> date | None:
    return local_date(read_time(line.died, "died")) if line.died else None


def _write(named: dict[str, PatientLine]) -> tuple[list[Patient], Counter[str]]:
    """Writes what has changed; returns the patients who were here and are changed, and the counts."""
    there = {
        patient.pseudonym: patient
        for chunk in chunks(sorted(named))
        for patient in Patient.objects.filter(pseudonym__in=chunk)
    }
    changed = []
    for pseudonym, patient in there.items():
        line = named[pseudonym]
        said = (line.identity_number, line.label, _died(line) or patient.died_on)
        if (patient.identity_number, patient.label, patient.died_on) != said:
            patient.identity_number, patient.label, patient.died_on = said
            changed.append(patient)
    Patient.objects.bulk_update(changed, ["identity_number", "label", "died_on"], batch_size=200)
    new = [
        Patient(pseudonym=pseudonym, identity_number=line.identity_number, label=line.label, died_on=_died(line))
        for pseudonym, line in sorted(named.items())
        if pseudonym not in there
    ]
    Patient.objects.bulk_create(new, batch_size=500)
    return changed, +Counter({"taken-in": len(new) + len(changed), "unchanged": len(there) - len(changed)})


@transaction.atomic
def name_organisations(*, names: Mapping[str, str], actor: Actor, now: datetime) -> None:
    """Gives organisations (by number) their names; unknown ones are made."""
    require(actor, "record.intake")
    rows = [
        Organisation.objects.update_or_create(number=number, defaults={"name": name})[0]
        for number, name in sorted(names.items())
    ]
    record(
        data=OrganisationsNamed(numbers=tuple(sorted(names))),
        subject="organisations",
        actor=actor,
        now=now,
        rows=rows,
    )
