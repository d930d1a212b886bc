"""Changing one part of a norm's content: pure functions from content to content. Text is read by `norm.markdown`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

import msgspec

from normverk.norm.blocks import Block
from normverk.norm.content import NormContent, Section, all_sections, find_section
from normverk.norm.kinds import KINDS
from normverk.norm.pathway import Branch, Limit
from normverk.norm.references import Reference
from normverk.norm.text import Text
from normverk.norm.units import Pico, Unit

Step = Literal["up", "down", "in", "out"]
STEPS: Final[tuple[Step, ...]] = ("up", "down", "in", "out")


def replace_section(content: NormContent, section_id: str, new: Section | None) -> NormContent:
    """The content with one section replaced, or taken out when `new` is None."""

    def within(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        kept: list[Section] = []
        for section in sections:
            if section.id != section_id:
                kept.append(msgspec.structs.replace(section, sections=within(section.sections)))
            elif new is not None:
                kept.append(new)
        return tuple(kept)

    return msgspec.structs.replace(content, sections=within(content.sections))


def add_section(content: NormContent, title: Text, blocks: tuple[Block, ...]) -> NormContent:
    """The content with a new section at the end, whose id is made from its title and is free."""
    taken = (section.id for _, section in all_sections(content.sections))
    made = Section(free_id(title.in_language("nb"), taken), title, blocks)
    return msgspec.structs.replace(content, sections=(*content.sections, made))


def template_of(kind: str) -> tuple[Section, ...]:
    """The sections that a product of this kind begins with, to be filled; KeyError for an unknown kind."""
    parts = {known.id: known.template for known in KINDS.values()}[kind]  # type: ignore[index]
    return tuple(Section(part.id, part.title, unit=Unit(part.units) if part.units else None) for part in parts)


def replace_limits(content: NormContent, limits: Mapping[tuple[str, str], Limit | None]) -> NormContent:
    """The content with the limits of (clock id, branch id) replaced; None means that the source states no limit."""
    pathway = content.pathway
    if pathway is None:
        raise ValueError("only a pathway has limits")

    def branch_with(clock_id: str, branch: Branch) -> Branch:
        key = (clock_id, branch.id)
        return msgspec.structs.replace(branch, limit=limits[key]) if key in limits else branch

    clocks = tuple(
        msgspec.structs.replace(clock, branches=tuple(branch_with(clock.id, branch) for branch in clock.branches))
        for clock in pathway.clocks
    )
    return msgspec.structs.replace(content, pathway=msgspec.structs.replace(pathway, clocks=clocks))


def move_section(content: NormContent, section_id: str, step: Step) -> NormContent:
    """The content with one section moved a step: up or down among its neighbours, into the one before, or out of its own.

    A section that cannot go that way stays where it is. KeyError when there is no such section.
    """
    if find_section(content, section_id) is None:
        raise KeyError(section_id)
    return msgspec.structs.replace(content, sections=_moved(content.sections, section_id, step))


def _moved(sections: tuple[Section, ...], section_id: str, step: Step) -> tuple[Section, ...]:
    ids = [section.id for section in sections]
    if section_id not in ids:
        made: list[Section] = []
        for section in sections:
            inside = [inner.id for inner in section.sections]
            if step == "out" and section_id in inside:
                going = section.sections[inside.index(section_id)]
                staying = tuple(inner for inner in section.sections if inner.id != section_id)
                made += [msgspec.structs.replace(section, sections=staying), going]
            else:
                made.append(msgspec.structs.replace(section, sections=_moved(section.sections, section_id, step)))
        return tuple(made)
    at, rest = ids.index(section_id), list(sections)
    if step == "in" and at > 0:
        going = rest.pop(at)
        rest[at - 1] = msgspec.structs.replace(rest[at - 1], sections=(*rest[at - 1].sections, going))
    elif step in {"up", "down"}:
        to = at - 1 if step == "up" else at + 1
        if 0 <= to < len(rest):
            rest[at], rest[to] = rest[to], rest[at]
    return tuple(rest)


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """An id made from words, with a number behind it when it is taken."""
    known = {*taken, "new"}
    begun = re.sub(r"[^a-z0-9]+", "-", _plain_letters(wanted.lower())).strip("-")[:60] or "del"
    chosen, number = begun, 2
    while chosen in known:
        chosen, number = f"{begun}-{number}", number + 1
    return chosen


def put_reference(content: NormContent, old: str, new: Reference | None) -> NormContent:
    """The content with one reference replaced, added (when `old` is not there), or taken out with all that points to it."""
    there = any(reference.id == old for reference in content.references)
    kept = [new if reference.id == old else reference for reference in content.references]
    if not there and new is not None:
        kept.append(new)
    content = msgspec.structs.replace(content, references=tuple(one for one in kept if one is not None))
    if new is not None:
        return content

    def without(section: Section) -> Section:
        pointing = tuple(id for id in section.references if id != old)
        inside = tuple(without(inner) for inner in section.sections)
        return msgspec.structs.replace(section, references=pointing, sections=inside)

    return msgspec.structs.replace(content, sections=tuple(without(section) for section in content.sections))


def put_pico(unit: Unit, old: str, new: Pico | None) -> Unit:
    """The unit with one question replaced, added or taken out."""
    there = any(pico.id == old for pico in unit.picos)
    kept = [new if pico.id == old else pico for pico in unit.picos]
    if not there and new is not None:
        kept.append(new)
    return msgspec.structs.replace(unit, picos=tuple(pico for pico in kept if pico is not None))


def dated(before: Section | None, after: Section, *, professional: bool, today: date) -> Section:
    """The section with its two clocks set when something in it has changed: edited today, and revised if professional."""
    if before == after:
        return after
    revised = today if professional else after.revised_on
    return msgspec.structs.replace(after, edited_on=today, revised_on=revised)


def _plain_letters(words: str) -> str:
    return words.replace("æ", "ae").replace("ø", "o").replace("å", "a")
