"""What the record system says of persons: that two keys are one person, that they were not after all, and that somebody died."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Said:
    """One such message. `through` is the form it came in.

    `joined` and `parted` are about `patient` (the key that is kept) and `other` (the key that goes out of use); `died` is
    about `patient` alone, on the day `on`.
    """

    what: Literal["joined", "parted", "died"]
    patient: str
    through: Literal["hl7", "fhir"]
    other: str = ""
    on: date | None = None
