"""Check of the written languages: what is said in one is said in all three."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from normverk.norm.checks.example import example
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm
from normverk.norm.text import Text
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
    for where, text in norm.texts:
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
