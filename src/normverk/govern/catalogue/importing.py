"""A Word document, or HTML that was pasted, as sections: by its headings, with tables, lists, links and footnotes.

Nothing is written here. What could not be understood is told in a report, so that a person can look after it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, NamedTuple

import mammoth  # type: ignore[import-untyped]
import msgspec

from normverk.govern.catalogue.editing import free_id
from normverk.govern.catalogue.word_file import NoWordFile, check_word_file
from normverk.govern.catalogue.word_report import BROKEN, Note, opened, part_of, what_is_left_out
from normverk.govern.catalogue.word_styles import Styles
from normverk.norm.blocks import words
from normverk.norm.content import Section
from normverk.norm.html_in import read_html
from normverk.norm.html_in.elements import HEADINGS, Element, Words, read_elements
from normverk.norm.text import Language, Text, unreadable_signs
from normverk.norm.units import Unit, UnitKind

HTML_LIMIT: Final = 2_000_000
"""The most signs of HTML that are read."""
STYLE: Final = re.compile(r"[\w .\-]{1,80}")
"""The name of a style in Word that may be asked for."""
UNIT_CLASS: Final = "normverk-unit"
FOOTNOTES: Final = Text("Fotnoter", "Fotnotar", "Footnotes")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
_VOID: Final = frozenset(
    {"br", "hr", "img", "col", "wbr", "input", "embed", "area", "source", "track", "link", "meta", "base"}
)
_ANCHOR: Final = re.compile(r' (?:id|name)="([^"]+)"')
_INSIDE: Final = re.compile(r'href="#([^"]+)"')
_SAID: Final = re.compile(
    r"Unrecognised (?:paragraph|run) style: (.*) \(Style ID: .*\)|An unrecognised element was ignored: (.*)"
)
_TOLD_OTHERWISE: Final = frozenset({"anchor", "no-picture", "no-alternative", "empty-element"})
"""Complaints about the HTML made of a Word document that the report of the document makes better, or that Word causes."""
_DRAWN: Final = ("office-math", "wps:", "wpg:", "wpc:", "c:", "dgm:")
_BOXES: Final = frozenset({"div", "section", "article", "main", "body", "html", "header"})


class Imported(msgspec.Struct, frozen=True):
    """What was read: sections in a tree, and the report."""

    sections: tuple[Section, ...]
    notes: tuple[Note, ...] = ()


def import_word(
    data: bytes, *, language: Language, taken: Iterable[str], unit_style: str = "", unit_kind: UnitKind | None = None
) -> Imported:
    """The sections of a Word document. NoWordFile when it is refused; `taken` are ids that may not be used.

    A paragraph in the style `unit_style` begins a normative unit of `unit_kind`.
    """
    check_word_file(data)
    if unit_style and not STYLE.fullmatch(unit_style):
        raise ValueError(f"«{unit_style}» cannot be the name of a style")
    unit = f"p[style-name='{unit_style}'] => h6.{UNIT_CLASS}:fresh\n" if unit_style and unit_kind else ""
    try:
        with opened(data) as archive:
            styles = Styles(part_of(archive, "word/styles.xml"))
            left_out = what_is_left_out(archive, styles)
    except BROKEN as wrong:
        raise NoWordFile("broken") from wrong
    try:
        found = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=unit + styles.mapping(),
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        )
    except (
        Exception
    ) as wrong:  # the reader has no error of its own: whatever a hostile file makes it raise is a refusal
        raise NoWordFile("broken") from wrong
    told = filter(None, (_message(message.message) for message in found.messages))
    read = import_html(found.value, language=language, taken=taken, unit_kind=unit_kind)
    rest = (note for note in read.notes if note.code not in _TOLD_OTHERWISE)
    return Imported(read.sections, (*left_out, *dict.fromkeys(told), *rest))


def _message(said: str) -> Note | None:
    """What the reader of Word says, as a note; None for drawings and formulas, which the report tells better."""
    match = _SAID.fullmatch(said)
    if match is None:
        return Note("word", found=said[:200])
    if match[1] is not None:
        return Note("word-style", found=match[1][:200])
    return None if match[2].startswith(_DRAWN) else Note("word-element", found=match[2][:200])


def import_html(html: str, *, language: Language, taken: Iterable[str], unit_kind: UnitKind | None = None) -> Imported:
    """The sections of HTML, cut at its headings; words before the first heading get a section without one.

    NoWordFile when it is more than HTML_LIMIT or holds no words.
    """
    if len(html) > HTML_LIMIT:
        raise NoWordFile("too-large")
    notes: list[Note] = []
    known = set(taken)
    flat: list[tuple[int, Section]] = []

    def tell(kind: str, line: int, column: int, found: str) -> None:
        notes.append(Note(kind, found=found[:200]))

    named: list[tuple[str, _Piece]] = []
    for piece in _pieces(read_elements(html, tell), language):
        named.append((free_id(piece.title or "del", known), piece))
        known.add(named[-1][0])
    leads = {id: id for id in known} | {anchor: id for id, piece in named for anchor in piece.anchors}
    for id, piece in named:
        read = read_html(_led(piece.body, leads), language)
        notes += [Note(complaint.kind, piece.title, complaint.found) for complaint in read.complaints]
        if not read.blocks and not piece.title:
            continue
        unit = Unit(unit_kind) if piece.is_unit and unit_kind else None
        flat.append((piece.level, Section(id, _text(piece.title, language), read.blocks, unit=unit)))
    if not any(title_or_words(section, language) for _, section in flat):
        raise NoWordFile("empty")
    return Imported(_tree(flat), tuple(dict.fromkeys(notes)))


def title_or_words(section: Section, language: str) -> str:
    """What a section says, its title first."""
    return f"{getattr(section.title, language)} {words(section.blocks, language)}".strip()


def _text(said: str, language: str) -> Text:
    return Text(**{"nb": "", language: said})


class _Piece(NamedTuple):
    """What stands under one heading: its HTML, and the names in it that links may lead to."""

    level: int
    title: str
    is_unit: bool
    body: str
    anchors: tuple[str, ...]


def _pieces(found: list[Element | Words], language: str) -> Iterator[_Piece]:
    """The text cut at its headings; the notes at its end are a piece of their own."""
    level, title, is_unit, body, head = 1, "", False, "", ""
    for part in _flat(found):
        notes = _is_footnotes(part)
        if not (isinstance(part, Element) and (part.tag in HEADINGS or notes)):
            body += _written(part)
            continue
        if title or body.strip():
            yield _Piece(level, title, is_unit, body, tuple(_ANCHOR.findall(head + body)))
        if notes:
            level, title, is_unit, body, head = 1, getattr(FOOTNOTES, language), False, _written(part), ""
            continue
        is_unit = UNIT_CLASS in part.attributes.get("class", "")
        level, title, body, head = (6 if is_unit else int(part.tag[1])), _plain(part), "", _written(part)
    if title or body.strip():
        yield _Piece(level, title, is_unit, body, tuple(_ANCHOR.findall(head + body)))


def _led(html: str, leads: dict[str, str]) -> str:
    """The HTML with its inner links leading to the sections that hold what they name; those to nothing lead nowhere."""
    return _INSIDE.sub(lambda link: f'href="#{leads.get(link[1], "")}"', html)


def _flat(found: list[Element | Words]) -> Iterator[Element | Words]:
    """What stands at the top, in order; boxes are opened where a heading stands in them."""
    for part in found:
        if isinstance(part, Element) and part.tag in _BOXES and _has_heading(part):
            yield from _flat(part.inside)
        else:
            yield part


def _has_heading(box: Element) -> bool:
    return any(
        part.tag in HEADINGS or (part.tag in _BOXES and _has_heading(part))
        for part in box.inside
        if isinstance(part, Element)
    )


def _written(part: Element | Words) -> str:
    """The HTML of a part again, without the arrows that lead from a footnote back to where it is named."""
    if isinstance(part, Words):
        return escape(part.words)
    if part.tag == "a" and re.match(r"#(foot|end)note-ref", part.attributes.get("href", "")):
        return ""
    given = "".join(f' {name}="{escape(value)}"' for name, value in part.attributes.items() if _NAME.fullmatch(name))
    inside = "".join(_written(inner) for inner in part.inside)
    return f"<{part.tag}{given}>{inside}" + ("" if part.tag in _VOID else f"</{part.tag}>")


def _plain(part: Element | Words) -> str:
    """The words of a heading on one line."""
    said = "".join(" " if unreadable_signs(sign) else sign for sign in _words(part))
    return " ".join(said.split())[:500]


def _words(part: Element | Words) -> str:
    if isinstance(part, Words):
        return part.words
    return " " if part.tag == "br" else "".join(_words(inner) for inner in part.inside)


def _is_footnotes(part: Element | Words) -> bool:
    if not isinstance(part, Element) or part.tag != "ol":
        return False
    first = next((inner for inner in part.inside if isinstance(inner, Element)), None)
    return first is not None and re.match(r"(foot|end)note-", first.attributes.get("id", "")) is not None


def _tree(flat: list[tuple[int, Section]]) -> tuple[Section, ...]:
    """Sections under the nearest earlier one of a higher level."""
    made: list[Section] = []
    at = 0
    while at < len(flat):
        level, section = flat[at]
        end = at + 1
        while end < len(flat) and flat[end][0] > level:
            end += 1
        made.append(msgspec.structs.replace(section, sections=_tree(flat[at + 1 : end])))
        at = end
    return tuple(made)
