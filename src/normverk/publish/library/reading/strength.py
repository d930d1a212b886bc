"""Strength and codes out of what the source gives; what is not understood is not guessed, and stays as given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from normverk.norm.units import Coding, Direction, Strength

_GRADE: Final = {"sterk": "strong", "strong": "strong", "svak": "weak", "weak": "weak", "betinget": "weak"}
_SIGN: Final = ("A", "B", "C", "D")


def strength_of(given: Any) -> Strength | None:
    """A strength in the words of GRADE or a letter of SIGN; None for anything else."""
    words = given.get("kode") or given.get("navn") if isinstance(given, dict) else given
    if not isinstance(words, str) or not words.strip():
        return None
    if words.strip().upper() in _SIGN:
        return Strength("sign", words.strip().upper())
    said = words.casefold().split()
    grades = {_GRADE[word] for word in said if word in _GRADE}
    if len(grades) != 1:
        return None
    direction: Direction = "against" if {"mot", "imot", "against"} & set(said) else "for"
    return Strength("grade", grades.pop(), direction=direction)


def codings(given: Any) -> tuple[Coding, ...]:
    """The codes of an infobit: by code system, as plain codes or as objects with a name."""
    return tuple(dict.fromkeys(_codings(given)))


def _codings(given: Any) -> Iterator[Coding]:
    if isinstance(given, dict):
        for system, codes in given.items():
            for one in codes if isinstance(codes, list) else [codes]:
                if isinstance(one, str) and one.strip():
                    yield Coding(str(system), one.strip())
                elif isinstance(one, dict):
                    yield from _coding(one, str(system))
    elif isinstance(given, list):
        for one in given:
            if isinstance(one, dict):
                yield from _coding(one, "")


def _coding(one: dict[str, Any], system: str) -> Iterator[Coding]:
    system = system or str(one.get("kodeverk") or one.get("system") or "")
    code = one.get("kode") or one.get("code") or one.get("id")
    if system and isinstance(code, str | int) and str(code).strip():
        yield Coding(system, str(code).strip(), str(one.get("navn") or one.get("display") or ""))
