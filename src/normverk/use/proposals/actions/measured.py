"""Keeping the figures of a measurement, so that the page about it shows what was computed and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.use.proposals.events import ProposingMeasured
from normverk.use.proposals.models import Measurement


@transaction.atomic
def keep_measurement(
    *, seed: int, patients: int, figures: Mapping[str, Any], actor: Actor, now: datetime
) -> Measurement:
    """Keeps what was measured on `patients` simulated patients a hospital. Raises Denied."""
    require(actor, "record.intake")
    measurement = Measurement.objects.create(at=now, seed=seed, patients=patients, figures=dict(figures))
    record(
        data=ProposingMeasured(
            seed=seed,
            patients=patients,
            hospitals=tuple(one["hospital"] for one in figures["hospitals"]),
            figures=dict(figures["all"]),
        ),
        subject=f"measurement/{measurement.id}",
        actor=actor,
        now=now,
        rows=[measurement],
    )
    return measurement
