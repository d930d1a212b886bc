"""FHIR's primitive types: what may stand in them, checked alike when writing and when reading.

Every check takes a value and its place, returns the value, and raises ValueError naming the place.
Patterns: https://hl7.org/fhir/R4/datatypes.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

_STRING: Final = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\U0010ffff]+")
_CODE: Final = re.compile(r"\S+(\s\S+)*")
_ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")
_URI: Final = re.compile(r"\S+")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGERS: Final = range(-(2**31), 2**31)


def string(value: object, place: str) -> str:
    """A text that is not empty and holds no control characters beside tab and line breaks."""
    if not isinstance(value, str):
        raise ValueError(f"{place}: expected a string, found {_kind(value)}")
    if not _STRING.fullmatch(value):
        raise ValueError(f"{place}: FHIR takes no empty string and no control characters")
    return value


def fhir_id(value: object, place: str) -> str:
    """At most 64 letters a–z, digits, hyphens and full stops."""
    return _matching(_ID, string(value, place), place, "an id (1–64 of A–Z, a–z, 0–9, «-», «.»)")


def code(value: object, place: str) -> str:
    """No blank at the ends, and never two together."""
    return _matching(_CODE, string(value, place), place, "a code (no blank at the ends, never two together)")


def uri(value: object, place: str) -> str:
    """An address without blanks."""
    return _matching(_URI, string(value, place), place, "an address without blanks")


def day(value: object, place: str) -> str:
    """A full date as ISO text."""
    _matching(_DATE, string(value, place), place, "a date like 2021-05-01")
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise ValueError(f"{place}: «{value}» is no date: {error}") from error


def integer(value: object, place: str) -> int:
    """A whole number of 32 bits."""
    if isinstance(value, bool) or not isinstance(value, int) or value not in _INTEGERS:
        raise ValueError(f"{place}: expected a whole number of 32 bits, found {_kind(value)}")
    return value


def boolean(value: object, place: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{place}: expected true or false, found {_kind(value)}")
    return value


CHECKS: Final[dict[str, Callable[[object, str], object]]] = {
    "string": string,
    "id": fhir_id,
    "code": code,
    "uri": uri,
    "date": day,
    "integer": integer,
    "boolean": boolean,
}
"""The check of each primitive type, by FHIR's name of the type."""


def _matching(pattern: re.Pattern[str], value: str, place: str, expected: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(f"{place}: expected {expected}, found «{value}»")
    return value


def _kind(value: object) -> str:
    known = {dict: "an object", list: "a list", str: "a string", type(None): "nothing"}
    return known.get(type(value), f"«{value}»")
