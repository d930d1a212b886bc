"""Reads XML as a document: messages, message schemas, FHIR resources and code lists. Entities and network are off.

Every word and every attribute is a value with its line. What stands together in one element is a record, siblings with the
same fields are a table, and HTML inside is read as the text it is.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

from normverk.norm.documents import Document, Grid, Line, Link, Picture, Record
from normverk.norm.documents.blocks import Collector
from normverk.norm.documents.plain import links_in
from normverk.norm.documents.xml_elements import elements, is_simple, local, namespace, place_of, simple_fields
from normverk.norm.documents.xml_lists import lists_in
from normverk.norm.html_in import read_html

XHTML: Final = "http://www.w3.org/1999/xhtml"
_NAMES_ONLY: Final = frozenset(
    {"targetNamespace", "namespace", "schemaLocation", "noNamespaceSchemaLocation", "Algorithm", "base", "type", "ref"}
)
"""Attributes whose addresses are names of vocabularies, and lead no reader anywhere."""
_LEADS: Final = frozenset({"href", "src"})


def read_xml(name: str, data: bytes) -> Document:
    """The document in `data`, in the encoding that it says itself; places are lines. ValueError, with the line, when it is
    no well-formed XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as wrong:
        line, column = wrong.position
        raise ValueError(f"{name}, line {max(line, 1)}, column {column}: this is not XML ({_told(wrong)})") from None
    parts = _Parts(name)
    parts.walk(root)
    lines = tuple(parts.lines)
    words = tuple(line for line in lines if line.place not in parts.names_only)
    return Document(
        name,
        lines,
        tuple(parts.grids),
        (*parts.links, *links_in(words)),
        tuple(parts.pictures),
        records=tuple(parts.records),
        lists=tuple(lists_in(root)),
    )


class _Parts:
    def __init__(self, name: str) -> None:
        self.name = name
        self.bodies = 0
        self.lines: list[Line] = []
        self.grids: list[Grid] = []
        self.links: list[Link] = []
        self.pictures: list[Picture] = []
        self.records: list[Record] = []
        self.names_only: set[str] = set()

    def walk(self, root: Any) -> None:
        """Every element in reading order. The parser itself refuses what is nested more than 256 deep."""
        if namespace(root) == XHTML:
            self._html(root)
            return
        self._own(root)
        for child in root:
            if isinstance(child.tag, str):
                self.walk(child)
            self._words(place_of(child), child.tail)
        self._table(root)

    def _own(self, element: Any) -> None:
        place = place_of(element)
        self._words(place, element.text)
        for key, value in element.attrib.items():
            field = etree.QName(key).localname
            where = f"{place}, @{field}"
            self._words(where, value)
            if field in _NAMES_ONLY:
                self.names_only.add(where)
            elif field in _LEADS:
                self.links.append(Link(where, value))
                self.names_only.add(where)
        fields = simple_fields(element)
        counts = Counter(local(child) for child in elements(element) if not is_simple(child))
        if fields or counts:
            self.records.append(Record(place, tuple(fields), tuple(counts.items())))

    def _words(self, place: str, words: str | None) -> None:
        if words and words.strip():
            self.lines.append(Line(place, " ".join(words.split()), "value"))

    def _html(self, element: Any) -> None:
        self.bodies += 1
        held = Collector(self.name, "nb", self.bodies)
        written = etree.tostring(element, encoding="unicode", with_tail=False, method="html")
        held.blocks(place_of(element), read_html(written, "nb").blocks)
        self.lines += held.lines
        self.grids += held.grids
        self.links += held.links
        self.pictures += held.pictures

    def _table(self, element: Any) -> None:
        """Children of one name with the same simple fields, and nothing else in them, are the rows of a table."""
        children = list(elements(element))
        if len(children) < 2 or len({child.tag for child in children}) != 1:
            return
        rows = [simple_fields(child) for child in children]
        heads = {tuple(key for key, _ in row) for row in rows}
        plain = all(is_simple(inner) for child in children for inner in elements(child))
        (head, *others) = heads
        if plain and not others and len(head) > 1:
            cells = tuple(tuple(value for _, value in row) for row in rows)
            self.grids.append(Grid(place_of(element), head, cells, tuple(place_of(child) for child in children)))


def _told(wrong: Any) -> str:
    return str(wrong.msg).partition(", line ")[0]
