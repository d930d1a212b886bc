"""Traces as a CSV extract with the hospital's own words, and the mapping file that goes with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Final

from normverk.sim.records.traces import Trace

_KINDS: Final = {
    "referral": "Henvisning", "visit": "Polikl. kontakt", "report": "Prøvesvar", "meeting": "MDT", "procedure": "Inngrep",
    "drug": "Kur/legemiddel", "appointment": "Time", "episode": "Henvisningsperiode", "death": "Død",
}  # fmt: skip
_HEADS: Final = (
    "PasientID", "Type", "Id", "Versjon", "Registrert", "Status", "Orgnr", "Avsender", "Rolle", "Kode", "Diagnose",
    "Hast", "Merke", "Henv", "Mottatt", "Dato", "Slutt", "Født", "Feil",
)  # fmt: skip

MAPPING: Final = """
source = "demo-nord-uttrekk"

[file]
delimiter = ";"
encoding = "iso-8859-1"

[dates]
date = "%d.%m.%Y"
instant = "%d.%m.%Y %H:%M"

[columns]
patient = "PasientID"
kind = "Type"
source_id = "Id"
version = "Versjon"
recorded = "Registrert"
state = "Status"
org = "Orgnr"
asked_by = "Avsender"
asked_by_role = "Rolle"
what = "Kode"
about = "Diagnose"
urgency = "Hast"
categories = "Merke"
based_on = "Henv"
received = "Mottatt"
started = "Dato"
authored = "Dato"
ended = "Slutt"
birth = "Født"

[kinds]
"Henvisning" = "referral"
"Polikl. kontakt" = "encounter"
"Prøvesvar" = "report"
"MDT" = "decision"
"Inngrep" = "procedure"
"Kur/legemiddel" = "medication"
"Time" = "appointment"
"Henvisningsperiode" = "episode"
"Død" = "death"

[categories]
"telefon" = "VR"
"ansvar flyttes" = "transfer-of-care"
"pasient" = "pat"

[roles]
"avtalespesialist" = "contract-specialist"

[systems]
about = "ICD-10"

[code_systems]
"Inngrep" = "NCSP"
"Kur/legemiddel" = "ATC"

[void]
column = "Feil"
values = ["J"]
"""

_MARKS: Final = {"VR": "telefon", "transfer-of-care": "ansvar flyttes", "pat": "pasient"}


def write_csv(traces: Iterable[Trace], source: str, births: dict[str, date]) -> bytes:
    """The extract, in the encoding that the mapping names. `source` stands in the mapping."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(_HEADS)
    for trace in traces:
        rows.writerow(_row(trace, births))
    return out.getvalue().encode("iso8859-1")


def _row(trace: Trace, births: dict[str, date]) -> list[str]:
    ended = _day(trace.day) if trace.kind in {"death", "episode"} else ""
    return [
        trace.patient, _KINDS[trace.kind], trace.id, str(trace.version), _day(trace.written), trace.state, trace.org,
        trace.asked_by, "avtalespesialist" if trace.asked_by_role else "", trace.what if trace.kind != "report" else "",
        trace.about, trace.urgency, _MARKS.get(trace.category, trace.category), trace.referral, _day(trace.received),
        _day(trace.day), ended, _day(births[trace.patient]), "J" if trace.voided else "",
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
