"""Reads files, folders and packages for `normverk lint`, as norms, documents and code lists."""

from __future__ import annotations

import io
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from normverk.base.commands import Unusable
from normverk.norm.code_lists import CodeList
from normverk.norm.content import NormContent, read_stored
from normverk.norm.documents import Document
from normverk.norm.documents.blocks import Collector
from normverk.norm.documents.data import read_data
from normverk.norm.documents.fsh import read_fsh
from normverk.norm.documents.lists import list_in_rows, versions
from normverk.norm.documents.plain import read_plain
from normverk.norm.documents.tables import read_csv
from normverk.norm.documents.xml_data import read_xml
from normverk.norm.html_in import read_html

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one file, unpacked or not; more is no norm."""

_NORM_FIELDS: Final = {"kind", "title", "purpose", "scope", "target_group", "owner"}
_SUFFIXES: Final = frozenset({".json", ".csv", ".txt", ".md", ".tgz", ".fsh", ".html", ".htm", ".xml", ".xsd"})


class Source(msgspec.Struct, frozen=True):
    """One thing that was read: a norm, or a document with the code lists in it."""

    name: str
    norm: NormContent | None = None
    document: Document | None = None
    lists: tuple[CodeList, ...] = ()


class Skipped(msgspec.Struct, frozen=True):
    """A file in a folder that is of a kind that is not read."""

    name: str


def read_path(path: Path) -> Iterator[Source | Skipped]:
    """Everything at `path`: one file, or all files of a folder in order. Raises Unusable, naming file and way out."""
    if path.is_dir():
        for inner in sorted(one for one in path.rglob("*") if one.is_file()):
            name = inner.relative_to(path).as_posix()
            if inner.suffix.lower() in _SUFFIXES:
                yield from read_bytes(name, _bytes(inner))
            else:
                yield Skipped(name)
    elif path.is_file():
        if path.suffix.lower() not in _SUFFIXES:
            raise Unusable(f"{path} is of a kind that is not read; these are: {', '.join(sorted(_SUFFIXES))}")
        yield from read_bytes(path.name, _bytes(path))
    else:
        raise Unusable(f"{path} is neither a file nor a folder, nor an edition (slug/number)")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Unusable(f"{path} is larger than {LARGEST // 1024 // 1024} MB; split it")
        return path.read_bytes()
    except OSError as wrong:
        raise Unusable(f"{path} cannot be read: {wrong.strerror}") from None


def read_bytes(name: str, data: bytes) -> Iterator[Source | Skipped]:
    """What one file holds, by the ending of its name."""
    suffix = Path(name).suffix.lower()
    if suffix == ".tgz":
        yield from _package(name, data)
        return
    if suffix in {".xml", ".xsd"}:
        yield _xml(name, data)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unusable(f"{name} is not UTF-8 (byte {wrong.start}); save it as UTF-8") from None
    try:
        yield _text(name, suffix, text)
    except ValueError as wrong:
        raise Unusable(str(wrong)) from None


def _text(name: str, suffix: str, text: str) -> Source:
    if suffix == ".json":
        return _json(name, text)
    if suffix == ".csv":
        document = read_csv(name, text)
        found = list_in_rows(_system_in(name), document.records)
        return Source(name, document=document, lists=(found,) if found else ())
    if suffix == ".fsh":
        return Source(name, document=read_fsh(name, text))
    if suffix in {".html", ".htm"}:
        held = Collector(name, "nb")
        held.blocks("", read_html(text, "nb").blocks)
        return Source(name, document=held.document())
    return Source(name, document=read_plain(name, text))


def _xml(name: str, data: bytes) -> Source:
    """XML says itself which encoding it is in."""
    try:
        document = read_xml(name, data)
    except ValueError as wrong:
        raise Unusable(str(wrong)) from None
    return Source(name, document=document, lists=tuple(_named(name, one) for one in document.lists))


def _json(name: str, text: str) -> Source:
    try:
        plain = json.loads(text)
    except json.JSONDecodeError as wrong:
        raise ValueError(f"{name}, line {wrong.lineno}, column {wrong.colno}: this is not JSON ({wrong.msg})") from None
    except RecursionError:
        raise ValueError(f"{name} is nested too deeply to be data") from None
    if isinstance(plain, dict) and plain.keys() >= _NORM_FIELDS:
        try:
            return Source(name, norm=read_stored(plain))
        except msgspec.ValidationError as wrong:
            raise ValueError(f"{name} looks like a norm, but is none: {wrong}") from None
    document = read_data(name, plain)
    lists = document.lists or _bare_list(name, plain)
    return Source(name, document=document, lists=(*(_named(name, one) for one in lists), *_versions(name, plain)))


def _named(name: str, one: CodeList) -> CodeList:
    return msgspec.structs.replace(one, place=f"{name}:{one.place}")


def _versions(name: str, plain: Any) -> Iterator[CodeList]:
    for one in versions(plain):
        yield _named(name, one)


def _bare_list(name: str, plain: Any) -> tuple[CodeList, ...]:
    """A bare list of codes, called after the number in the name of its file."""
    rows = plain if isinstance(plain, list) else []
    found = list_in_rows(_system_in(name), read_data(name, {"codes": rows}).records[1:]) if rows else None
    return (found,) if found else ()


def _system_in(name: str) -> str:
    number = re.search(r"\d{4}", Path(name).name)
    return number[0] if number else name


def _package(name: str, data: bytes) -> Iterator[Source | Skipped]:
    """The JSON files of a package; of a release of ours that is its norm."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            members = sorted((one for one in archive if one.isfile()), key=lambda one: one.name)
            if sum(one.size for one in members) > LARGEST:
                raise Unusable(f"{name} is larger than {LARGEST // 1024 // 1024} MB when unpacked")
            for member in members:
                held = archive.extractfile(member)
                if held is not None and member.name.endswith(".json") and "/." not in f"/{member.name}":
                    yield from read_bytes(f"{name}!{member.name}", held.read())
    except (tarfile.TarError, EOFError, OSError) as wrong:
        raise Unusable(f"{name} is not a package that can be unpacked ({wrong})") from None
