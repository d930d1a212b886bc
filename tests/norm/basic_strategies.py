"""Hypothesis strategies for the smallest values: words, ids, texts, sources."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from normverk.norm.source import Source
from normverk.norm.text import Text

letters = st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\tæøåÆØÅ →")
"""Every letter that JSON and FHIR can both carry."""

words = st.sampled_from(("", "Frist", "Møte på nytt", "Første\n\tlinje", " ", "→ «7»", "👩‍⚕️")) | st.text(
    letters, max_size=4
)
names = st.text(letters, min_size=1, max_size=4)
"""Ids that people have made without a thought of addresses: blanks, slashes, tildes and all."""

tokens = st.text("ABCabc019.-", min_size=1, max_size=6)
"""Ids that FHIR takes as ids."""

urls = st.sampled_from(("", "https://example.org/a", "https://example.org/b#frist", "urn:oid:2.16.578.1.12.4.1.1.8480"))
texts = st.builds(Text, nb=words, nn=words, en=words) | st.builds(Text, nb=words, se=words)
sources = st.builds(Source, title=words, basis=st.sampled_from(("read", "derived", "own", "")), url=urls, note=words)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


Member = TypeVar("Member")


def some(
    items: SearchStrategy[Member], *, by: str, unique: bool, least: int = 0, most: int = 4
) -> SearchStrategy[tuple[Member, ...]]:
    """From `least` to `most` members; with `unique` no two have the same field `by`."""
    key = (lambda item: getattr(item, by)) if unique else None
    return st.lists(items, min_size=least, max_size=most, unique_by=key).map(tuple)
