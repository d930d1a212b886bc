"""Norwegian as it is written: words, their stems, and the forms in which a document's number is quoted. Pure.

A **surface** is a word folded to one spelling: small letters, æ ø å as ae oe aa (so both ways of writing meet; å is
never a), other accents off. A **term** is what a surface is found by: its Snowball stem, with the tables of `words.toml`
where Snowball fails, and with nynorsk led to bokmål where the forms are far apart. Text and query go the same way.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, Final, Literal

import snowballstemmer  # type: ignore[import-untyped]

Tongue = Literal["no", "en"]
"""Which stemmer reads a text: Norwegian, or English."""

WORD: Final = re.compile(r"\w+")
"""A word: letters and digits. Everything else parts words."""
_DIGIT: Final = re.compile(r"\d")
_JOINED: Final = re.compile(r"(?<!\w)\w++(?:[-.:]\w++)+")
_NAME_AND_NUMBER: Final = re.compile(r"(?<!\w)([^\W\d_]{2,6})[ -]{0,2}(\d{1,6}(?:-\d{1,2})?)(?::(\d{4}))?(?!\w)")
_NUMBER: Final = re.compile(r"(?<![\w.])(\d{3,6})(?:-(\d{1,2}))?(?::(\d{4}))?(?!\w)")
_UNSEEN: Final = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
_SPELLING: Final = str.maketrans({"å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "ß": "ss", "đ": "d", "ŋ": "n"})
_WRITTEN: Final = {"aa": ("aa", "å"), "ae": ("ae", "æ", "ä"), "oe": ("oe", "ø", "ö")}
_TWO_LETTERS: Final = re.compile("(aa|ae|oe)")
LONGEST: Final = 60
"""Longer words than this are no words; they are cut."""

_AGENT: Final = re.compile(r"(\w{3,}[^aeiouy]er)(?:e|en|ne|ens|nes)$")
_LAW: Final = re.compile(r"(\w{3,}lov)(?:en|ens|a|er|ar|ene|ane|enes)?")

_TABLES: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_STEMMERS: Final = {"no": snowballstemmer.stemmer("norwegian"), "en": snowballstemmer.stemmer("english")}


def plain(text: str) -> str:
    """Small letters, composed signs, no underscores, and nothing that is not seen (soft hyphens, zero-width spaces)."""
    small = unicodedata.normalize("NFKC", text).lower().replace("_", " ")
    for sign in _UNSEEN:
        if sign in small:
            small = small.replace(sign, "")
    return small


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word in the one spelling that all ways of writing it share: «År», «år» and «aar» are «aar»; «ar» is another."""
    spelt = plain(word).translate(_SPELLING)
    if not spelt.isascii():
        spelt = "".join(sign for sign in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(sign))
    return spelt[:LONGEST]


def spellings(surface: str) -> set[str]:
    """The ways in which a folded word may have been written, in small letters and without accents."""
    pieces = _TWO_LETTERS.split(surface)
    return {"".join(some) for some in product(*(_WRITTEN.get(piece, (piece,)) for piece in pieces))}


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


STOP: Final = _folded(_TABLES["stop"]["no"]) | _folded(_TABLES["stop"]["en"])
"""Words that stand everywhere and tell nothing; they are neither kept nor asked for. Skal, bør and kan are not here."""
SHORT_PARTS: Final = _folded(_TABLES["short_parts"]["words"])
"""Words of three letters that may be part of a compound; other parts have four."""
_BENT: Final = {
    fold(form): fold(base) for base, forms in _TABLES["forms"].items() for form in [base, *str(forms).split()]
}
_DOCTORS: Final = re.compile(
    f"((?:{'|'.join(sorted(_folded(_TABLES['doctors']['kinds'])))})leg)(?:e|en|er|ene|ens|ers|enes)"
)


def words(text: str) -> list[str]:
    """The words of a text in reading order, in small letters as they are written."""
    return WORD.findall(plain(text))


def joined(text: str) -> list[str]:
    """The surfaces that pieces make together: «e-helse» ehelse, «ICD-10» icd10, «HIS 80822:2014» his80822."""
    return _joined(plain(text))


def words_and_joined(text: str) -> tuple[list[str], list[str]]:
    """What `words` and `joined` say, read in one go."""
    small = plain(text)
    return WORD.findall(small), _joined(small)


def _joined(small: str) -> list[str]:
    found = [fold(re.sub(r"[-.:]", "", chunk)) for chunk in _JOINED.findall(small)]
    if _DIGIT.search(small):
        for name, number, year in _NAME_AND_NUMBER.findall(small):
            found.append(fold(name + number.replace("-", "")))
            if year:
                found.append(fold(name + number.replace("-", "") + year))
    return found


def number_surfaces(written: str) -> tuple[str, ...]:
    """Every surface that a document's number or a code is looked up by.

    «HIS 80822:2014» is found as his80822, his808222014, 80822 and 808222014; «HIS 1104-1» also as his1104 and 1104.
    """
    small = plain(written)
    found = [*joined(written), *(fold(word) for word in WORD.findall(small))]
    for name, number, year in _NAME_AND_NUMBER.findall(small):
        bare = number.replace("-", "")
        found += [fold(name + number.split("-")[0]), bare, bare + year]
    for number, part, year in _NUMBER.findall(small):
        found += [number + part, number + part + year]
    return tuple(dict.fromkeys(surface for surface in found if surface))


def is_code(surface: str) -> bool:
    """True for what is looked up as it stands: anything with a digit in it."""
    return any(sign.isdigit() for sign in surface)


def _stem(base: str) -> str:
    if doctor := _DOCTORS.fullmatch(base):
        return doctor[1]
    if law := _LAW.fullmatch(base):
        return law[1]
    return str(_STEMMERS["no"].stemWord(_AGENT.sub(r"\1", base)))


_NYNORSK: Final = {
    _stem(_BENT.get(fold(nynorsk), fold(nynorsk))): _stem(_BENT.get(fold(bokmaal), fold(bokmaal)))
    for nynorsk, bokmaal in _TABLES["nynorsk"].items()
}


@lru_cache(maxsize=200_000)
def term(surface: str, tongue: Tongue = "no") -> str:
    """What a folded word is found by. A code is found by itself."""
    if is_code(surface):
        return surface
    if tongue == "en":
        return str(_STEMMERS["en"].stemWord(surface))
    stem = _stem(_BENT.get(surface, surface))
    return _NYNORSK.get(stem, stem)


def _related() -> dict[str, tuple[tuple[str, ...], ...]]:
    found = {}
    for word, names in _TABLES["related"].items():
        surface = fold(word)
        meant = tuple(tuple(fold(part) for part in str(name).split()) for name in names)
        found.update(dict.fromkeys((surface, term(surface), term(surface, "en")), meant))
    return found


_RELATED: Final = _related()


def related(surface: str) -> tuple[tuple[str, ...], ...]:
    """What a word is also called, each as one or several folded words that must all be there."""
    keys = (surface, term(surface), term(surface, "en"))
    return next((_RELATED[key] for key in keys if key in _RELATED), ())
