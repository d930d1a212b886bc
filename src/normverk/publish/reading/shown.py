"""Sections and units as a page or a printed sheet shows them: in layers, with strength and obligation in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from normverk.norm.blocks import Block
from normverk.norm.content import NormContent, Section, all_sections
from normverk.norm.references import Reference, apa
from normverk.norm.source import web_address
from normverk.norm.units import KeyFactors, Pico, Strength, Unit

Said = tuple[str, dict[str, str]]
"""A key of words with the values that are filled in."""


@dataclass(frozen=True)
class ReferenceShown:
    """A work in APA's form, and where it leads; the address is empty when it has none that is safe to follow."""

    id: str
    words: str
    address: str


@dataclass(frozen=True)
class OutcomeShown:
    """A row of a PICO's table; `certainty` is a key of words, or empty, and then `certainty_given` as it was given."""

    title: object
    importance: int
    certainty: str
    certainty_given: str
    effect: object


@dataclass(frozen=True)
class PicoShown:
    """A PICO question with its outcomes."""

    pico: Pico
    outcomes: tuple[OutcomeShown, ...]


@dataclass(frozen=True)
class SectionShown:
    """A section with everything about it that a reader can ask for, and the sections inside it."""

    section: Section
    level: int
    grades: tuple[Said, ...]
    obligation: str
    factors: tuple[tuple[str, tuple[Block, ...]], ...]
    picos: tuple[PicoShown, ...]
    references: tuple[ReferenceShown, ...]
    inner: tuple[SectionShown, ...]

    @property
    def unit(self) -> Unit | None:
        """What is normative about the section."""
        return self.section.unit

    @property
    def kind(self) -> str:
        """The key of the words for the kind of unit; empty for a section that is none."""
        return f"unit.kind.{self.section.unit.kind}" if self.section.unit else ""

    @property
    def law(self) -> str:
        """Where the provision can be read, if that is a web page."""
        return web_address(self.section.unit.law) if self.section.unit else ""


def show(content: NormContent, section: Section, level: int = 2) -> SectionShown:
    """One section of the content; its own heading is written at `level`, and none goes beyond 6."""
    works = {reference.id: reference for reference in content.references}
    return _show(section, min(level, 6), works)


def show_all(content: NormContent, level: int = 3) -> tuple[SectionShown, ...]:
    """Every section of the content, one inside the other."""
    return tuple(show(content, section, level) for section in content.sections)


def units(content: NormContent) -> tuple[SectionShown, ...]:
    """The normative units, wherever they stand, in reading order."""
    return tuple(show(content, section) for _, section in all_sections(content.sections) if section.unit is not None)


def show_reference(reference: Reference) -> ReferenceShown:
    """One work as it is listed."""
    address = f"https://doi.org/{reference.doi}" if reference.doi else web_address(reference.url)
    written = apa(reference)
    shown = written.removesuffix((reference.doi and f"https://doi.org/{reference.doi}") or reference.url).strip()
    return ReferenceShown(reference.id, shown or written, address)


def grades(strength: Strength | None) -> tuple[Said, ...]:
    """How strong, and on how sure evidence, each with its scheme in words; a unit without a grade says so."""
    if strength is None:
        return ()
    if strength.scheme == "none":
        return (("unit.grade.none", {}),)
    if strength.scheme == "sign":
        said: list[Said] = [(f"unit.grade.sign-{strength.direction}", {"grade": strength.grade})]
        return (*said, ("unit.evidence.sign", {"level": strength.evidence})) if strength.evidence else tuple(said)
    said = [(f"unit.grade.{strength.grade}-{strength.direction}", {})]
    return (*said, (f"unit.certainty.{strength.evidence}", {})) if strength.evidence else tuple(said)


def _show(section: Section, level: int, works: dict[str, Reference]) -> SectionShown:
    unit = section.unit
    return SectionShown(
        section=section,
        level=level,
        grades=grades(unit.strength) if unit else (),
        obligation=f"unit.obligation.{unit.obligation}" if unit and unit.obligation else "",
        factors=_factors(unit.factors) if unit and unit.factors else (),
        picos=tuple(PicoShown(pico, _outcomes(pico)) for pico in unit.picos) if unit else (),
        references=tuple(show_reference(works[id]) for id in section.references if id in works),
        inner=tuple(_show(inner, min(level + 1, 6), works) for inner in section.sections),
    )


def _factors(factors: KeyFactors) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    named = (
        ("unit.factor.benefits-harms", factors.benefits_harms),
        ("unit.factor.evidence-quality", factors.evidence_quality),
        ("unit.factor.values-preferences", factors.values_preferences),
        ("unit.factor.resources", factors.resources),
    )
    return tuple((key, blocks) for key, blocks in named if blocks)


def _outcomes(pico: Pico) -> tuple[OutcomeShown, ...]:
    known = {"high", "moderate", "low", "very-low"}
    return tuple(
        OutcomeShown(
            title=outcome.title,
            importance=outcome.importance,
            certainty=f"unit.certainty.{outcome.certainty}" if outcome.certainty in known else "",
            certainty_given="" if outcome.certainty in known else outcome.certainty,
            effect=outcome.effect,
        )
        for outcome in pico.outcomes
    )
