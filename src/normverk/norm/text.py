"""Words in the written languages, side by side."""

from __future__ import annotations

import unicodedata
from typing import Final, Literal

import msgspec

Language = Literal["nb", "nn", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("nb", "nn", "en")
"""The languages that everything of ours is written in."""

SAMI: Final = ("se", "sma", "smj")
"""Northern, Southern and Lule Sámi, for texts that are there in them."""

WRITTEN: Final = (*LANGUAGES, *SAMI)

_NEAREST: Final = {
    "nb": ("nn", "en"),
    "nn": ("nb", "en"),
    "en": ("nb", "nn"),
    "se": ("sma", "smj", "nb", "nn", "en"),
    "sma": ("se", "smj", "nb", "nn", "en"),
    "smj": ("se", "sma", "nb", "nn", "en"),
}


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One text in bokmål, nynorsk, English and Sámi. An empty string means that the written form is missing."""

    nb: str
    nn: str = ""
    en: str = ""
    se: str = ""
    sma: str = ""
    smj: str = ""

    def in_language(self, language: str) -> str:
        """The text in `language`, or the nearest one there is: the other Norwegian form, then any."""
        words: str = getattr(self, self.nearest(language))
        return words

    def nearest(self, language: str) -> str:
        """The language in which the text is there, `language` itself first; bokmål when it is there in none."""
        wanted = language if language in WRITTEN else "nb"
        return next((known for known in (wanted, *_NEAREST[wanted], *SAMI) if getattr(self, known)), "nb")

    def missing(self) -> tuple[Language, ...]:
        """The languages of ours in which the text is not there."""
        return tuple(language for language in LANGUAGES if not getattr(self, language))

    def plain(self) -> dict[str, str]:
        """The text as plain JSON data, without the languages it is missing in; bokmål always stands."""
        return {"nb": self.nb, **{language: getattr(self, language) for language in self.written()}}

    def written(self) -> tuple[str, ...]:
        """The languages in which the text is there."""
        return tuple(language for language in WRITTEN if getattr(self, language))


_LINE_SIGNS: Final = frozenset("\n\t")


def unreadable_signs(words: str) -> tuple[str, ...]:
    """The control signs in `words` that no page can show and no database should keep, by name, each once."""
    found = {sign for sign in words if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _LINE_SIGNS}
    return tuple(sorted(f"U+{ord(sign):04X}" for sign in found))
