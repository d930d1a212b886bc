"""Proposals of the demonstration: what three invented record systems sent of patients whose codes nobody has registered."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from normverk.base.policy import system
from normverk.sim.generator import PatientLine, to_ndjson
from normverk.sim.identity import identity_number
from normverk.sim.records.habits import RECORD_HABITS
from normverk.sim.records.measure import measure_all, send
from normverk.sim.records.write_csv import MAPPING
from normverk.use.pathways.actions.people import name_patients
from normverk.use.proposals.actions import keep_measurement, take_facts
from normverk.use.proposals.models import StoredFact
from normverk.use.proposals.readers import read_mapping

SEED: Final = 1
PATIENTS: Final = 10
"""Patients a hospital whose codes are proposed."""
MEASURED: Final = 50
"""Patients a hospital that the figures of the demonstration are measured on."""


def propose_codes(*, now: datetime, as_of: date, say: Callable[[str], None]) -> None:
    """Takes the three systems' files in, and measures how well the rules propose."""
    say("proposing codes from what three invented record systems sent")
    mapping = read_mapping(MAPPING.encode(), "mapping.toml")
    for writes in RECORD_HABITS:
        report = take_facts(
            content=send(SEED, PATIENTS, writes, until=as_of).content,
            name=f"demonstration.{writes.form}",
            form=writes.form,
            mapping=mapping if writes.form == "csv" else None,
            actor=system(),
            now=now,
        )
        say(f"  {writes.form}: {', '.join(f'{number} {state}' for state, number in sorted(report.proposals.items()))}")
    _name(now=now, as_of=as_of)
    say("measuring how well they are proposed")
    keep_measurement(
        seed=SEED, patients=MEASURED, figures=measure_all(seed=SEED, patients=MEASURED), actor=system(), now=now
    )


def _name(*, now: datetime, as_of: date) -> None:
    """Gives the patients of the files names that say that they are none."""
    names = sorted(set(StoredFact.objects.values_list("patient__pseudonym", flat=True)))
    lines = tuple(_patient(name, place, as_of) for place, name in enumerate(names, start=1))
    name_patients(content=to_ndjson(lines), name="patients.ndjson", actor=system(), now=now)


def _patient(name: str, place: int, as_of: date) -> PatientLine:
    chance = random.Random(f"proposals {SEED} {name}")  # noqa: S311  (synthetic data, not a secret)
    born = as_of - timedelta(days=365 * 60 + place)
    return PatientLine(name, identity_number(chance, born), f"Forslagspasient {place:03d}")
