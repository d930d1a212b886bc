"""Words in the three written languages, side by side."""

from __future__ import annotations

import unicodedata
from typing import Final, Literal

import msgspec

Language = Literal["nb", "nn", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("nb", "nn", "en")


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in bokmål, nynorsk and English. An empty string means that the written form is missing."""

    nb: str
    nn: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in `language` (nb, nn or en), or the nearest one there is: the other Norwegian form, then any."""
        nearest = {"nn": (self.nn, self.nb, self.en), "en": (self.en, self.nb, self.nn)}
        for words in nearest.get(language, (self.nb, self.nn, self.en)):
            if words:
                return words
        return ""

    def missing(self) -> tuple[Language, ...]:
        """The written languages in which the text is not there."""
        words = {"nb": self.nb, "nn": self.nn, "en": self.en}
        return tuple(language for language in LANGUAGES if not words[language])


_LINE_SIGNS: Final = frozenset("\n\t")


def unreadable_signs(words: str) -> tuple[str, ...]:
    """The control signs in `words` that no page can show and no database should keep, by name, each once."""
    found = {sign for sign in words if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _LINE_SIGNS}
    return tuple(sorted(f"U+{ord(sign):04X}" for sign in found))
