"""What a Word document holds that does not become text of a norm, told one by one: nothing is left out in silence.

Changes that nobody has accepted, comments, boxes, pictures, drawings, formulas, lists of contents, hidden words, and what
stands at the top and foot of the pages. Each is told with the heading it stands under and the words it concerns.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from lxml import etree  # type: ignore[import-untyped]

from normverk.govern.catalogue.word_styles import Styles, W, parsed

MOST_TOLD: Final = 20
"""How many of one kind are told one by one; of the rest only the number is."""

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PICTURES: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_MATHS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PAGE: Final = re.compile(r"word/(?:header|footer)\d*\.xml")
_LONGEST: Final = 200
_UNDECIDED: Final = {
    f"{W}del": "word-deleted",
    f"{W}ins": "word-inserted",
    f"{W}moveTo": "word-moved",
    f"{_MATHS}oMath": "word-formula",
    f"{W}object": "word-drawing",
    f"{W}altChunk": "word-drawing",
}


class Note(msgspec.Struct, frozen=True):
    """One thing that was not understood or was left out: what, in which section, and what was found there."""

    code: str
    section: str = ""
    found: str = ""


def what_is_left_out(archive: zipfile.ZipFile, styles: Styles) -> tuple[Note, ...]:
    """The report of a document that has been checked; XMLSyntaxError when a part is no XML."""
    names = set(archive.namelist())
    notes: list[Note] = []
    comments = _comments(part_of(archive, "word/comments.xml"))
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        if name in names:
            notes += _body(parsed(archive.read(name)), styles, comments)
    for name in sorted(names):
        if _PAGE.fullmatch(name):
            words = _words(parsed(archive.read(name)))
            notes += [Note("word-page", found=words)] if words else []
    return tuple(_few(dict.fromkeys(notes)))


def opened(data: bytes) -> zipfile.ZipFile:
    """The document as an archive."""
    return zipfile.ZipFile(io.BytesIO(data))


def part_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part; nothing when the document does without it."""
    return archive.read(name) if name in archive.namelist() else b""


def _comments(xml: bytes) -> dict[str, str]:
    """The words of each comment by its number."""
    found = parsed(xml).iterfind(f"{W}comment") if xml else ()
    return {one.get(f"{W}id", ""): _words(one) for one in found}


def _body(root: Any, styles: Styles, comments: dict[str, str]) -> Iterator[Note]:
    """Walks through the document as it is read; what stands inside something told is not told again."""
    here, waiting = "", [root]
    while waiting:
        one = waiting.pop()
        if not isinstance(one.tag, str) or one.tag == f"{_MC}Fallback":
            continue
        if one.tag == f"{W}p":
            style = _style(one)
            if style in styles.levels:
                here = _words(one, gone=False) or here
            elif style in styles.contents:
                yield Note("word-contents")
                continue
        if one.tag == f"{W}commentReference":
            yield Note("word-comment", here, comments.get(one.get(f"{W}id", ""), ""))
        code, found = _told(one)
        if code and (found or code in {"word-picture-bare", "word-drawing", "word-formula"}):
            yield Note(code, here, found)
        if code not in {"word-deleted", "word-formula"}:
            waiting += reversed(one)


def _told(one: Any) -> tuple[str, str]:
    """The code of what is told of this element and the words it concerns; two empty strings for most."""
    if one.tag in {f"{_DRAWN}inline", f"{_DRAWN}anchor"}:
        return _drawing(one)
    code = _UNDECIDED.get(one.tag, "")
    if one.tag == f"{W}tr" and one.find(f"{W}trPr/{W}del") is not None:
        code = "word-deleted"
    elif one.tag == f"{W}txbxContent":
        code = "word-box" if _is_read(one) else "word-box-lost"
    elif one.tag == f"{W}r" and _is_on(one.find(f"{W}rPr/{W}vanish")):
        code = "word-hidden"
    return code, _words(one) if code else ""


def _drawing(one: Any) -> tuple[str, str]:
    """A picture with the words instead of it, or something drawn; a box of words is told for itself."""
    about = one.find(f"{_DRAWN}docPr")
    said = "" if about is None else " ".join((about.get("descr") or "").split())
    if one.find(f".//{_PICTURES}pic") is not None:
        return ("word-picture", said[:_LONGEST]) if said else ("word-picture-bare", "")
    if one.find(f".//{W}txbxContent") is not None:
        return "", ""
    return "word-drawing", said[:_LONGEST]


def _is_read(box: Any) -> bool:
    """Whether the words of a box are there once more in the form that is read."""
    choice = next(box.iterancestors(f"{_MC}AlternateContent"), None)
    return choice.find(f"{_MC}Fallback") is not None if choice is not None else not _in_drawing(box)


def _in_drawing(box: Any) -> bool:
    return next(box.iterancestors(f"{_DRAWN}inline", f"{_DRAWN}anchor"), None) is not None


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{W}val", "1") not in {"0", "false"}


def _style(paragraph: Any) -> str:
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if named is None else str(named.get(f"{W}val", ""))


def _words(one: Any, *, gone: bool = True) -> str:
    """The words inside, on one line; those that were taken out only when `gone`."""
    tags = [f"{W}t", f"{W}delText", f"{_MATHS}t"] if gone else [f"{W}t"]
    found = one.iter(*tags, f"{W}p", f"{W}tab", f"{W}br")
    said = [(held.text or "") if held.tag in tags else " " for held in found]
    return " ".join("".join(said).split())[:_LONGEST]


def _few(notes: dict[Note, None]) -> Iterator[Note]:
    told: Counter[str] = Counter()
    for note in notes:
        told[note.code] += 1
        if told[note.code] <= MOST_TOLD:
            yield note
    for code, number in told.items():
        if number > MOST_TOLD:
            yield Note(code, found=f"+ {number - MOST_TOLD}")


BROKEN: Final = (etree.XMLSyntaxError, ValueError, KeyError)
"""What reading the parts may raise."""
