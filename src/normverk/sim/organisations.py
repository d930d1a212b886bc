"""Three hospitals that do not exist.

Their organisation numbers have valid check digits and lie in the series that begins with 3, which the register for
test organisations (Tenor) uses and the real register does not give out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True)
class Hospital:
    """An invented hospital. `source` is the name of its invented record system."""

    number: str
    name: str
    source: str


VEST: Final = Hospital("310000019", "Demosykehuset Vest", "demo-vest")
MIDT: Final = Hospital("310000027", "Demosykehuset Midt", "demo-midt")
NORD: Final = Hospital("310000035", "Demosykehuset Nord", "demo-nord")
ORGANISATIONS: Final = (VEST, MIDT, NORD)


def has_valid_check_digit(number: str) -> bool:
    """True for nine digits whose last is the modulus-11 check digit of the first eight."""
    if len(number) != 9 or not (number.isascii() and number.isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return (11 - total % 11) % 11 == int(number[8])
