"""Check of the written languages: what is said in one is said in all three."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from normverk.norm.blocks import Cell, Item
from normverk.norm.checks.example import example
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm
from normverk.norm.content import NormContent
from normverk.norm.pathway import Branch
from normverk.norm.places import place
from normverk.norm.text import LANGUAGES, Text
from normverk.norm.words import joined

_SOURCE: Final = "https://lovdata.no/lov/2021-05-21-42"
"""Språklova: public bodies use both written forms of Norwegian."""

_NAMES: Final = {
    "nb": Text("bokmål", "bokmål", "Bokmål"),
    "nn": Text("nynorsk", "nynorsk", "Nynorsk"),
    "en": Text("engelsk", "engelsk", "English"),
}


@check(
    "text-missing-language",
    strength="warning",
    about=Norm,
    looks_at=Text(
        "Hver tekst på bokmål, nynorsk og engelsk.", "Kvar tekst på bokmål, nynorsk og engelsk.",
        "Every text in Bokmål, Nynorsk and English.",
    ),
    why=Text(
        nb="Leseren får da teksten på et annet språk enn det som er valgt.",
        nn="Lesaren får då teksten på eit anna språk enn det som er valt.",
        en="The reader then gets the text in another language than the one chosen.",
    ),
    source=_SOURCE,
    mend=Text("Skriv teksten på språket.", "Skriv teksten på språket.", "Write the text in the language."),
    obeying=(example(),),
    breaking=(example(scope=Text("Bare bokmål")),),
)  # fmt: skip
def text_missing_language(norm: Norm) -> Iterator[Hit]:
    """Once for each text that lacks a language. Texts that may be left out may be empty."""
    for where, text in texts_of(norm.content):
        missing = text.missing()
        if missing:
            names = joined((_NAMES[language] for language in missing), ", ")
            yield Hit(
                where,
                Text(
                    nb=f"Teksten mangler på {names.nb}.",
                    nn=f"Teksten manglar på {names.nn}.",
                    en=f"The text is missing in {names.en}.",
                ),
                Text(
                    nb=f"Skriv teksten på {names.nb}.",
                    nn=f"Skriv teksten på {names.nn}.",
                    en=f"Write the text in {names.en}.",
                ),
            )


def texts_of(content: NormContent) -> Iterator[tuple[str, Text]]:
    """Every text in the content with its place, in reading order; members without an id are counted from 1."""
    yield from _walk((), content)


def _walk(way: tuple[str, ...], value: Any) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield place(*way), value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            if not _left_out(value, field, inner):
                yield from _walk((*way, field), inner)
    elif isinstance(value, tuple):
        for number, member in enumerate(value, start=1):
            name = getattr(member, "id", None)
            yield from _walk((*way, str(number) if name is None else name), member)


def _left_out(holder: msgspec.Struct, field: str, text: object) -> bool:
    """True for an empty text where none is needed: one with an empty default, a cell or a point that holds more than
    words, and the name of a clock's only branch."""
    if not isinstance(text, Text) or len(text.missing()) < len(LANGUAGES):
        return False
    optional = any(known.name == field and known.default == text for known in msgspec.structs.fields(holder))
    return optional or isinstance(holder, Cell | Item) or (isinstance(holder, Branch) and holder.id == "")
