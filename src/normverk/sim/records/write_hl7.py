"""Traces as HL7 v2.5.1 messages. What HL7 v2 has no message for here (meetings, drugs given) is not written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from normverk.sim.records.traces import Trace

_CLASSES: Final = {"": "O", "VR": "VR"}


def write_hl7(traces: Iterable[Trace], source: str, births: dict[str, date]) -> bytes:
    """All messages, one after another, in the character set that their headers name."""
    messages = [message for number, trace in enumerate(traces) for message in _messages(trace, number, source, births)]
    return "\r".join(messages).encode("iso8859-1")


def _messages(trace: Trace, number: int, source: str, births: dict[str, date]) -> list[str]:
    kinds = {
        "referral": _ref,
        "visit": _visit,
        "procedure": _surgery,
        "report": _oru,
        "appointment": _siu,
        "death": _death,
    }
    if trace.kind not in kinds:
        return []
    trigger, own = kinds[trace.kind](trace)
    sender = trace.asked_by if trace.kind == "referral" else trace.org
    header = (
        f"MSH|^~\\&|{source}|{sender}|mottak|{trace.org}|{trace.written:%Y%m%d}20{number // 60 % 60:02d}{number % 60:02d}||"
        f"{trigger}|{number}-{trace.version}|P|2.5.1|||||NOR|8859/1"
    )
    dead = f"||||||{trace.day:%Y%m%d}|Y" if trace.kind == "death" else ""
    patient = f"PID|1||{trace.patient}^^^journal^PI||Test^Pasient\\T\\co||{births[trace.patient]:%Y%m%d}|F{'|' * 15 + dead if dead else ''}"
    diagnosis = [f"DG1|1||{trace.about}^^I10"] if trace.about else []
    return ["\r".join((header, patient, *own, *diagnosis))]


def _visit_segment(trace: Trace, visit: str) -> str:
    fields = [""] * 45
    fields[0], fields[1] = "1", _CLASSES[trace.category]
    fields[18] = visit
    fields[43] = f"{trace.day:%Y%m%d}"
    return "PV1|" + "|".join(fields)


def _ref(trace: Trace) -> tuple[str, list[str]]:
    role = "avtalespesialist" if trace.asked_by_role else ""
    return "REF^I12", [
        f"RF1|A|{trace.urgency}|||{trace.category}|{trace.id}|{trace.day:%Y%m%d}",
        f"PRD|RP|||||{role}",
    ]


def _visit(trace: Trace) -> tuple[str, list[str]]:
    linked = [f"RF1|A|||||{trace.referral}"] if trace.referral else []
    return ("ADT^A11" if trace.voided else "ADT^A04"), [_visit_segment(trace, trace.id), *linked]


def _surgery(trace: Trace) -> tuple[str, list[str]]:
    system = "NCMP" if trace.what.startswith("W") else "NCSP"
    own = [_visit_segment(trace, trace.id), f"PR1|1||{trace.what}^^{system}||{trace.day:%Y%m%d}"]
    return ("ADT^A11" if trace.voided else "ADT^A03"), own


def _oru(trace: Trace) -> tuple[str, list[str]]:
    fields = [""] * 25
    fields[0], fields[2], fields[3], fields[6] = "1", trace.id, "HIST^Histologi^L", f"{trace.day:%Y%m%d}"
    fields[23], fields[24] = trace.category, "F"
    return "ORU^R01", ["OBR|" + "|".join(fields)]


def _siu(trace: Trace) -> tuple[str, list[str]]:
    fields = [""] * 25
    fields[1], fields[5] = trace.id, trace.category
    fields[10] = f"^^^{trace.day:%Y%m%d}0900"
    fields[24] = {"cancelled": "Cancelled", "noshow": "Noshow"}.get(trace.state, "Complete")
    return ("SIU^S15" if trace.state == "cancelled" else "SIU^S26"), ["SCH|" + "|".join(fields)]


def _death(trace: Trace) -> tuple[str, list[str]]:
    return "ADT^A08", [_visit_segment(trace, f"{trace.id}-last")]
