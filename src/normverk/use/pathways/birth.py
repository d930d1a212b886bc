"""The date of birth that an identity number holds."""

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.use.pathways.identity import is_identity_number

_MONTH_SERIES: Final = (80, 65, 40, 0)
"""What is added to the month in test series; 0 for real numbers."""


def born(identity_number: str) -> date | None:
    """The date of birth in a fødselsnummer or D-number, real or synthetic; None when it holds none that is certain.

    The century follows from the individual number: 000-499 for 1900-1999, 500-749 for 1854-1899, 500-999 for 2000-2039
    and 900-999 for 1940-1999 (Skatteetaten, Fødselsnummer).
    """
    if not is_identity_number(identity_number):
        return None
    day, month, year = (int(identity_number[at : at + 2]) for at in (0, 2, 4))
    day -= 40 if day > 40 else 0
    month -= next(added for added in _MONTH_SERIES if month > added)
    century = _century(year, int(identity_number[6:9]))
    try:
        return date(century + year, month, day) if century else None
    except ValueError:
        return None


def _century(year: int, individual: int) -> int:
    if individual < 500:
        return 1900
    if year < 40:
        return 2000
    if individual >= 900:
        return 1900
    return 1800 if individual < 750 and year >= 54 else 0
