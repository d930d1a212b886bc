"""Norm content opened up so that each part of it has an address of its own, and closed again without loss.

Lists whose members have ids (milestones, clocks, branches, delay rules, data rules, codes, sections, references, PICO questions, sources) become `Keyed` dicts in list
order. Sections, which may nest, become one flat list in reading order where each says which section it lies `under`
(«/utredning», or «» at the top): then a section keeps its address when it is moved. Should an id stand twice, the
second gets the key «id~~2».
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from normverk.norm.content import NormContent, read_content, to_plain
from normverk.norm.places import escaped

_ONE, _MANY = "one", "many"
_SHAPES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "content": {
        "sections": (_MANY, "section"),
        "pathway": (_ONE, "pathway"),
        "references": (_MANY, "reference"),
        "sources": (_MANY, "source"),
    },
    "section": {"unit": (_ONE, "unit")},
    "unit": {"picos": (_MANY, "pico")},
    "pathway": {
        "milestones": (_MANY, "milestone"),
        "clocks": (_MANY, "clock"),
        "sources": (_MANY, "source"),
        "derivations": (_MANY, "derivation"),
    },
    "derivation": {},
    "milestone": {"codes": (_MANY, "code")},
    "code": {},
    "clock": {"branches": (_MANY, "branch"), "delays": (_MANY, "delay")},
    "delay": {},
    "branch": {"limit": (_ONE, "limit")},
    "limit": {},
}


class Record(dict[str, Any]):
    """An object whose fields are compared one by one. `shape` names its row in the table of shapes."""

    def __init__(self, fields: dict[str, Any], shape: str) -> None:
        super().__init__(fields)
        self.shape = shape


class Keyed(dict[str, Any]):
    """A list whose members are found by key; the order of the dict is the order of the list."""

    def __init__(self, shape: str) -> None:
        super().__init__()
        self.shape = shape


def open_content(content: NormContent) -> Record:
    """The content as a tree of Record and Keyed; everything else in it is plain JSON data, compared as a whole."""
    opened = open_plain(to_plain(content), "content")
    assert isinstance(opened, Record)
    return opened


def close_content(tree: Record) -> NormContent:
    """The content that the tree came from; raises ValueError when the tree does not make sense as content."""
    try:
        return read_content(close_plain(tree))
    except msgspec.ValidationError as error:
        raise ValueError(f"the changes do not lead to valid content: {error}") from error


def open_plain(plain: Any, shape: str) -> Any:
    """Plain data of one shape, opened; data of a shape without inner addresses (a source, a reference) is returned as it is."""
    if plain is None or shape not in _SHAPES:
        return plain
    record = Record(plain, shape)
    for field, (number, inner) in _SHAPES[shape].items():
        record[field] = _keyed(record[field], inner) if number == _MANY else open_plain(record[field], inner)
    return record


def open_inside(node: Record | Keyed, name: str, plain: Any) -> Any:
    """Plain data opened for the place `name` inside `node`."""
    if isinstance(node, Keyed):
        return open_plain(plain, node.shape)
    return open_plain(plain, _SHAPES[node.shape].get(name, (_ONE, ""))[1])


def close_plain(node: Any) -> Any:
    """Plain data again, with lists for Keyed and with sections nested."""
    if isinstance(node, Keyed):
        return _nested(node) if node.shape == "section" else [close_plain(member) for member in node.values()]
    if isinstance(node, Record):
        return {field: close_plain(value) for field, value in node.items()}
    return node


def _keyed(members: Iterable[dict[str, Any]], shape: str) -> Keyed:
    keyed = Keyed(shape)
    if shape == "section":
        _flatten(members, "", keyed)
        return keyed
    for member in members:
        keyed[_fresh(keyed, _name(member, shape))] = open_plain(member, shape)
    return keyed


def _flatten(sections: Iterable[dict[str, Any]], under: str, into: Keyed) -> None:
    for section in sections:
        key = _fresh(into, section["id"])
        fields = {field: value for field, value in section.items() if field != "sections"}
        into[key] = open_plain({**fields, "under": under}, "section")
        _flatten(section["sections"], f"/{key}", into)


def _nested(flat: Keyed) -> list[dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {"": {"sections": []}}
    for key, section in flat.items():
        fields = {field: close_plain(value) for field, value in section.items() if field != "under"}
        made[f"/{key}"] = {**fields, "sections": []}
    for key, section in flat.items():
        if section["under"] not in made:
            raise ValueError(f"sections/{key}/under: there is no section «{section['under']}»")
        made[section["under"]]["sections"].append(made[f"/{key}"])
    roots: list[dict[str, Any]] = made[""]["sections"]
    if _size(roots) != len(flat):
        raise ValueError("sections: some sections lie under each other in a ring")
    return roots


def _size(sections: list[dict[str, Any]]) -> int:
    return sum(1 + _size(section["sections"]) for section in sections)


def _name(member: dict[str, Any], shape: str) -> str:
    if shape == "source":
        return str(member["title"] or member["url"])
    return str(member["code"] if shape == "code" else member["id"])


def _fresh(keyed: Keyed, name: str) -> str:
    """A key not taken yet; an escaped name never holds «~~», so the number cannot be mistaken for a name."""
    key, number = escaped(name), 1
    while key in keyed:
        number += 1
        key = f"{escaped(name)}~~{number}"
    return key
