"""Files of patients that are asked for their birth dates and not stored."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from normverk.norm.days import local_date
from normverk.use.pathways.birth import born
from normverk.use.pathways.identity import is_identity_number
from normverk.use.pathways.intake.files import read_text
from normverk.use.pathways.intake.once import said_twice
from normverk.use.pathways.intake.wire import Complaint, Misfit, read_time


class PersonLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line: a birth date, or an identity number that holds one. `label` and `died` are not looked at."""

    patient: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    birth_date: Annotated[str, msgspec.Meta(max_length=10)] = ""
    identity_number: Annotated[str, msgspec.Meta(max_length=11)] = ""
    label: Annotated[str, msgspec.Meta(max_length=200)] = ""
    died: Annotated[str, msgspec.Meta(max_length=40)] = ""


def read_births(content: bytes, name: str) -> tuple[dict[str, date | None], list[tuple[int, Complaint]]]:
    """The birth dates in a file of patients (NDJSON), by pseudonym, and what is wrong with its lines by number.

    None where a patient is named and the date is not known. `name` is what messages call the file. Raises Unreadable for
    one that is no text.
    """
    births: dict[str, date | None] = {}
    complaints: list[tuple[int, Complaint]] = []
    for number, line in enumerate(read_text(content, name).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            read = _read(line)
            birth = _birth(read)
            if births.get(read.patient, birth) != birth:
                raise Misfit("patient-twice")
            births[read.patient] = birth
        except Misfit as misfit:
            complaints.append((number, misfit.complaint))
    return births, complaints


def _read(line: str) -> PersonLine:
    try:
        read = msgspec.json.decode(line, type=PersonLine)
    except msgspec.ValidationError as wrong:
        raise Misfit("wrong-value", str(wrong)[:200]) from None
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        raise Misfit("not-json") from None
    twice = said_twice(line, PersonLine.__struct_fields__)
    if twice:
        raise Misfit("field-twice", twice)
    if is_identity_number(read.patient):
        raise Misfit("identity-number", "patient")
    return read


def _birth(read: PersonLine) -> date | None:
    return local_date(read_time(read.birth_date, "birth_date")) if read.birth_date else born(read.identity_number)
