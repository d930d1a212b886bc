"""Reads the facts beside this module: small tables, each fact with its source."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from normverk.norm.days import Unit
from normverk.norm.pathway import Footnote
from normverk.norm.source import Source
from normverk.norm.text import Text

PUBLISHER: Final = "Helsedirektoratet, forløpstider"
UNKNOWN: Final = Footnote(
    Text(
        "Fristen er ikke kjent her: kilden oppgir ingen, eller den er ikke lest.",
        "Fristen er ikkje kjend her: kjelda oppgir ingen, eller ho er ikkje lesen.",
        "The limit is not known here: the source gives none, or it has not been read.",
    ),
    Source("Normverks oversikt over kjente frister", "own"),
)
"""Stands with every branch that is measured and has no limit, so that the verdict tells why it cannot be given."""


class LimitRow(msgspec.Struct, frozen=True):
    """One known limit of a cancer pathway: `value` in `unit`, in force for starts from `valid_from` to `valid_to`.

    `day_basis` says how the first day is known (introduction, announced, revision, page-date); `basis` how the value is.
    """

    prefix: str
    clock: str
    branch: str
    value: int
    unit: Unit
    valid_from: date
    valid_to: date | None
    day_basis: str
    basis: str
    url: str


@cache
def facts(name: str) -> dict[str, Any]:
    """The table `name`.toml; FileNotFoundError when there is none."""
    return tomllib.loads(files(__package__).joinpath(f"facts/{name}.toml").read_text(encoding="utf-8"))


@cache
def limit_rows() -> tuple[LimitRow, ...]:
    """Every known limit of the cancer pathways, in the order of the file."""
    lines = files(__package__).joinpath("facts/limits.csv").read_text(encoding="utf-8").splitlines()
    rows = [row | {"valid_to": row["valid_to"] or None} for row in csv.DictReader(lines)]
    return tuple(msgspec.convert(rows, list[LimitRow], strict=False))


def text(words: list[str]) -> Text:
    """Bokmål, nynorsk and English as a text; ValueError when one is missing, since every word here is in all three."""
    nb, nn, en = words
    return Text(nb, nn, en)


def footnote(plain: dict[str, Any]) -> Footnote:
    """A footnote of the tables; without a basis of its own it was read in its source."""
    source = Source(plain.get("title", PUBLISHER), plain.get("basis", "read"), plain.get("url", ""))
    return Footnote(text(plain["text"]), source)


def capital(words: Text) -> Text:
    """The text with a capital first letter in each language."""
    return Text(*(said[:1].upper() + said[1:] for said in (words.nb, words.nn, words.en)))


def capitalised(name: str) -> str:
    """The name with a capital first letter."""
    return name[:1].upper() + name[1:]
