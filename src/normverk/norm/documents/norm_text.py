"""A norm read as a document in one language, so that what is checked in any text is checked in norms as well."""

from __future__ import annotations

from typing import Final

from normverk.norm.content import NormContent, Section, anchors
from normverk.norm.documents import Document, Line
from normverk.norm.documents.blocks import Collector
from normverk.norm.placed_texts import texts_in
from normverk.norm.places import place
from normverk.norm.text import Text
from normverk.norm.units import Pico, Unit

_HEAD: Final = ("purpose", "scope", "target_group", "legal_basis", "method")


def norm_document(content: NormContent, language: str) -> Document:
    """What the norm says in `language`; places are those of the norm itself."""
    held = Collector("norm", language)
    for field in _HEAD:
        text: Text = getattr(content, field)
        held.line(Line(field, held.text(field, text)))
    for section in content.sections:
        _section(held, (), section, 1)
    for where, text in (*texts_in(("title",), content.title), *texts_in(("pathway",), content.pathway)):
        held.line(Line(where, held.text(where, text), "value"))
    return held.document(frozenset(anchors(content)))


def section_document(section: Section, where: str, language: str) -> Document:
    """One section with its unit, without the sections under it."""
    held = Collector(where, language)
    _own(held, where, section, 1)
    return held.document()


def _section(held: Collector, way: tuple[str, ...], section: Section, level: int) -> None:
    here = (*way, "sections", section.id)
    _own(held, place(*here), section, level)
    for inner in section.sections:
        _section(held, here, inner, level + 1)


def _own(held: Collector, where: str, section: Section, level: int) -> None:
    held.line(Line(f"{where}/title", held.text(f"{where}/title", section.title), "heading", level))
    held.line(Line(f"{where}/intro", held.text(f"{where}/intro", section.intro)))
    held.blocks(f"{where}/blocks", section.blocks, level)
    if section.unit is not None:
        _unit(held, f"{where}/unit", section.unit, level)


def _unit(held: Collector, where: str, unit: Unit, level: int) -> None:
    if unit.factors is not None:
        for field in unit.factors.__struct_fields__:
            held.blocks(f"{where}/factors/{field}", getattr(unit.factors, field), level)
    held.blocks(f"{where}/rationale", unit.rationale, level)
    held.blocks(f"{where}/practical", unit.practical, level)
    for pico in unit.picos:
        _pico(held, f"{where}/picos/{pico.id}", pico, level)


def _pico(held: Collector, where: str, pico: Pico, level: int) -> None:
    for field in ("population", "intervention", "comparison"):
        held.line(Line(f"{where}/{field}", held.text(f"{where}/{field}", getattr(pico, field)), "value"))
    for number, outcome in enumerate(pico.outcomes, 1):
        for field in ("title", "effect"):
            here = f"{where}/outcomes/{number}/{field}"
            held.line(Line(here, held.text(here, getattr(outcome, field)), "value"))
    held.blocks(f"{where}/summary", pico.summary, level)
