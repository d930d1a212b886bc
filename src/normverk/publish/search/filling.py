"""What stands in an index file, and filling it: documents, words, facets, and the terms that very many share."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

from normverk.publish.search.document import SearchDocument
from normverk.publish.search.masks import from_bytes, mask_of, to_bytes
from normverk.publish.search.norwegian import STOP, fold, is_code, term
from normverk.publish.search.spelling import grams
from normverk.publish.search.terms import COLUMNS, Lexicon, Written, analysed, lexicon_of, written

COMMON: Final = 400
"""A term in more documents than this is kept as a set of bits beside the postings."""
EVERYTHING: Final = ("", "")
"""The facet, and its value, that every document has."""

SCHEMA: Final = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, status TEXT NOT NULL, valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL, payload BLOB NOT NULL, analysed BLOB NOT NULL);
CREATE INDEX document_by_begin ON document (status, valid_from);
CREATE INDEX document_by_end ON document (status, valid_to);
CREATE TABLE facet (facet TEXT NOT NULL, value TEXT NOT NULL, mask BLOB NOT NULL, PRIMARY KEY (facet, value));
CREATE TABLE word (id INTEGER PRIMARY KEY, surface TEXT NOT NULL, tongue TEXT NOT NULL, shown TEXT NOT NULL,
  term TEXT NOT NULL, documents INTEGER NOT NULL, UNIQUE (surface, tongue));
CREATE INDEX word_by_term ON word (term);
CREATE TABLE gram (gram TEXT PRIMARY KEY, words BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE common (term TEXT PRIMARY KEY, mask BLOB NOT NULL);
CREATE VIRTUAL TABLE found USING fts5({", ".join(COLUMNS)}, content='', tokenize='unicode61 remove_diacritics 0');
"""
_SEPARATOR: Final = "\x1f"
_NAMES: Final = ", ".join(COLUMNS)
_MARKS: Final = ", ".join("?" * (len(COLUMNS) + 1))
_ADD: Final = f"INSERT INTO found (rowid, {_NAMES}) VALUES ({_MARKS})"  # noqa: S608  (names of ours)
_REMOVE: Final = f"INSERT INTO found (found, rowid, {_NAMES}) VALUES ('delete', {_MARKS})"  # noqa: S608


def made_by() -> str:
    """What an index depends on beside its documents: the form of the file, the stemmer, and the tables of words."""
    tables = Path(__file__).with_name("words.toml").read_bytes()
    parts = (SCHEMA.encode(), version("snowballstemmer").encode(), tables)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def pack(document: SearchDocument) -> bytes:
    """A document as it is kept."""
    return zlib.compress(msgspec.json.encode(document), 3)


def unpack(kept: bytes) -> SearchDocument:
    """A kept document."""
    return msgspec.json.decode(zlib.decompress(kept), type=SearchDocument)


def add_words(db: sqlite3.Connection, counts: Mapping[Written, int]) -> None:
    """Adds to the words of the index how many more documents use each."""
    by_surface: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for form, number in counts.items():
        surface = fold(form.word)
        if surface and surface not in STOP:
            by_surface[surface, form.tongue][form.word] += number
    known = {(surface, tongue) for surface, tongue in db.execute("SELECT surface, tongue FROM word")}
    for (surface, tongue), forms in sorted(by_surface.items()):
        shown = min(forms, key=lambda form: (-forms[form], form))
        held = term(surface, "en" if tongue == "en" else "no")
        db.execute(
            "INSERT INTO word (surface, tongue, shown, term, documents) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (surface, tongue) DO UPDATE SET documents = max(0, documents + excluded.documents)",
            (surface, tongue, shown, held, sum(forms.values())),
        )
    _add_grams(db, known)


def lexicon(db: sqlite3.Connection) -> Lexicon:
    """How words are analysed, with compounds parted on the words that the index knows."""
    rows = db.execute("SELECT surface, term FROM word WHERE tongue = 'no' AND documents > 0").fetchall()
    known = {word for row in rows for word in row if not is_code(word)}
    known.update(f"{held}e" for _, held in rows)
    return lexicon_of(known.__contains__)


def add_documents(db: sqlite3.Connection, documents: Iterable[SearchDocument], first_id: int) -> dict[int, set[str]]:
    """Adds documents under ids from `first_id` on, and their facets; returns their terms where they are to be known."""
    look = lexicon(db)
    facets: dict[tuple[str, str], list[int]] = defaultdict(list)
    terms: dict[int, set[str]] = {}
    for id, document in enumerate(documents, first_id):
        columns = analysed(document, look)
        db.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                id,
                document.key,
                document.status,
                str(document.valid_from or ""),
                str(document.valid_to or ""),
                pack(document),
                zlib.compress(_SEPARATOR.join(columns).encode(), 3),
            ),
        )
        db.execute(_ADD, (id, *columns))
        for facet in document.facets():
            facets[facet].append(id)
        facets[EVERYTHING].append(id)
        if first_id > 1:
            terms[id] = {held for column in columns for held in column.split()}
    for (name, value), ids in sorted(facets.items()):
        _merge(db, name, value, mask_of(ids))
    return terms


def remove_documents(db: sqlite3.Connection, ids: Iterable[int]) -> Counter[Written]:
    """Takes documents out, and returns how often their words are to be counted less."""
    less: Counter[Written] = Counter()
    gone = 0
    for id in ids:
        payload, kept = db.execute("SELECT payload, analysed FROM document WHERE id = ?", (id,)).fetchone()
        columns = zlib.decompress(kept).decode().split(_SEPARATOR)
        db.execute(_REMOVE, (id, *columns))
        db.execute("DELETE FROM document WHERE id = ?", (id,))
        less.update(written(unpack(payload)))
        gone |= 1 << id
    if gone:
        for kept_masks, change in (
            ("SELECT rowid, mask FROM facet", "UPDATE facet SET mask = ? WHERE rowid = ?"),
            ("SELECT rowid, mask FROM common", "UPDATE common SET mask = ? WHERE rowid = ?"),
        ):
            rows = db.execute(kept_masks).fetchall()
            db.executemany(change, [(to_bytes(from_bytes(mask) & ~gone), row) for row, mask in rows])
    return less


def keep_common(db: sqlite3.Connection) -> None:
    """Writes down, for each term that very many documents share, which they are."""
    db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, found, row)")
    rows = db.execute("SELECT term FROM temp.vocabulary WHERE doc > ? ORDER BY term", (COMMON,)).fetchall()
    for (held,) in rows:
        ids = (id for (id,) in db.execute("SELECT rowid FROM found WHERE found MATCH ?", (f'"{held}"',)))
        db.execute("INSERT INTO common VALUES (?, ?)", (held, to_bytes(mask_of(ids))))
    db.execute("DROP TABLE temp.vocabulary")


def extend_common(db: sqlite3.Connection, terms: Mapping[int, set[str]]) -> None:
    """Adds new documents to the sets of the terms that very many share."""
    for held, mask in db.execute("SELECT term, mask FROM common").fetchall():
        more = mask_of(id for id, words in terms.items() if held in words)
        if more:
            db.execute("UPDATE common SET mask = ? WHERE term = ?", (to_bytes(from_bytes(mask) | more), held))


def _merge(db: sqlite3.Connection, facet: str, value: str, more: int) -> None:
    row = db.execute("SELECT mask FROM facet WHERE facet = ? AND value = ?", (facet, value)).fetchone()
    mask = from_bytes(row[0]) | more if row else more
    db.execute("INSERT OR REPLACE INTO facet (facet, value, mask) VALUES (?, ?, ?)", (facet, value, to_bytes(mask)))


def _add_grams(db: sqlite3.Connection, known: set[tuple[str, str]]) -> None:
    more: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for id, surface, tongue in db.execute("SELECT id, surface, tongue FROM word ORDER BY id"):
        if (surface, tongue) not in known and not is_code(surface):
            for gram in grams(surface):
                more[gram].append(id)
    for gram, ids in sorted(more.items()):
        row = db.execute("SELECT words FROM gram WHERE gram = ?", (gram,)).fetchone()
        before = row[0] if row else b""
        db.execute("INSERT OR REPLACE INTO gram VALUES (?, ?)", (gram, before + ids.tobytes()))
