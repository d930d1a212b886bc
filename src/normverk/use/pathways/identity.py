"""Norwegian identity numbers: recognising one, and telling a synthetic one from a real person's."""

from __future__ import annotations

from datetime import date
from typing import Final

_FIRST_WEIGHTS: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_SYNTHETIC_MONTH: Final = 80
_OTHER_MONTHS: Final = (0, 40, 65, _SYNTHETIC_MONTH)
"""Month offsets in use: none for real numbers, 40 and 65 for older test series, 80 for the tax authority's test persons."""


def is_identity_number(text: str) -> bool:
    """True for eleven digits that make a fødselsnummer or D-number, real or synthetic: check digits and a date fit."""
    if len(text) != 11 or not (text.isascii() and text.isdigit()):
        return False
    digits = [int(sign) for sign in text]
    sums = (
        sum(digit * weight for digit, weight in zip(digits, _FIRST_WEIGHTS, strict=False)),
        sum(digit * weight for digit, weight in zip(digits, _SECOND_WEIGHTS, strict=False)),
    )
    return all(total % 11 == 0 for total in sums) and _has_date(text)


def is_synthetic(identity_number: str) -> bool:
    """True when the month is raised by 80, which marks a person who does not exist."""
    return is_identity_number(identity_number) and int(identity_number[2:4]) > _SYNTHETIC_MONTH


def _has_date(text: str) -> bool:
    day, month = int(text[:2]), int(text[2:4])
    day -= 40 if day > 40 else 0
    month -= max(offset for offset in _OTHER_MONTHS if offset < month or offset == 0)
    try:
        date(2000, month, day)  # a leap year: the century is not known here
    except ValueError:
        return False
    return True
