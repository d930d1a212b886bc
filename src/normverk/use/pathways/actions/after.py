"""What others ask to be told of when registrations have come in: apps above this one add themselves when they are ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from normverk.use.pathways.models import Patient

AFTER_INTAKE: Final[list[Callable[[Sequence[Patient], datetime, date | None], None]]] = []
"""Called in the intake's own transaction with the patients whose registrations, joins or persons may have changed, now, and
the as-of day."""

AFTER_REBUILDING: Final[list[Callable[[datetime], None]]] = []
"""Called in the transaction in which the clocks of all patients are made anew, with now: what else was worked out is to be too."""


def tell(patients: Sequence[Patient], now: datetime, as_of: date | None) -> None:
    """Tells everybody who asked."""
    for follow in AFTER_INTAKE:
        follow(patients, now, as_of)


def tell_rebuilt(now: datetime) -> None:
    """Tells everybody who asked that all is made anew."""
    for follow in AFTER_REBUILDING:
        follow(now)
