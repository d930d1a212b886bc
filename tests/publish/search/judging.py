"""The corpus of the judged queries, and how well an index answers them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from normverk.norm.text import Text
from normverk.publish.search.answers import Asked
from normverk.publish.search.document import SearchDocument
from normverk.publish.search.queries import search

HERE: Final = Path(__file__).parent
TODAY: Final = date(2026, 3, 2)
NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIRST: Final = 10


@dataclass(frozen=True)
class Judged:
    """A question, what it tries, and the keys of the documents that are relevant to it."""

    group: str
    words: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class Score:
    """How one question went: 1 / the place of the first relevant document among ten, and the share of them found there.

    The share is of ten where more than ten are relevant, since no more have room.
    """

    judged: Judged
    reciprocal: float
    recall: float
    answered: tuple[str, ...]


def corpus() -> tuple[SearchDocument, ...]:
    """Every document of the corpus."""
    facts = tomllib.loads((HERE / "corpus.toml").read_text(encoding="utf-8"))
    texts = tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))["texts"]
    standards = [
        SearchDocument(
            key=key,
            address=f"/standards/{key}/",
            kind="standard",
            title=Text(nb=name),
            themes=(theme,),
            numbers=(number,) if number else (),
        )
        for key, name, number, theme in facts["standards"]
    ]
    pathways = [
        SearchDocument(
            key=key,
            address=f"/pathways/{key}/",
            kind="pathway",
            title=Text(nb=name if "pakkeforløp" in name.lower() else f"Pakkeforløp: {name}"),
            themes=("Kreft",),
            codes=(code, *(f"{code}{suffix}" for suffix in ("A", "S", "CK", "FK", "X"))),
        )
        for key, name, code in facts["pathways"]
    ]
    written = [
        SearchDocument(
            key=key,
            address=f"/texts/{key}/",
            kind=kind,
            title=_in(language, title),
            ingress=_in(language, ingress),
            body=_in(language, body),
        )
        for language, kind, key, title, ingress, body in texts
    ]
    return (*standards, *pathways, *written)


def judged() -> tuple[Judged, ...]:
    """Every judged question."""
    groups = tomllib.loads((HERE / "judged.toml").read_text(encoding="utf-8"))
    kinds: dict[str, set[str]] = {}
    for document in corpus():
        kinds.setdefault(f"@{document.kind}", set()).add(document.key)
    return tuple(
        Judged(group, words, frozenset(key for name in keys.split() for key in kinds.get(name, {name})))
        for group, pairs in groups.items()
        for words, keys in pairs
    )


def score(one: Judged, index: Path) -> Score:
    """How the index at this path answers one question."""
    answer = search(Asked(words=one.words, size=FIRST), today=TODAY, path=index)
    keys = tuple(hit.key for hit in answer.hits)
    places = [place for place, key in enumerate(keys, 1) if key in one.relevant]
    return Score(one, 1 / places[0] if places else 0.0, len(places) / min(FIRST, len(one.relevant)), keys)


def means(scores: list[Score]) -> tuple[float, float]:
    """Mean reciprocal rank, and mean recall at ten."""
    return sum(s.reciprocal for s in scores) / len(scores), sum(s.recall for s in scores) / len(scores)


def _in(language: str, words: str) -> Text:
    return Text(**({"nb": ""} | {language: words}))
