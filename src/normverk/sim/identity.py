"""Identity numbers of people who do not exist: the month is raised by 80, as in the tax authority's test persons."""

from __future__ import annotations

import random
from datetime import date
from typing import Final

_FIRST: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_SYNTHETIC_MONTH: Final = 80
_NONE: Final = "10"


def identity_number(chance: random.Random, birth: date) -> str:
    """A synthetic identity number for somebody born on `birth` (1900 to 2039), with two valid check digits.

    The individual number lies in the series of the century: 000 to 499 for 1900 to 1999, 500 to 999 for 2000 to 2039.
    Raises ValueError for other years.
    """
    if not 1900 <= birth.year <= 2039:
        raise ValueError(f"no individual numbers are known for somebody born in {birth.year}")
    series = range(500) if birth.year < 2000 else range(500, 1000)
    head = f"{birth.day:02d}{birth.month + _SYNTHETIC_MONTH:02d}{birth.year % 100:02d}"
    while True:
        digits = f"{head}{chance.choice(series):03d}"
        digits += _check_digit(digits, _FIRST)
        if digits[9:] != _NONE:
            digits += _check_digit(digits, _SECOND)
            if digits[10:] != _NONE:
                return digits


def _check_digit(digits: str, weights: tuple[int, ...]) -> str:
    """The check digit, or 10 when there is none: then another individual number must be tried."""
    return str((11 - sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11) % 11)
