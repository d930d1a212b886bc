"""Changing one part of a norm's content: pure functions from content to content, and text fields to typed blocks.

In a text field a blank line parts two blocks, and a block whose lines all begin with «- » is a list. What is not
translated yet is written «[…]», so that the blocks of the three languages keep standing side by side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from normverk.norm.blocks import Block, BulletList, Item, Paragraph, lines
from normverk.norm.content import NormContent, Section, find_section
from normverk.norm.pathway import Branch, Limit
from normverk.norm.text import LANGUAGES, Text

UNTRANSLATED: Final = "[…]"
_ITEM: Final = "- "


class Uneven(ValueError):  # noqa: N818  (the word the form shows)
    """The three languages do not have the same blocks. Carries the language and the number of the block (from 1)."""

    def __init__(self, language: str, block: int) -> None:
        super().__init__(f"block {block} in {language} does not match the other languages")
        self.language = language
        self.block = block


def blocks_to_text(blocks: tuple[Block, ...], language: str) -> str:
    """The blocks as a text field shows them in one language; empty when nothing is translated."""
    if not any(getattr(text, language) for block in blocks for text in _texts(block)):
        return ""
    written = []
    for block in blocks:
        said = [getattr(text, language) or UNTRANSLATED for text in _texts(block)]
        written.append("\n".join(_ITEM + line for line in said) if isinstance(block, BulletList) else said[0])
    return "\n\n".join(written)


def blocks_from_texts(fields: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks written in the text fields of the languages; raises Uneven when they do not match."""
    parsed = {language: _parse(fields.get(language, "")) for language in LANGUAGES}
    leading = next((language for language in LANGUAGES if parsed[language]), None)
    if leading is None:
        return ()
    for language in LANGUAGES:
        for number in range(max(len(parsed[language]), len(parsed[leading])) if parsed[language] else 0):
            if _shape(parsed[language], number) != _shape(parsed[leading], number):
                raise Uneven(language, number + 1)
    blocks: list[Block] = []
    for number, (is_list, written) in enumerate(parsed[leading]):
        texts = tuple(
            Text(**{language: _line(parsed[language], number, row) for language in LANGUAGES})
            for row in range(len(written))
        )
        blocks.append(BulletList(tuple(Item(text) for text in texts)) if is_list else Paragraph(texts[0]))
    return tuple(blocks)


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
    wanted = re.sub(r"[^a-z0-9]+", "-", _plain_letters(title.in_language("nb").lower())).strip("-") or "section"
    chosen, number = wanted, 2
    while find_section(content, chosen) is not None or chosen == "new":
        chosen, number = f"{wanted}-{number}", number + 1
    return msgspec.structs.replace(content, sections=(*content.sections, Section(chosen, title, blocks)))


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


def _texts(block: Block) -> tuple[Text, ...]:
    return tuple(text for text, _ in lines((block,)))


def _parse(field: str) -> list[tuple[bool, list[str]]]:
    """A text field as blocks: whether it is a list, and its items (a paragraph has one)."""
    parsed = []
    for chunk in re.split(r"\n\s*\n", field.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        if lines and all(line.startswith(_ITEM) for line in lines):
            parsed.append((True, [line.removeprefix(_ITEM).strip() for line in lines]))
        elif lines:
            parsed.append((False, [" ".join(lines)]))
    return parsed


def _shape(blocks: list[tuple[bool, list[str]]], number: int) -> tuple[bool, int] | None:
    return (blocks[number][0], len(blocks[number][1])) if number < len(blocks) else None


def _line(blocks: list[tuple[bool, list[str]]], number: int, row: int) -> str:
    words = blocks[number][1][row] if number < len(blocks) else ""
    return "" if words == UNTRANSLATED else words


def _plain_letters(words: str) -> str:
    return words.replace("æ", "ae").replace("ø", "o").replace("å", "a")
