"""How much of a norm is there in each written form, counted in words: bokmål, nynorsk, English, Sámi.

The language act asks that documents of state bodies use each Norwegian form for at least a quarter of the text; what
is counted here is what is there, so that a body can count what it has published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from normverk.norm.blocks import Block, lines
from normverk.norm.content import NormContent, Section, all_sections
from normverk.norm.text import WRITTEN, Text


@dataclass(frozen=True)
class WrittenForm:
    """One written form: how many words there are in it, and how many texts are there of all that are there in any."""

    language: str
    words: int
    texts: int
    of_texts: int

    @property
    def percent(self) -> int:
        """The texts that are there in this form, of a hundred; rounded down, so that 100 means all."""
        return 100 * self.texts // self.of_texts if self.of_texts else 0


def written_forms(content: NormContent) -> tuple[WrittenForm, ...]:
    """Every written form that is there in the content."""
    return count_forms(texts_of(content))


def count_forms(texts: Iterable[Text]) -> tuple[WrittenForm, ...]:
    """Every written form that is there in the texts."""
    known = [text for text in texts if text.written()]
    counted = (
        WrittenForm(
            language,
            sum(len(getattr(text, language).split()) for text in known),
            sum(bool(getattr(text, language)) for text in known),
            len(known),
        )
        for language in WRITTEN
    )
    return tuple(form for form in counted if form.texts)


def texts_of(content: NormContent) -> Iterator[Text]:
    """Every text that a reader meets: the head, and each section with its unit."""
    yield from (content.title, content.purpose, content.scope, content.target_group)
    yield from (content.legal_basis, content.method)
    for _, section in all_sections(content.sections):
        yield from section_texts(section)


def section_texts(section: Section) -> Iterator[Text]:
    """Every text of one section, without those of the sections inside it."""
    yield section.title
    yield section.intro
    yield from _of(section.blocks)
    unit = section.unit
    if unit is None:
        return
    yield from _of((*unit.rationale, *unit.practical))
    if unit.factors is not None:
        factors = unit.factors
        yield from _of((*factors.benefits_harms, *factors.evidence_quality))
        yield from _of((*factors.values_preferences, *factors.resources))
    for pico in unit.picos:
        yield from (pico.population, pico.intervention, pico.comparison)
        for outcome in pico.outcomes:
            yield from (outcome.title, outcome.effect)
        yield from _of(pico.summary)


def _of(blocks: Iterable[Block]) -> Iterator[Text]:
    return (text for text, _ in lines(blocks))


@dataclass(frozen=True)
class Share:
    """How much of the Norwegian words is bokmål, and how much nynorsk, in percent rounded down; they need not add up to 100."""

    nb: int
    nn: int

    @property
    def within(self) -> bool:
        """True when neither form has less than a quarter, as the language act (section 13) asks."""
        return self.nb >= 25 and self.nn >= 25


def norwegian_share(words: Mapping[str, int]) -> Share | None:
    """The share of each Norwegian form, of words counted by language; None where there are no Norwegian words."""
    bokmaal, nynorsk = words.get("nb", 0), words.get("nn", 0)
    both = bokmaal + nynorsk
    return Share(100 * bokmaal // both, 100 * nynorsk // both) if both else None
