"""Where the words that a comment is about stand now. Pure: two contents, a section's id and a quotation.

A comment is anchored by id and quotation, never by number or place, so it follows a section that is moved, renumbered or
renamed. Words that were moved to another section are found there; words that are gone are said to be gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normverk.norm.content import NormContent, Section
from normverk.norm.forms import section_texts
from normverk.norm.text import WRITTEN, Text


@dataclass(frozen=True)
class Stand:
    """A section with its number («2.1») and what it lies under."""

    section: Section
    number: str

    @property
    def title(self) -> Text:
        """Its title."""
        return self.section.title


@dataclass(frozen=True)
class Anchor:
    """Where a comment's words stood and where they stand: `now` is None when their section is gone.

    `changed` is true when the quoted words (or, without a quotation, the section's own) are no longer there as they were.
    """

    then: Stand | None
    now: Stand | None
    changed: bool

    @property
    def moved(self) -> bool:
        """Whether the words stand under another number or in another section than when the comment was made."""
        return bool(
            self.then
            and self.now
            and (self.then.number, self.then.section.id) != (self.now.number, self.now.section.id)
        )

    @property
    def renamed(self) -> bool:
        """Whether the section has another title."""
        return bool(self.then and self.now and self.then.title != self.now.title)


def anchored(then: NormContent, now: NormContent, section_id: str, quote: str) -> Anchor:
    """Where the section, and the words quoted from it, stand in `now`, seen from the revision that was commented."""
    before, after = dict(_stands(then)), dict(_stands(now))
    stood, stands = before.get(section_id), after.get(section_id)
    if not quote:
        changed = stood is None or stands is None or _own_words(stood.section) != _own_words(stands.section)
        return Anchor(stood, stands, changed)
    if stands is not None and quotes(stands.section, quote):
        return Anchor(stood, stands, changed=False)
    elsewhere = [stand for stand in after.values() if quotes(stand.section, quote)]
    if len(elsewhere) == 1:
        return Anchor(stood, elsewhere[0], changed=False)
    return Anchor(stood, stands, changed=True)


def quotes(section: Section, quote: str) -> bool:
    """Whether a section says these words in one of its languages, whatever white space is between them."""
    wanted, texts = _even(quote), tuple(section_texts(section))
    return any(wanted in _even(" ".join(getattr(text, language) for text in texts)) for language in WRITTEN)


def _own_words(section: Section) -> dict[str, str]:
    """What the section itself says in each language, without its title and without the sections under it."""
    texts = tuple(section_texts(section))[1:]
    return {language: _even(" ".join(getattr(text, language) for text in texts)) for language in WRITTEN}


def _even(words: str) -> str:
    return " ".join(words.split())


def _stands(content: NormContent) -> Iterator[tuple[str, Stand]]:
    yield from _numbered(content.sections, "")


def _numbered(sections: tuple[Section, ...], above: str) -> Iterator[tuple[str, Stand]]:
    for number, section in enumerate(sections, 1):
        here = f"{above}{number}"
        yield section.id, Stand(section, here)
        yield from _numbered(section.sections, f"{here}.")
