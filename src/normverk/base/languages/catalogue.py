"""The catalogue: reads every app's texts.toml and answers with the words of a key."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import get_language

from normverk.norm.text import LANGUAGES, Text

_ROOT: Final = Path(__file__).resolve().parents[2]


class BadCatalogue(Exception):  # noqa: N818
    """A text file that cannot be used; names the file and the key."""


@cache
def catalogue() -> dict[str, Text]:
    """Every key of the user interface with its words; raises BadCatalogue for a key twice or a language missing."""
    found: dict[str, Text] = {}
    for path in sorted(_ROOT.rglob("texts.toml")):
        for key, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in found:
                raise BadCatalogue(f"{path}: the key {key} stands in another file too")
            if set(words) != set(LANGUAGES) or not all(words.values()):
                raise BadCatalogue(f"{path}: the key {key} must have nb, nn and en, and has {sorted(words)}")
            found[key] = Text(**words)
    return found


def current_language() -> str:
    """The language of the running request: nb, nn or en."""
    return (get_language() or "nb")[:2]


def say(key: str, language: str | None = None, **values: object) -> str:
    """The words of `key` in the language given, or that of the request, with {values} filled in; KeyError if unknown."""
    words = catalogue()[key].in_language(language or current_language())
    return words.format(**values) if values else words
