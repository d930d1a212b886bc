"""HTML as a tree of elements, with the tags that were left open closed as a browser would close them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
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
    parser = _Parser(told)
    parser.feed(html)
    parser.close()
    return parser.root.inside


class _Parser(HTMLParser):
    def __init__(self, told: Told) -> None:
        super().__init__(convert_charrefs=True)
        self.told = told
        self.root = Element("", {}, 1, 1)
        self.open = [self.root]
        self.unseen: list[str] = []
        self.beyond: list[str] = []

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
