"""HTML as a tree of elements, with the tags that were left open closed as a browser would close them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Final

DEEPEST: Final = 60
"""Elements inside one another beyond this are read as if their tags were not there."""

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_UNSEEN: Final = frozenset({"script", "style", "template", "title"})
_CELLS: Final = frozenset({"td", "th", "caption"})
_CLOSE_P: Final = frozenset(
    {"p", "ul", "ol", "dl", "table", "blockquote", "div", "section", "article", "figure", "hr", "pre", "aside", "header",
     "footer", "main", "nav", "details", "fieldset", "form", "address", *HEADINGS}
)  # fmt: skip
_ENDS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "table", *_CELLS})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl", "table", *_CELLS})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl", "table", *_CELLS})),
    "td": (frozenset({"td", "th", "caption"}), frozenset({"table"})),
    "th": (frozenset({"td", "th", "caption"}), frozenset({"table"})),
    "tr": (frozenset({"tr", "caption"}), frozenset({"table"})),
    **{part: (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})) for part in ("thead", "tbody", "tfoot")},
    **{name: (frozenset({"p"}), frozenset({"li", "blockquote", "div", "figure", "dd", "table", *_CELLS})) for name in _CLOSE_P},
}  # fmt: skip
"""For a tag that begins: which open elements it ends, and which it does not look beyond."""

_ORDINARY: Final = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[ \n][a-zA-Z][a-zA-Z-]*="[^"<>]*")*)( ?/?)>|[^<]+')
"""A tag as nearly all are written, or words up to the next one."""
_ATTRIBUTE: Final = re.compile(r'([a-zA-Z][a-zA-Z-]*)="([^"<>]*)"')
_RAW: Final = frozenset({*_UNSEEN, "textarea", "iframe", "noembed", "noframes", "noscript", "xmp", "plaintext"})
"""What HTML reads in another way inside."""

Told = Callable[[str, int, int, str], None]
"""Called with the kind of a complaint, line, column, and what was found."""


@dataclass(slots=True)
class Words:
    """Some text."""

    words: str
    line: int
    column: int


@dataclass(slots=True)
class Element:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    inside: list[Element | Words] = field(default_factory=list)


def read_elements(html: str, told: Told) -> list[Element | Words]:
    """What stands in `html`; `told` hears of what is left out here already: scripts, comments, tags that do not fit."""
    if (ordinary := _ordinary(html)) is not None:
        parser = _Parser(told)
        parser.follow(html, ordinary)
        return parser.root.inside
    return _read_any(html, told)


def _read_any(html: str, told: Told) -> list[Element | Words]:
    """The same for HTML of any kind, sign by sign as browsers do, and therefore slower."""
    parser = _Parser(told)
    parser.feed(html)
    parser.close()
    return parser.root.inside


def _ordinary(html: str) -> list[re.Match[str]] | None:
    """The tags and words of HTML that has nothing else; None when it has."""
    found, at = [], 0
    for piece in _ORDINARY.finditer(html):
        name = piece[2]
        if piece.start() != at or (name and (name.lower() in _RAW or (piece[1] and (piece[3] or piece[4])))):
            return None
        found.append(piece)
        at = piece.end()
    return found if at == len(html) else None


class _Parser(HTMLParser):
    def __init__(self, told: Told) -> None:
        super().__init__(convert_charrefs=True)
        self.told = told
        self.root = Element("", {}, 1, 1)
        self.open = [self.root]
        self.unseen: list[str] = []
        self.beyond: list[str] = []

    def follow(self, html: str, pieces: list[re.Match[str]]) -> None:
        """Takes pieces that have been found already, as if they had been fed."""
        self.rawdata = html
        for piece in pieces:
            closing, tag, given, _ = piece.groups()
            if tag is None:
                self.handle_data(unescape(piece[0]))
            elif closing:
                self.handle_endtag(tag.lower())
            else:
                attributes: list[tuple[str, str | None]] = [
                    (name.lower(), unescape(value)) for name, value in _ATTRIBUTE.findall(given)
                ]
                self.handle_starttag(tag.lower(), attributes)
            self.updatepos(piece.start(), piece.end())

    def complain(self, kind: str, found: str = "") -> None:
        line, column = self.getpos()
        self.told(kind, line, column + 1, found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unseen or tag in _UNSEEN:
            if tag not in _VOID:
                self.unseen.append(tag)
            if len(self.unseen) == 1:
                self.complain("script", f"<{tag}>")
            return
        self._make_room(tag)
        line, column = self.getpos()
        element = Element(tag, {name: value or "" for name, value in reversed(attrs)}, line, column + 1)
        if len(self.open) > DEEPEST and tag not in _VOID:
            self.complain("too-deep", f"<{tag}>")
            self.beyond.append(tag)
            self.open[-1].inside.append(Words(" ", line, column + 1))
            return
        self.open[-1].inside.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """«<p/>» is «<p>» in HTML; only elements without content may be closed like this."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            if tag in self.unseen:
                del self.unseen[len(self.unseen) - 1 - self.unseen[::-1].index(tag) :]
            return
        if tag in self.beyond:
            self.beyond.remove(tag)
            self.handle_data(" ")
            return
        if tag == "br":
            self.handle_starttag(tag, [])
            return
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return
            if self.open[place].tag in _CELLS and tag not in {"table", "tr", "thead", "tbody", "tfoot"}:
                break
        if tag not in _VOID:
            self.complain("unbalanced", f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            line, column = self.getpos()
            self.open[-1].inside.append(Words(data, line, column + 1))

    def handle_comment(self, data: str) -> None:
        self.complain("comment", data)

    def handle_pi(self, data: str) -> None:
        self.complain("comment", data)

    def unknown_decl(self, data: str) -> None:
        """«<![CDATA[…]]>»: a comment to a browser."""
        self.complain("comment", data)

    def _make_room(self, tag: str) -> None:
        """Closes what a browser closes when `tag` begins."""
        ends, barriers = _ENDS.get(tag, (frozenset(), frozenset()))
        if not ends:
            return
        for place in range(len(self.open) - 1, 0, -1):
            held = self.open[place].tag
            if held in ends:
                del self.open[place:]
                return
            if held in barriers:
                return
