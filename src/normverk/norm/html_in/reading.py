"""From elements to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from normverk.norm.blocks import Block, BulletList, Heading, Item, Mark, MarkKind, Paragraph, Quote
from normverk.norm.html_in.addresses import address_of, attributes
from normverk.norm.html_in.complaints import Complaint, excerpt
from normverk.norm.html_in.elements import HEADINGS, Element, Words, read_elements
from normverk.norm.html_in.flow import Flow
from normverk.norm.html_in.levels import levelled
from normverk.norm.html_in.line import LineBuilder
from normverk.norm.source import web_address
from normverk.norm.text import Text

_MARKS: Final[dict[str, MarkKind]] = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis", "dfn": "emphasis",
    "var": "emphasis", "code": "code", "kbd": "code", "samp": "code", "tt": "code", "sub": "sub", "sup": "sup",
}  # fmt: skip
_PLAIN: Final = frozenset(
    {"span", "font", "u", "small", "big", "mark", "ins", "abbr", "acronym", "q", "time", "label", "button", "bdi", "bdo",
     "ruby", "rb", "rt", "rp", "data", "output", "wbr", "select", "option", "noscript", "svg", "picture", "source"}
)  # fmt: skip
_BREAKING: Final = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "address", "center", "form", "fieldset",
     "legend", "details", "summary", "pre", "html", "body", "head", "dl", "dt", "dd", "hgroup", "figcaption", "textarea"}
)  # fmt: skip
_EMBEDDED: Final = frozenset({"iframe", "object", "embed", "video", "audio"})
_SILENT: Final = frozenset({"hr", "meta", "link", "base", "input", "col", "colgroup", "area", "track", "param"})
_STRUCK: Final = frozenset({"s", "del", "strike"})
_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_UNSEEN: Final = re.compile(f"[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff{_INVISIBLE}]")
_ODD: Final = re.compile(f"[\\t\\xa0]|{_UNSEEN.pattern}")
_TABLE: Final = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"})


class Read(msgspec.Struct, frozen=True):
    """What was read: the blocks, what was mended on the way, and the level of heading that became level 1."""

    blocks: tuple[Block, ...]
    complaints: tuple[Complaint, ...] = ()
    top: int = 2


def read_html(html: str, language: str = "nb", *, base: str = "", api_host: str = "") -> Read:
    """The blocks that `html` says, in one language.

    Links that are written relative to a page lead from `base`. Links to `api_host`, which a reader cannot follow, are
    kept and complained of: who shows them knows what of that host is here too.
    """
    reader = Reader(language, base, api_host)
    flow = Flow(reader)
    reader.read(read_elements(html, reader.tell), flow)
    blocks = levelled(flow.done(), reader.headings, reader.tell)
    top = min((int(heading.tag[1]) for heading in reader.headings), default=2)
    return Read(blocks, tuple(reader.complaints), top)


class Reader:
    """What stays the same while one text is read."""

    def __init__(self, language: str, base: str, api_host: str) -> None:
        self.language, self.base, self.api_host = language, base, api_host
        self.complaints: list[Complaint] = []
        self.at: Element | Words = Words("", 1, 1)
        self.headings: list[Element] = []
        """Those met so far. Until all is read, a heading's level is its number in here; see `levels`."""

    def tell(self, kind: str, line: int, column: int, found: str) -> None:
        self.complaints.append(Complaint(kind, line, column, excerpt(found)))

    def here(self, kind: str, found: str = "") -> None:
        """A complaint about the place that is read just now."""
        self.tell(kind, self.at.line, self.at.column, found)

    def text(self, words: str) -> Text:
        return Text(**{"nb": "", self.language: words})

    def read(self, nodes: Iterable[Element | Words], flow: Flow) -> None:
        for node in nodes:
            self.at = node
            if isinstance(node, Words):
                flow.line.add(self.clean(node.words))
            else:
                attributes(self, node)
                self._element(node, flow)

    def clean(self, words: str) -> str:
        """Words without signs that nobody can see; told as complaints."""
        if not _ODD.search(words):
            return words
        if "\xa0" in words:
            self.here("no-break-space", words)
        if "\t" in words:
            self.here("tab", words)
        if found := _UNSEEN.findall(words):
            self.here("control-sign", " ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(found)))
            words = _UNSEEN.sub(lambda sign: "" if sign[0] in _INVISIBLE else " ", words)
        return words

    def _element(self, node: Element, flow: Flow) -> None:
        tag = node.tag
        if tag in _MARKS:
            self._marked(node, _MARKS[tag], "", flow)
        elif tag == "a":
            self._link(node, flow)
        elif tag in HEADINGS:
            self._heading(node, flow)
        elif tag in {"ul", "ol", "menu", "dir"}:
            self._list(node, flow)
        elif tag == "blockquote":
            self._quote(node, flow)
        elif tag == "img":
            self._picture(node, flow)
        elif tag == "figure":
            self._figure(node, flow)
        elif tag == "br":
            self._break(flow)
        elif tag == "table":
            self._table(node, flow)
        elif tag in _SILENT:
            flow.flush()
        elif tag in _EMBEDDED:
            self._embedded(node, flow)
        else:
            self._through(node, flow)

    def _through(self, node: Element, flow: Flow) -> None:
        """What says nothing of its own: what is in it is read; some of it stands on lines of its own."""
        tag = node.tag
        if tag in _STRUCK:
            self.here("struck-out", f"<{tag}>")
        elif tag in _TABLE or tag == "li":
            self.here("misplaced", f"<{tag}>")
        elif tag not in _PLAIN and tag not in _BREAKING:
            self.here("unknown-element", f"<{tag}>")
        breaking = tag not in _PLAIN and tag not in _STRUCK
        before = len(flow.made)
        if breaking:
            flow.flush()
        self.read(node.inside, flow)
        if breaking:
            flow.flush()
        if tag == "p" and len(flow.made) == before:
            self.at = node
            self.here("empty-element", "<p>")

    def _marked(self, node: Element, kind: MarkKind, href: str, flow: Flow) -> None:
        if not node.inside:
            self.here("empty-element", f"<{node.tag}>")
        flow.marks.append((kind, href, flow.line.length))
        self.read(node.inside, flow)
        _, _, start = flow.marks.pop()
        flow.line.mark(kind, start, href)

    def _link(self, node: Element, flow: Flow) -> None:
        href = node.attributes.get("href", "").strip()
        address = address_of(self, href) if "href" in node.attributes else ""
        if any(kind == "link" for kind, _, _ in flow.marks):
            self.here("nested-link", href)
            address = ""
        if address:
            self._marked(node, "link", address, flow)
        else:
            self.read(node.inside, flow)

    def _break(self, flow: Flow) -> None:
        if flow.line.length:
            self.here("line-break")
        flow.flush()

    def _heading(self, node: Element, flow: Flow) -> None:
        inner = flow.inner()
        self.read(node.inside, inner)
        made = inner.done()
        line = LineBuilder()
        while made and isinstance(made[0], Paragraph):
            piece = made.pop(0)
            assert isinstance(piece, Paragraph)
            line.add(" ")
            start = line.length
            line.add(getattr(piece.text, self.language))
            line.marks += [(mark.kind, mark.start + start, mark.end + start, mark.href) for mark in piece.marks]
        self.at = node
        words, marks = line.done(self.language, lambda kind, found: None)
        if words:
            self.headings.append(node)
            flow.made.append(Heading(len(self.headings), self.text(words), marks))
        else:
            self.here("empty-element", f"<{node.tag}>")
        flow.made += made

    def _list(self, node: Element, flow: Flow) -> None:
        flow.flush()
        items: list[Item] = []
        for child in node.inside:
            self.at = child
            if isinstance(child, Words):
                if not child.words.strip():
                    continue
                self.here("misplaced", child.words)
            elif child.tag != "li":
                self.here("misplaced", f"<{child.tag}>")
            else:
                attributes(self, child)
            inner = flow.inner()
            is_item = isinstance(child, Element) and child.tag == "li"
            self.read(child.inside if is_item and isinstance(child, Element) else [child], inner)
            text, marks, more = inner.lead()
            if not is_item and items and more and text == Text(nb=""):
                items[-1] = msgspec.structs.replace(items[-1], blocks=items[-1].blocks + more)
            elif text != Text(nb="") or more:
                items.append(Item(text, marks, more))
            else:
                self.at = child
                self.here("empty-element", "<li>")
        self.at = node
        if items:
            flow.made.append(BulletList(tuple(items), ordered=node.tag == "ol"))
        else:
            self.here("empty-element", f"<{node.tag}>")

    def _quote(self, node: Element, flow: Flow) -> None:
        inner = flow.inner()
        self.read(node.inside, inner)
        made = tuple(inner.done())
        if made:
            flow.made.append(Quote(made))
        else:
            self.at = node
            self.here("empty-element", "<blockquote>")

    def _picture(self, node: Element, flow: Flow) -> None:
        from normverk.norm.html_in.pictures import picture

        flow.flush()
        for kind, href, _ in flow.marks:
            if kind == "link":
                self.here("linked-image", href)
        flow.made += picture(self, node)

    def _figure(self, node: Element, flow: Flow) -> None:
        from normverk.norm.html_in.pictures import figure

        inner = flow.inner()
        flow.made += figure(self, node, inner)

    def _embedded(self, node: Element, flow: Flow) -> None:
        """A film or a page in the page: its address as a link, and the words meant for those who cannot see it."""
        flow.flush()
        address = web_address(node.attributes.get("src") or node.attributes.get("data") or "")
        self.here("embedded", address or f"<{node.tag}>")
        if address:
            words = " ".join((node.attributes.get("title") or address).split()) or address
            flow.made.append(Paragraph(self.text(words), (Mark("link", 0, len(words), self.language, address),)))
        self.read(node.inside, flow)
        flow.flush()

    def _table(self, node: Element, flow: Flow) -> None:
        from normverk.norm.html_in.tables import table

        flow.flush()
        flow.made += table(self, node, flow)

    def number(self, given: Any) -> int:
        """A number of columns or rows that a cell spans; 1 when it is none."""
        words = str(given).strip()
        return min(max(int(words), 1), 200) if words.isdecimal() and len(words) < 6 else 1
