"""Asking the index. Who may ask is the caller's to settle: what is in the index is public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings

from normverk.norm.text import Text
from normverk.publish.search.answers import Answer, Asked, Facet, Hit, Value
from normverk.publish.search.asking import Group, understand
from normverk.publish.search.belonging import is_of_this_log
from normverk.publish.search.document import FACETS, SearchDocument
from normverk.publish.search.index import NAME
from normverk.publish.search.norwegian import WORD, fold, plain
from normverk.publish.search.ranking import Found, find, ordered
from normverk.publish.search.reading import Index, NotBuilt, open_index
from normverk.publish.search.spans import Marks, Piece, marks_of, passage, pieces

MOST_VALUES: Final = 12
"""So many values of a facet are shown, the most common first, beside those that are chosen."""
DEEPEST: Final = 2000
"""Nobody reads further than this many hits into an answer; a page after them is the last one before."""


def index_path() -> Path:
    """Where this installation's index lies."""
    return Path(settings.DATA) / NAME


@dataclass(frozen=True)
class _Judged:
    """A question worked out: its groups, what they find, and what of that is wanted on the day."""

    index: Index
    day: date
    groups: tuple[Group, ...]
    found: Found
    standings: Mapping[str, int]
    masks: dict[str, dict[str, int]]
    within: dict[str, int]
    valid: int
    wanted: int

    def ids(self) -> Iterator[int]:
        """What is wanted, in the order of the answer."""
        return ordered(self.groups, self.found, self.wanted, self.index, self.standings)


def search(asked: Asked, *, today: date, path: Path | None = None) -> Answer:
    """The answer to a question on a day; raises NotBuilt when there is no index."""
    judged = _judge(asked, today, path)
    groups = judged.groups
    total = judged.wanted.bit_count()
    pages = max(1, -(-min(total, DEEPEST) // asked.size))
    page = min(max(asked.page, 1), pages)
    ids = list(islice(judged.ids(), (page - 1) * asked.size, page * asked.size))
    said = {fold(word): word for word in WORD.findall(asked.words)}
    empty = [group for group, mask in zip(groups, judged.found.masks, strict=True) if group.meant or not mask]
    return Answer(
        words=asked.words,
        total=total,
        page=page,
        pages=pages,
        hits=tuple(_hits(ids, judged, asked.language)),
        facets=_facets(judged, asked),
        every_word=judged.found.least == len(groups),
        missing=tuple(" ".join(said.get(word, word) for word in group.said.split()) for group in empty),
        meant=tuple((said.get(group.said, group.said), group.meant) for group in groups if group.meant),
        suggestion=_suggestion(asked.words, groups),
        day=judged.day,
        made_at=judged.index.shared.made_at,
    )


def found_documents(asked: Asked, *, today: date, most: int) -> list[tuple[SearchDocument, str]]:
    """The first documents of an answer, at most so many, each with its standing; raises NotBuilt like `search`."""
    judged = _judge(asked, today, None)
    ids = list(islice(judged.ids(), most))
    return [(one, _standing(id, judged.standings)) for id, one in zip(ids, judged.index.documents(ids), strict=True)]


def own_index() -> Index:
    """This installation's index; raises NotBuilt also for one that was made from another database."""
    index = open_index(index_path())
    if not is_of_this_log(index.shared.log):
        raise NotBuilt(f"{index_path()} was made before the database was restored")
    return index


def _judge(asked: Asked, today: date, path: Path | None) -> _Judged:
    index = open_index(path) if path else own_index()
    day = asked.valid_on or today
    groups = understand(asked.words, index)
    found, standings, masks = find(groups, index), index.standings(day), _facet_masks(index, day)
    valid = standings["in-force"] if asked.valid_on else index.shared.everything
    within = {facet: _narrowed(masks[facet], asked.values(facet)) for facet in FACETS if asked.values(facet)}
    wanted = found.mask & valid
    for mask in within.values():
        wanted &= mask
    return _Judged(index, day, groups, found, standings, masks, within, valid, wanted)


def _facet_masks(index: Index, day: date) -> dict[str, dict[str, int]]:
    kept = index.shared.facets
    return {facet: kept.get(facet, {}) for facet in FACETS} | {"status": dict(index.standings(day))}


def _narrowed(values: dict[str, int], chosen: tuple[str, ...]) -> int:
    found = 0
    for value in chosen:
        found |= values.get(value, 0)
    return found


def _facets(judged: _Judged, asked: Asked) -> tuple[Facet, ...]:
    """Each facet counted among what the other facets leave, so that a second value of the same facet can be added."""
    facets = []
    for name in FACETS:
        others = judged.found.mask & judged.valid
        for facet, mask in judged.within.items():
            if facet != name:
                others &= mask
        chosen = asked.values(name)
        values = judged.masks[name].items()
        counted = [Value(value, (mask & others).bit_count(), value in chosen) for value, mask in values]
        shown = sorted((v for v in counted if v.count or v.chosen), key=lambda v: (-v.count, v.value))
        kept = tuple(v for place, v in enumerate(shown) if place < MOST_VALUES or v.chosen)
        if kept:
            facets.append(Facet(name, kept))
    return tuple(facets)


def _hits(ids: list[int], judged: _Judged, language: str) -> Iterator[Hit]:
    terms = frozenset(held for group in judged.groups for held in group.terms)
    marks = marks_of(judged.index.written(terms), terms)
    for id, document in zip(ids, judged.index.documents(ids), strict=True):
        title_language = document.title.nearest(language)
        shown, spoken = _passage(document, marks, language)
        yield Hit(
            key=document.key,
            address=document.address,
            kind=document.kind,
            piece=document.piece,
            title=pieces(getattr(document.title, title_language), marks),
            title_language=title_language,
            within=document.within.in_language(language),
            passage=shown,
            passage_language=spoken,
            standing=_standing(id, judged.standings),
            level=document.level,
            valid_from=document.valid_from,
            valid_to=document.valid_to,
            codes=document.codes,
            numbers=document.numbers,
            languages=document.languages,
        )


def _passage(document: SearchDocument, marks: Marks, language: str) -> tuple[tuple[Piece, ...], str]:
    """The best passage in the reader's language, or where nothing in it is a hit, in another; else how it begins."""
    own = document.ingress.nearest(language) if any(document.ingress.written()) else document.body.nearest(language)
    order = dict.fromkeys((own, document.body.nearest(language), *document.ingress.written(), *document.body.written()))
    shown: tuple[tuple[Piece, ...], str] = ((), own)
    for spoken in order:
        best, most = _best((document.ingress, document.body), spoken, marks)
        if most:
            return best, spoken
        if best and not shown[0]:
            shown = best, spoken
    return shown


def _best(texts: tuple[Text, ...], language: str, marks: Marks) -> tuple[tuple[Piece, ...], int]:
    tried = [passage(getattr(text, language), marks) for text in texts if getattr(text, language)]
    return max(tried, key=lambda one: one[1], default=((), 0))


def _standing(id: int, standings: Mapping[str, int]) -> str:
    return next((name for name, mask in standings.items() if mask >> id & 1), "")


def _suggestion(words: str, groups: tuple[Group, ...]) -> str:
    """The question as it may have been meant; empty when there is nothing to suggest."""
    meant = {group.said: group.meant[0] for group in groups if group.meant}
    if not meant:
        return ""
    return WORD.sub(lambda word: meant.get(fold(word[0]), word[0]), plain(words)[:200])
