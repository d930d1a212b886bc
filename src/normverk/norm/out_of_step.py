"""Which language of a text is older than the Norwegian it was written from: worked out from what was written when.

No date is stored for a language. The history of the contents, oldest first, says when the words of a section were last
changed in each language. A section is its own words, found by its id: moving it changes nothing, and a new title is a
new name and no change of what the section says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from normverk.norm.content import NormContent, Section, all_sections
from normverk.norm.forms import section_texts
from normverk.norm.text import WRITTEN, Text

Dated = tuple[date, NormContent]
"""A content with the day on which it was written or came into force."""

HEAD = ""
"""Stands in the place of a section's id for the head of the norm."""


@dataclass(frozen=True)
class Older:
    """A language of a section (or of the head) that was last changed before the Norwegian was.

    `changed` and `source_changed` are the days of the last changes in `language` and in `source`.
    """

    section: str
    language: str
    changed: date
    source: str
    source_changed: date


_Words = dict[str, dict[str, str]]


def older_languages(history: Sequence[Dated]) -> tuple[Older, ...]:
    """Every language of the last content that is out of step with its source, in reading order.

    The source is bokmål, or nynorsk where there is no bokmål. A language changed in the same content as the source, or
    after it, is in step; one that is not there at all is missing, and not older.
    """
    if not history:
        return ()
    last = _last_changes([_words(content) for _, content in history])
    return tuple(_older(last, _words(history[-1][1]), [day for day, _ in history]))


def _older(last: dict[tuple[str, str], int], now: _Words, days: list[date]) -> Iterator[Older]:
    for section, said in now.items():
        source = next((language for language in ("nb", "nn") if said[language]), "")
        for language in WRITTEN:
            if not source or language == source or not said[language]:
                continue
            ours, theirs = last[section, language], last[section, source]
            if ours < theirs:
                yield Older(section, language, days[ours], source, days[theirs])


def _last_changes(history: Sequence[_Words]) -> dict[tuple[str, str], int]:
    """For each section and language the number of the content that changed its words last."""
    found: dict[tuple[str, str], int] = {}
    before: _Words = {}
    for number, now in enumerate(history):
        for section, said in now.items():
            for language, words in said.items():
                if section not in before or before[section][language] != words:
                    found[section, language] = number
        before = {**before, **now}
    return found


def _words(content: NormContent) -> _Words:
    head = (content.purpose, content.scope, content.target_group, content.legal_basis, content.method)
    return {HEAD: _said(head)} | {section.id: _said(_texts(section)) for _, section in all_sections(content.sections)}


def _texts(section: Section) -> tuple[Text, ...]:
    """The section's own texts but for its title, which stands first."""
    return tuple(section_texts(section))[1:]


def _said(texts: Iterable[Text]) -> dict[str, str]:
    held = tuple(texts)
    return {language: "\n".join(filter(None, (getattr(text, language) for text in held))) for language in WRITTEN}
