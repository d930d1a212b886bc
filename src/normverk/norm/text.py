"""Words in the three written languages, side by side."""

from __future__ import annotations

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
