"""What HL7 v2 messages say of persons: keys merged and unlinked, and deaths (HL7 v2.5.1 chapter 3, A18, A34, A37, A40, A31)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from normverk.norm.days import local_date
from normverk.use.pathways.identity import is_identity_number
from normverk.use.pathways.intake import Said
from normverk.use.pathways.intake.persons import fit_key
from normverk.use.pathways.intake.wire import Misfit
from normverk.use.proposals.readers.hl7 import Message, Segment

_MERGES: Final = frozenset({"A18", "A34", "A40"})
_UNLINK: Final = "A37"
_PERSON_UPDATED: Final = "A31"
_TWO: Final = 2


def only_persons(message: Message) -> bool:
    """True for a message that is about who a person is and about nothing that was done."""
    kind, trigger = message.kind
    return kind == "ADT" and trigger in {*_MERGES, _UNLINK, _PERSON_UPDATED}


def said_in(message: Message) -> tuple[Said, ...]:
    """What a message says of persons; Misfit when it should say something and cannot be understood."""
    kind, trigger = message.kind
    if kind != "ADT":
        return ()
    if trigger in _MERGES:
        found = tuple(_merges(message))
        if not found:
            raise Misfit("missing-segment", "MRG")
        return found
    if trigger == _UNLINK:
        persons = message.all("PID")
        if len(persons) != _TWO:
            raise Misfit("missing-segment", "PID")
        one, other = (pseudonym_in(person, 3) for person in persons)
        return (Said("parted", one, "hl7", other),)
    return _death(message)


def pseudonym_in(segment: Segment, field: int) -> str:
    """The first identifier in the field that is not a person's identity number; Misfit when there is none."""
    place = f"{segment.name}-{field}"
    found = [parts[0].strip() for parts in segment.repetitions(field) if parts[0].strip()]
    if not found:
        raise Misfit("missing-field", place)
    for identifier in found:
        if not is_identity_number(identifier):
            return fit_key(identifier, place)
    raise Misfit("identity-number", place)


def _merges(message: Message) -> Iterator[Said]:
    """Each MRG says which key goes out of use for the PID before it."""
    kept = ""
    for segment in message.segments:
        if segment.name == "PID":
            kept = pseudonym_in(segment, 3)
        elif segment.name == "MRG":
            if not kept:
                raise Misfit("missing-segment", "PID")
            yield Said("joined", kept, "hl7", pseudonym_in(segment, 1))


def _death(message: Message) -> tuple[Said, ...]:
    person = message.one("PID")
    if person.component(30) != "Y":
        return ()
    died = person.moment(29)
    if died is None:
        raise Misfit("missing-field", "PID-29")
    return (Said("died", pseudonym_in(person, 3), "hl7", on=local_date(died)),)
