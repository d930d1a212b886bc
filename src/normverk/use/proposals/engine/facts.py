"""Facts of the record: what every reader makes of its input, and which of a fact's versions holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from normverk.norm.days import Moment, parse_moment
from normverk.norm.derivation import DateField, FactKind

FactStatus = Literal["active", "entered-in-error"]

_MOMENTS: Final = tuple(field.value for field in DateField)
_encoder: Final = msgspec.json.Encoder(order="sorted")


class Coded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code with the short name of its code system (icd-10, nkpk, atc …; see readers.systems)."""

    system: str
    code: str


class FactFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The fields of a fact that are no dates: JSON cannot tell a date from an instant by itself."""

    patient: str
    kind: FactKind
    source: str
    source_id: str
    version: int
    recorded: datetime
    status: FactStatus = "active"
    state: str = ""
    org: str = ""
    asked_by: str = ""
    asked_by_role: str = ""
    what: tuple[Coded, ...] = ()
    about: tuple[Coded, ...] = ()
    urgency: str = ""
    categories: tuple[str, ...] = ()
    based_on: str = ""
    age: int | None = None


class RecordFact(FactFields, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One version of one thing that the record knows about a patient.

    `source` and `source_id` say which thing it is and `version` counts its corrections, as for record events. `org` is
    the organisation number of the hospital that received or did it, `asked_by` of the one that asked for it.
    `based_on` is the source id of the referral it was done because of; `age` the patient's in whole years on the day.
    """

    received: Moment | None = None
    authored: Moment | None = None
    started: Moment | None = None
    ended: Moment | None = None

    @property
    def identity(self) -> tuple[str, str]:
        """What stays the same through all versions."""
        return (self.source, self.source_id)

    def moment(self, field: DateField) -> Moment | None:
        """The date or instant of that name, where the fact has it."""
        found: Moment | None = getattr(self, field.value)
        return found


def fact_of(plain: Mapping[str, Any]) -> RecordFact:
    """The fact from its plain JSON form, as `content_of` writes it. ValueError or ValidationError when it is none."""
    moments: dict[str, Any] = {field: parse_moment(plain[field]) for field in _MOMENTS if plain.get(field)}
    rest = msgspec.convert({key: value for key, value in plain.items() if key not in _MOMENTS}, FactFields)
    return RecordFact(**{field: getattr(rest, field) for field in FactFields.__struct_fields__}, **moments)


def content_of(fact: RecordFact) -> bytes:
    """The fact as canonical JSON: the same bytes for the same content."""
    return _encoder.encode(fact)


def facts_digest(fact: RecordFact) -> str:
    """A digest of the content, by which versions are told apart."""
    return hashlib.sha256(content_of(fact)).hexdigest()


def supersedes(candidate: RecordFact, held: RecordFact) -> bool:
    """True when `candidate` holds instead of `held`: the higher version, and of two that claim the same one the greater
    canonical JSON, so that the order of arrival never matters (as for record events)."""
    if candidate.version != held.version:
        return candidate.version > held.version
    return content_of(candidate) > content_of(held)


def settle(facts: Iterable[RecordFact]) -> tuple[RecordFact, ...]:
    """The final set: one version of each fact, without those that are voided, in an order of its own."""
    best: dict[tuple[str, str], RecordFact] = {}
    for fact in facts:
        held = best.get(fact.identity)
        if held is None or supersedes(fact, held):
            best[fact.identity] = fact
    return tuple(best[identity] for identity in sorted(best) if best[identity].status == "active")
