"""Facts from HL7 v2 messages: ADT (who came, was operated on, died), SIU (appointments), ORU (results), REF (referrals).

A message is taken whole or refused whole. HL7 v2 has no version of a thing, only later messages about it: the version is
the time of the message (MSH-7), in seconds from the year 2000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from normverk.norm.days import NORWAY, Moment, local_date
from normverk.norm.derivation import FactKind
from normverk.use.pathways.intake import Unreadable
from normverk.use.pathways.intake.wire import Misfit
from normverk.use.proposals.engine import Coded, RecordFact
from normverk.use.proposals.readers.common import SYSTEMS, FactLine, age_on, checked, coded
from normverk.use.proposals.readers.hl7 import Message, Segment, messages_in, read_message
from normverk.use.proposals.readers.hl7_persons import only_persons, pseudonym_in, said_in

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_STATES: Final = {
    "A01": "in-progress", "A04": "arrived", "A10": "arrived", "A08": "in-progress", "A02": "in-progress",
    "A03": "finished", "A13": "in-progress", "A05": "planned", "A14": "planned",
}  # fmt: skip
"""What an encounter is after an ADT message (HL7 v2.5.1 chapter 3)."""

_VOIDING: Final = frozenset({"A11", "A38", "A27", "S17"})
_CLASSES: Final = {"I": "IMP", "O": "AMB", "E": "EMER", "P": "PRENC"}
_APPOINTMENTS: Final = {"S12": "booked", "S13": "booked", "S14": "booked", "S15": "cancelled", "S26": "noshow"}
_FILLER: Final = {"STARTED": "arrived", "COMPLETE": "fulfilled", "CANCELLED": "cancelled", "NOSHOW": "noshow"}
"""HL7 table 0278: what the filler says of the appointment, where it says so."""

_RESULTS: Final = {"F": "final", "C": "corrected", "P": "preliminary", "A": "preliminary", "R": "preliminary"}
_CANCELLED_RESULT: Final = frozenset({"X", "W", "D"})
_ROLES: Final = {"AVTALESPESIALIST": "contract-specialist", "CONTRACT-SPECIALIST": "contract-specialist"}


@dataclass(frozen=True)
class _Envelope:
    """What a message says about itself and about whose it is."""

    patient: str
    birth: date | None
    sent: datetime
    sender: str
    receiver: str
    source: str


def read_hl7(content: bytes, name: str) -> tuple[FactLine, ...]:
    """The facts of all messages in a file, and those refused, by message number. Raises Unreadable for a file without any."""
    if not content.strip():
        raise Unreadable(f"{name}: the file is empty")
    found: list[FactLine] = []
    messages = list(messages_in(content))
    if not any(number for number, _ in messages):
        raise Unreadable(f"{name}: no message in the file: no line begins with MSH")
    for number, pieces in messages:
        try:
            found += _lines(f"message {number}", read_message(pieces))
        except Misfit as misfit:
            found.append(FactLine(f"message {number}", complaint=misfit.complaint))
    return tuple(found)


def _lines(place: str, message: Message) -> list[FactLine]:
    """Everything in a message; all is made before any is let out."""
    said = [FactLine(place, said=one) for one in said_in(message)]
    if said and only_persons(message):
        return said
    return [*(FactLine(place, fact=fact) for fact in _facts(message)), *said]


def _facts(message: Message) -> list[RecordFact]:
    """Every fact of a message; all are made before any is let out."""
    kind, trigger = message.kind
    readers = {"ADT": _adt, "SIU": _siu, "ORU": _oru, "REF": _ref}
    if kind not in readers:
        raise Misfit("message-not-read", f"MSH-9: {kind}^{trigger}"[:60])
    envelope = _envelope(message)
    return [checked(_fact(envelope, own)) for own in readers[kind](message, trigger, envelope)]


def _envelope(message: Message) -> _Envelope:
    header, patient = message.header, message.one("PID")
    sent = header.moment(7)
    if sent is None:
        raise Misfit("missing-field", "MSH-7")
    if not isinstance(sent, datetime):
        raise Misfit("time-without-offset", "MSH-7: the time of day is missing")
    birth = patient.moment(7)
    return _Envelope(
        patient=pseudonym_in(patient, 3),
        birth=local_date(birth) if birth is not None else None,
        sent=sent.astimezone(UTC),
        sender=_number(header, 4),
        receiver=_number(header, 6),
        source=header.component(3) or "hl7",
    )


def _number(segment: Segment, field: int) -> str:
    """An organisation number in an HD field: its name, or its universal id."""
    parts = (segment.component(field, 1), segment.component(field, 2))
    return next((part for part in parts if len(part) == 9 and part.isascii() and part.isdigit()), "")


def _fact(envelope: _Envelope, own: dict[str, Any]) -> RecordFact:
    moments = [own[field] for field in ("received", "started", "authored", "ended") if own.get(field) is not None]
    version = max(0, int((envelope.sent - _EPOCH).total_seconds()))
    return RecordFact(
        patient=envelope.patient,
        source=envelope.source,
        version=version,
        recorded=envelope.sent,
        age=age_on(envelope.birth, moments[0]) if moments else None,
        **{"org": envelope.sender, **own},
    )


def _adt(message: Message, trigger: str, envelope: _Envelope) -> Iterator[dict[str, Any]]:
    voided = trigger in _VOIDING
    if not voided and trigger not in _STATES:
        raise Misfit("message-not-read", f"MSH-9: ADT^{trigger}"[:60])
    visit = message.one("PV1")
    name = visit.required(19)
    about = _diagnoses(message)
    yield {
        "kind": FactKind.ENCOUNTER,
        "source_id": f"visit/{name}",
        "status": "entered-in-error" if voided else "active",
        "state": _STATES.get(trigger, "cancelled"),
        "about": about,
        "categories": (_CLASSES.get(visit.component(2), visit.component(2)),),
        "based_on": _referral_of(message),
        "started": visit.moment(44),
        "ended": visit.moment(45),
    }
    for act in message.all("PR1"):
        begun = act.moment(5)
        yield {
            "kind": FactKind.PROCEDURE,
            "source_id": f"visit/{name}/procedure/{act.required(1)}",
            "status": "entered-in-error" if voided else "active",
            "state": "completed",
            "what": _ce(act, 3, required=True),
            "about": about,
            "started": begun,
        }
    patient = message.one("PID")
    if patient.component(30) == "Y":
        died = patient.moment(29)
        if died is None:
            raise Misfit("missing-field", "PID-29")
        yield {"kind": FactKind.DEATH, "source_id": f"death/{envelope.patient}", "ended": died}


def _siu(message: Message, trigger: str, envelope: _Envelope) -> Iterator[dict[str, Any]]:
    if trigger not in _APPOINTMENTS and trigger not in _VOIDING:
        raise Misfit("message-not-read", f"MSH-9: SIU^{trigger}"[:60])
    schedule = message.one("SCH")
    name = schedule.component(2) or schedule.required(1)
    state = _FILLER.get(schedule.component(25).upper()) or _APPOINTMENTS.get(trigger, "cancelled")
    starts = [
        schedule.moment(11, 4),
        *(one.moment(7) for one in message.all("TQ1")),
        *(one.moment(4) for one in message.all("AIS")),
    ]
    yield {
        "kind": FactKind.APPOINTMENT,
        "source_id": f"appointment/{name}",
        "status": "entered-in-error" if trigger in _VOIDING else "active",
        "state": state,
        "about": _diagnoses(message),
        "categories": (schedule.component(6),) if state == "cancelled" and schedule.component(6) else (),
        "based_on": _referral_of(message),
        "started": next((moment for moment in starts if moment is not None), None),
        "authored": local_date(envelope.sent) if state == "cancelled" else None,
    }


def _oru(message: Message, trigger: str, envelope: _Envelope) -> Iterator[dict[str, Any]]:
    if trigger != "R01":
        raise Misfit("message-not-read", f"MSH-9: ORU^{trigger}"[:60])
    orders = message.all("OBR")
    if not orders:
        raise Misfit("missing-segment", "OBR")
    for order in orders:
        status = order.component(25)
        yield {
            "kind": FactKind.REPORT,
            "source_id": f"report/{order.component(3) or order.required(2)}",
            "status": "entered-in-error" if status in _CANCELLED_RESULT else "active",
            "state": _RESULTS.get(status, "registered"),
            "what": _ce(order, 4, required=True),
            "categories": (order.component(24),) if order.component(24) else (),
            "based_on": _referral_of(message),
            "started": order.moment(7) or order.moment(14),
            "authored": order.moment(22),
        }


def _ref(message: Message, trigger: str, envelope: _Envelope) -> Iterator[dict[str, Any]]:
    if trigger not in {"I12", "I13", "I14"}:
        raise Misfit("message-not-read", f"MSH-9: REF^{trigger}"[:60])
    referral = message.one("RF1")
    asking = next((one for one in message.all("PRD") if one.component(1) == "RP"), None)
    yield {
        "kind": FactKind.REFERRAL,
        "source_id": f"referral/{referral.required(6)}",
        "status": "entered-in-error" if trigger == "I14" else "active",
        "state": "active",
        "org": envelope.receiver,
        "asked_by": envelope.sender,
        "asked_by_role": _ROLES.get(asking.component(6).upper(), "") if asking else "",
        "urgency": referral.component(2),
        "categories": tuple(part for part in (referral.component(5),) if part),
        "about": _diagnoses(message),
        "authored": referral.moment(7),
        "received": _received(envelope),
    }


def _received(envelope: _Envelope) -> Moment:
    """An electronic referral is received when it is sent."""
    return envelope.sent.astimezone(NORWAY)


def _referral_of(message: Message) -> str:
    """The referral that something was done because of, where an RF1 segment goes with the message."""
    found = message.all("RF1")
    name = found[0].component(6) if found else ""
    return f"referral/{name}" if name else ""


def _diagnoses(message: Message) -> tuple[Coded, ...]:
    return tuple(dict.fromkeys(one for segment in message.all("DG1") for one in _ce(segment, 3)))


def _ce(segment: Segment, field: int, *, required: bool = False) -> tuple[Coded, ...]:
    """The codes of a coded element: identifier, text, system, and the alternative ones."""
    found = []
    for parts in segment.repetitions(field):
        for place in (0, 3):
            code = parts[place].strip() if place < len(parts) else ""
            system = parts[place + 2].strip() if place + 2 < len(parts) else ""
            if code:
                found.append(coded(system if system in SYSTEMS else f"urn:oid:{system}", code))
    if required and not found:
        raise Misfit("missing-field", f"{segment.name}-{field}")
    return tuple(found)
