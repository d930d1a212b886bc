"""What the readers share: a line with a fact or a complaint, the code systems' short names, and checks of single values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from normverk.norm.days import YEARS, Moment, local_date
from normverk.use.pathways.identity import is_identity_number
from normverk.use.pathways.intake import Said
from normverk.use.pathways.intake.signs import HIDDEN
from normverk.use.pathways.intake.wire import Complaint, Misfit, read_time
from normverk.use.proposals.engine import Coded, RecordFact

SYSTEMS: Final = {
    "urn:oid:2.16.578.1.12.4.1.1.7110": "icd-10",
    "http://hl7.org/fhir/sid/icd-10": "icd-10",
    "http://hl7.org/fhir/sid/icd-10-no": "icd-10",
    "I10": "icd-10",
    "ICD10": "icd-10",
    "ICD-10": "icd-10",
    "urn:oid:2.16.578.1.12.4.1.1.7170": "icpc-2",
    "http://hl7.org/fhir/sid/icpc-2": "icpc-2",
    "urn:oid:2.16.578.1.12.4.1.1.7210": "nkpk",
    "urn:oid:2.16.578.1.12.4.1.1.7230": "nkpk",
    "urn:oid:2.16.578.1.12.4.1.1.7270": "nkpk",
    "NCSP": "nkpk",
    "NCMP": "nkpk",
    "NCRP": "nkpk",
    "urn:oid:2.16.578.1.12.4.1.1.7180": "atc",
    "http://www.whocc.no/atc": "atc",
    "ATC": "atc",
    "http://snomed.info/sct": "sct",
    "SCT": "sct",
    "urn:oid:2.16.578.1.12.4.1.1.8306": "8306",
    "urn:oid:2.16.578.1.12.4.1.1.8480": "8480",
    "urn:oid:2.16.578.1.12.4.1.1.9321": "9321",
    "urn:oid:2.16.578.1.12.4.1.1.9327": "9327",
    "http://terminology.hl7.org/CodeSystem/v2-0074": "v2-0074",
    "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason": "cancelled-why",
}
"""The names that code systems go by in records, and the short name that rules use. NCSP, NCMP and NCRP are one here (nkpk):
their codes do not collide, and records often do not tell which of them a procedure code is from."""

_SHORT: Final = frozenset(SYSTEMS.values())
_ORGANISATION: Final = re.compile(r"[0-9]{9}")
_LENGTHS: Final = {"patient": 80, "source": 80, "source_id": 120, "state": 40, "urgency": 20, "based_on": 120}
_OLDEST: Final = 130
_WITHOUT_HOSPITAL: Final = frozenset({"specimen", "death"})


Form = Literal["fhir", "hl7", "csv"]
"""The forms that facts are read in."""


@dataclass(frozen=True)
class FactLine:
    """One thing that was read, with its place in the input (entry 3, PID-3 in message 2): a fact, a complaint, or what is
    said of a person."""

    place: str
    fact: RecordFact | None = None
    complaint: Complaint | None = None
    said: Said | None = None


def facts_in(lines: Iterable[FactLine]) -> tuple[RecordFact, ...]:
    """The facts of what was read."""
    return tuple(line.fact for line in lines if line.fact is not None)


def complained(lines: Iterable[FactLine]) -> tuple[tuple[str, Complaint], ...]:
    """The complaints of what was read, with their places."""
    return tuple((line.place, line.complaint) for line in lines if line.complaint is not None)


def system_of(name: str) -> str:
    """The short name of a code system; the name itself when it is not known, so that no rule takes it for another."""
    return SYSTEMS.get(name, name)


def coded(system: str, code: str) -> Coded:
    """A code under the short name of its system; Misfit for a code of impossible length."""
    if len(code) > 40 or len(system) > 120:
        raise Misfit("wrong-value", f"code: {code[:60]}")
    return Coded(system_of(system), code.strip())


def moment_in(text: str | None, field: str) -> Moment | None:
    """A date or instant, or None when nothing stands there; Misfit names the field."""
    return read_time(text, field) if text else None


def age_on(born: date | None, day: Moment | None) -> int | None:
    """Whole years on the day; None when either is not known. Misfit for somebody not born yet, or too old to be true."""
    if born is None or day is None:
        return None
    on = local_date(day)
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if years < 0:
        raise Misfit("before-birth", f"{on} < {born}")
    if years > _OLDEST:
        raise Misfit("wrong-value", f"birth: {born}")
    return years


def checked(fact: RecordFact) -> RecordFact:
    """The fact, when every value in it can be kept; Misfit names the field otherwise.

    Refused: a patient that is an identity number, signs that no page can show, values that are too long, an organisation
    that is none, years outside the calendar of records, and what is said to have been known before it happened.
    """
    if not fact.patient:
        raise Misfit("missing-field", "patient")
    if is_identity_number(fact.patient):
        raise Misfit("identity-number", "patient")
    for field, most in _LENGTHS.items():
        value = getattr(fact, field)
        if len(value) > most or HIDDEN.search(value):
            raise Misfit("wrong-value", field)
    if not fact.source_id:
        raise Misfit("missing-field", "source_id")
    if not 0 <= fact.version <= 2_000_000_000:
        raise Misfit("wrong-value", "version")
    for field in ("org", "asked_by"):
        if getattr(fact, field) and not _ORGANISATION.fullmatch(getattr(fact, field)):
            raise Misfit("wrong-organisation", f"{field}: {getattr(fact, field)[:40]}")
    if fact.status == "active" and not fact.org and fact.kind not in _WITHOUT_HOSPITAL:
        raise Misfit("missing-field", "organisation")
    for field in ("received", "authored", "started", "ended"):
        _check_moment(getattr(fact, field), field, fact)
    return fact


def _check_moment(found: Moment | None, field: str, fact: RecordFact) -> None:
    if found is None:
        return
    if found.year not in YEARS:
        raise Misfit("no-such-time", f"{field}: {found}")
    planned = fact.kind == "appointment" and fact.state not in {"arrived", "checked-in", "fulfilled"}
    if local_date(found) > local_date(fact.recorded) and not planned:
        raise Misfit("after-recorded", f"{field}: {local_date(found)} > {local_date(fact.recorded)}")
