"""Figures in running text: which numbers there are, of what, and which are no numbers at all (dates, clauses, addresses).

«332,1 millioner kroner» is a figure of MNOK; «24. april 2024», «kl. 14.00», «§ 5-13» and «HIS 80822:2014» are not figures.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

import msgspec

WORDS: Final = {
    "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11,
    "tolv": 12, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
"""The numbers that are usually written out."""

MONTHS: Final = (
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|"
    "january|february|march|may|june|july|october|december"
)
_NOT_FIGURES: Final = re.compile(
    rf"""(?:https?://|www\.)\S+ | \S+@\S+
    | \b\d{{1,2}}\.?\s?[–-]\s?\d{{1,2}}\.\s?(?:{MONTHS})(?:\s\d{{4}})?      # 24. – 25. april 2024
    | \b\d{{1,2}}\.?\s(?:{MONTHS})(?:\s\d{{4}})? | \b(?:{MONTHS})\s\d{{4}}
    | \b\d{{4}}-\d{{2}}(?:-\d{{2}})?(?!\d)(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}})?)? | \b\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}
    | \b\d{{4}}\s?[–-]\s?\d{{2,4}} | \b\d{{1,2}}:\d{{2}} | \bkl\.?\s\d{{1,2}}(?:[.:]\d{{2}})?
    | §+\s?[\d\w.,–-]+(?:\s[a-z]\b)? | \b\d+/\d+ | \b\w+[:-]\d+\w* | \b\d+:\d+ | \bv?\d+(?:\.\d+){{2,}} | \bv\d+(?:\.\d+)?
    | \b(?:nr|kap|kapittel|kapitel|punkt|del|sak|side|s|oid|oids?|id|nivå|fase|tiltak|mål|line|row|hits|hisd?|hitr|chapter)
      \.?\s\d[\d:./–-]* | \b(?-i:[A-ZÆØÅ]{(2,)})\s?\d[\w:./–-]* | \b\d[\d.]*[A-Za-zÆØÅæøå]+\w*""",
    re.VERBOSE | re.IGNORECASE,
)
_FIGURE: Final = re.compile(
    r"(?<![\w.,/§#:-])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![\d:/])\s*"
    r"(?P<unit>%|prosent|percent|MNOK|mill(?:\.|ioner|iard(?:er)?)?\s?(?:kroner|kr\.?|NOK)|kroner\b|kr\b|"
    r"[^\W\d_][\w-]*(?:\s(?:dager|days))?)?",
    re.IGNORECASE,
)
_YEAR: Final = range(1900, 2101)


class Figure(msgspec.Struct, frozen=True):
    """A number with what it is a number of (empty when it stands alone), and where it stands in the words."""

    value: Decimal
    unit: str
    start: int
    end: int

    @property
    def decimals(self) -> int:
        """How many decimals it was written with."""
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0


@lru_cache(maxsize=4096)
def figures(words: str) -> tuple[Figure, ...]:
    """The figures in the words, in order."""
    if not any(sign.isdigit() for sign in words):
        return ()
    hidden = _NOT_FIGURES.sub(lambda found: "\x00" * len(found[0]), words)
    found = []
    for one in _FIGURE.finditer(hidden):
        unit = _unit(one["unit"] or "")
        value = Decimal(re.sub(r"\s", "", one["number"]).replace(",", "."))
        if not unit and value in _YEAR:
            continue
        if (
            value in _YEAR
            and unit not in {"MNOK", "NOK", "%"}
            and "," not in one["number"]
            and " " not in one["number"]
        ):
            continue
        found.append(Figure(value, unit, one.start(), one.end("number")))
    return tuple(found)


def _unit(words: str) -> str:
    small = " ".join(words.lower().split())
    if small in {"%", "prosent", "percent"}:
        return "%"
    if small == "mnok" or (small.startswith("mill") and small.endswith(("kroner", "kr", "kr.", "nok"))):
        return "milliard NOK" if "milliard" in small else "MNOK"
    if small in {"kroner", "kr", "kr."}:
        return "NOK"
    return small


def said(value: Decimal) -> str:
    """A figure as it is written in Norwegian."""
    return f"{value:f}".replace(".", ",")
