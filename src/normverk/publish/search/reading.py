"""Reading the index: a connection for each thread, and what all threads share of one index file.

The file in place never changes, so it is opened as immutable; another file in its place is noticed by its number and
time, once a question.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from normverk.base.events.queries import Checkpoint
from normverk.publish.search import spelling
from normverk.publish.search.document import SearchDocument
from normverk.publish.search.filling import EVERYTHING, unpack
from normverk.publish.search.masks import from_bytes, ids_of, mask_of
from normverk.publish.search.spelling import Candidate

STANDINGS: Final = ("in-force", "not-yet", "ended")
"""What dates say of a document on a day. A document's own status word, such as withdrawn, goes before them."""
_DAYS_KEPT: Final = 32
_RANKED: Final = "SELECT rowid, rank FROM found WHERE found MATCH ?"


class NotBuilt(Exception):  # noqa: N818
    """There is no index yet, none that can be read, or none of this database; `normverk search index` makes it."""


@dataclass
class Shared:
    """What is read once of an index: which documents have which facet, and when they are first asked for, which have a
    common term and what stands on a day. Little is read at first, so that a new index answers at once.
    """

    serial: str
    made_at: str
    log: Checkpoint
    everything: int
    facets: dict[str, dict[str, int]]
    common: dict[str, int] = field(default_factory=dict)
    standings: dict[date, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Index:
    """An open index, for the thread that opened it."""

    db: sqlite3.Connection
    shared: Shared

    def is_known(self, surface: str) -> bool:
        """True when some document has the word."""
        row = self.db.execute("SELECT 1 FROM word WHERE surface = ? AND documents > 0", (surface,)).fetchone()
        return row is not None

    def has_term(self, term: str) -> bool:
        """True when some document has a form of the word."""
        row = self.db.execute("SELECT 1 FROM word WHERE term = ? AND documents > 0 LIMIT 1", (term,)).fetchone()
        return row is not None

    def beginning_with(self, surface: str, limit: int) -> tuple[str, ...]:
        """The terms of the most common words that begin so."""
        rows = self.db.execute(
            "SELECT term, sum(documents) AS n FROM word WHERE surface >= ? AND surface < ? AND documents > 0"
            " GROUP BY term ORDER BY n DESC, term LIMIT ?",
            (surface, f"{surface}\U0010ffff", limit),
        )
        return tuple(term for term, _ in rows)

    def is_form(self, surface: str) -> bool:
        """True when it is a word here, or the stem of one, with or without its e: what a compound may be made of."""
        return self.is_known(surface) or self.has_term(surface) or (surface[-1:] == "e" and self.has_term(surface[:-1]))

    def holding(self, surface: str, limit: int) -> tuple[str, ...]:
        """The terms of the most common words that have it somewhere inside: forløp in pakkeforløp."""
        inner = [gram for gram in spelling.grams(surface) if "^" not in gram and "$" not in gram]
        shared: set[int] | None = None
        for postings in sorted((self._having_gram(gram) for gram in inner), key=len):
            shared = set(postings) if shared is None else shared.intersection(postings)
            if not shared:
                return ()
        rows = self.db.execute(
            "SELECT term, sum(documents) AS n FROM word WHERE id IN (SELECT value FROM json_each(?))"
            " AND documents > 0 AND instr(surface, ?) > 0 GROUP BY term ORDER BY n DESC, term LIMIT ?",
            (json.dumps(sorted(shared or ())), surface, limit),
        )
        return tuple(term for term, _ in rows)

    def near(self, surface: str) -> tuple[Candidate, ...]:
        """The words that may have been meant, the likeliest first."""
        if not spelling.faults_allowed(surface):
            return ()
        shares: Counter[int] = Counter()
        for gram in spelling.grams(surface):
            shares.update(self._having_gram(gram))
        likely = [id for id, _ in shares.most_common(spelling.CANDIDATES)]
        rows = self.db.execute(
            "SELECT surface, shown, term, documents FROM word WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(likely),),
        )
        return spelling.best(surface, (Candidate(*row) for row in rows))

    def _having_gram(self, gram: str) -> memoryview:
        row = self.db.execute("SELECT words FROM gram WHERE gram = ?", (gram,)).fetchone()
        return memoryview(row[0] if row else b"").cast("I")

    def written(self, terms: Iterable[str]) -> frozenset[str]:
        """Every word of the index that has one of these terms, folded and as it is mostly written."""
        rows = self.db.execute(
            "SELECT surface, shown FROM word WHERE term IN (SELECT value FROM json_each(?))", (json.dumps(list(terms)),)
        )
        return frozenset(word for row in rows for word in row)

    def having(self, term: str) -> int:
        """The documents that have the term, as a mask."""
        kept = self.shared.common
        if term not in kept:
            row = self.db.execute("SELECT mask FROM common WHERE term = ?", (term,)).fetchone()
            if row is None:
                return self.matching(f'"{term}"')
            kept[term] = from_bytes(row[0])
        return kept[term]

    def matching(self, expression: str) -> int:
        """The documents that an FTS5 expression finds, as a mask."""
        return mask_of(id for (id,) in self.db.execute("SELECT rowid FROM found WHERE found MATCH ?", (expression,)))

    def ranked(self, expression: str, among: int | None = None) -> Iterable[tuple[int, float]]:
        """What an expression finds with its bm25, the best first; FTS5's figures are negative, these are not.

        Of a few `among` what it finds only those are ranked, which takes most of the time.
        """
        kept, values = "", [expression]
        if among is not None:
            # The plus keeps SQLite from asking FTS5 for one id at a time.
            kept, values = (
                " AND +rowid IN (SELECT value FROM json_each(?))",
                [expression, json.dumps(list(ids_of(among)))],
            )
        rows = self.db.execute(f"{_RANKED}{kept} ORDER BY rank, rowid", values)
        return ((id, -rank) for id, rank in rows)

    def standings(self, day: date) -> Mapping[str, int]:
        """Which documents are in force on a day, not yet, or no longer; and those with a status word of their own."""
        kept = self.shared.standings
        if day not in kept:
            if len(kept) >= _DAYS_KEPT:
                kept.clear()
            kept[day] = self._standings(day)
        return kept[day]

    def _standings(self, day: date) -> dict[str, int]:
        """Only those that are not in force are listed, from the two indexes of dates; the rest are."""
        found = {"in-force": self.shared.everything}
        found["not-yet"] = self._ids("status = '' AND valid_from > ?", day.isoformat())
        found["ended"] = (
            self._ids("status = '' AND valid_to > '' AND valid_to < ?", day.isoformat()) & ~found["not-yet"]
        )
        for (status,) in self.db.execute("SELECT DISTINCT status FROM document WHERE status > ''").fetchall():
            found[status] = self._ids("status = ?", status)
        for name, mask in found.items():
            if name != "in-force":
                found["in-force"] &= ~mask
        return found

    def _ids(self, where: str, value: str) -> int:
        return mask_of(id for (id,) in self.db.execute(f"SELECT id FROM document WHERE {where}", (value,)))  # noqa: S608

    def documents(self, ids: Iterable[int]) -> list[SearchDocument]:
        """The documents with these ids, in this order."""
        found = []
        for id in ids:
            row = self.db.execute("SELECT payload FROM document WHERE id = ?", (id,)).fetchone()
            found.append(unpack(row[0]))
        return found


_held = threading.local()
_shared: dict[str, Shared] = {}


def open_index(path: Path) -> Index:
    """The index in place now; raises NotBuilt when there is none that can be read."""
    try:
        state = path.stat()
    except OSError:
        raise NotBuilt(str(path)) from None
    stamp = (str(path), state.st_ino, state.st_mtime_ns, state.st_size)
    if getattr(_held, "stamp", None) != stamp:
        index = _read(path)
        if getattr(_held, "index", None) is not None:
            # In its own time: freeing a file that another has taken the place of may take longer than an answer.
            threading.Thread(target=_held.index.db.close).start()
        _held.index, _held.stamp = index, stamp
    found: Index = _held.index
    return found


def _read(path: Path) -> Index:
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        db.executescript("PRAGMA mmap_size = 268435456; PRAGMA query_only = 1")
        facts = dict(db.execute("SELECT name, value FROM meta"))
        serial = facts["serial"]
        if serial not in _shared:
            read = _load(db, facts)
            _shared.clear()
            _shared[serial] = read
        return Index(db, _shared[serial])
    except (sqlite3.DatabaseError, KeyError) as wrong:
        db.close()
        raise NotBuilt(str(path)) from wrong


def _load(db: sqlite3.Connection, facts: Mapping[str, str]) -> Shared:
    facets: dict[str, dict[str, int]] = {}
    for facet, value, mask in db.execute("SELECT facet, value, mask FROM facet"):
        facets.setdefault(facet, {})[value] = from_bytes(mask)
    facet, value = EVERYTHING
    everything = facets.pop(facet, {}).get(value, 0)
    seq, hash = facts["log"].split()
    return Shared(facts["serial"], facts["made_at"], Checkpoint(int(seq), hash), everything, facets)
