"""Hypothesis strategies for the values of the language, for every test that has something to say about all norms.

What the pathway in a norm may be stands in pathway_strategies.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from normverk.norm.blocks import (
    MARK_KINDS,
    Block,
    BulletList,
    Cell,
    Figure,
    Heading,
    Item,
    Mark,
    Paragraph,
    Quote,
    Table,
)
from normverk.norm.content import NormContent, Origin, Section
from normverk.norm.kinds import KINDS
from normverk.norm.references import Reference
from normverk.norm.text import WRITTEN, Text
from normverk.norm.units import (
    EVIDENCE,
    GRADES,
    UNIT_KINDS,
    Coding,
    KeyFactors,
    Outcome,
    Pico,
    Strength,
)
from normverk.norm.units import Unit as NormUnit
from tests.norm.basic_strategies import days, names, some, sources, texts, tokens, urls, words
from tests.norm.pathway_strategies import pathway_definitions

__all__ = ["few_blocks", "marked", "norm_contents"]


@st.composite
def marked(draw: st.DrawFn, text: Text) -> tuple[Mark, ...]:
    """Up to three marks that lie inside what `text` says in some of its languages; they may cross."""
    made = []
    for _ in range(draw(st.integers(0, 3))):
        said = draw(st.sampled_from(WRITTEN))
        length = len(getattr(text, said))
        if length:
            start = draw(st.integers(0, length - 1))
            end = draw(st.integers(start + 1, length))
            kind = draw(st.sampled_from(MARK_KINDS))
            href = draw(st.sampled_from(("https://example.org/", "#om", "mailto:a@example.org")))
            made.append(Mark(kind, start, end, said, href if kind == "link" else ""))
    return tuple(made)


@st.composite
def _line(draw: st.DrawFn) -> tuple[Text, tuple[Mark, ...]]:
    text = draw(texts)
    return text, draw(marked(text))


def _lists(inner: SearchStrategy[Block]) -> SearchStrategy[Block]:
    few = st.lists(inner, max_size=2).map(tuple)
    items = st.builds(lambda line, more: Item(*line, more), _line(), few)
    cells = st.builds(
        lambda line, header, wide: Cell(*line, header=header, columns=wide), _line(), st.booleans(), st.integers(1, 2)
    )
    rows = st.lists(st.lists(cells, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple)
    return (
        st.builds(BulletList, items=st.lists(items, max_size=3).map(tuple), ordered=st.booleans())
        | st.builds(Table, rows=rows, caption=texts)
        | st.builds(Quote, blocks=few)
    )


blocks: SearchStrategy[Block] = st.recursive(
    st.builds(lambda line: Paragraph(*line), _line())
    | st.builds(lambda level, line: Heading(level, *line), st.integers(1, 4), _line())
    | st.builds(Figure, address=urls, alt=texts, caption=texts),
    _lists,
    max_leaves=4,
)
few_blocks = st.lists(blocks, max_size=2).map(tuple)

codings = st.builds(Coding, system=urls, code=names, display=words, version=words)
outcomes = st.builds(Outcome, title=texts, importance=st.integers(0, 9), certainty=words, effect=texts)
picos = st.builds(
    Pico,
    id=names,
    population=texts,
    intervention=texts,
    comparison=texts,
    outcomes=st.lists(outcomes, max_size=2).map(tuple),
    summary=few_blocks,
    codes=st.lists(codings, max_size=2).map(tuple),
)
strengths = st.sampled_from(sorted(GRADES)).flatmap(
    lambda scheme: st.builds(
        Strength,
        scheme=st.just(scheme),
        grade=st.sampled_from(GRADES[scheme]),
        evidence=st.sampled_from(EVIDENCE[scheme]),
        direction=st.sampled_from(("for", "against")),
    )
)
units = st.builds(
    NormUnit,
    kind=st.sampled_from(UNIT_KINDS),
    strength=st.none() | strengths,
    obligation=st.sampled_from((None, "must", "should", "may")),
    factors=st.none() | st.builds(KeyFactors, few_blocks, few_blocks, few_blocks, few_blocks),
    rationale=few_blocks,
    practical=few_blocks,
    picos=some(picos, by="id", unique=True, most=2),
    codes=st.lists(codings, max_size=2).map(tuple),
    clocks=st.lists(names, max_size=2).map(tuple),
    law=urls,
)
references = st.builds(
    Reference,
    id=names,
    title=words,
    authors=st.lists(words, max_size=3).map(tuple),
    year=words,
    container=words,
    doi=words,
    url=urls,
    as_given=words,
    accessed_on=st.none() | days,
)
origins = st.builds(Origin, product=tokens, section=names, digest=tokens)


@st.composite
def sections(draw: st.DrawFn, ids: SearchStrategy[str] = names, unique: bool = True) -> tuple[Section, ...]:
    """A small wood of sections, at most three deep, whose ids are unique through the whole of it."""
    free = draw(st.lists(ids, max_size=6, unique=unique))

    def grow(depth: int) -> tuple[Section, ...]:
        grown = []
        while free and draw(st.booleans()):
            id = free.pop(0)
            under = grow(depth + 1) if depth < 3 else ()
            grown.append(
                Section(
                    id=id,
                    title=draw(texts),
                    blocks=draw(few_blocks),
                    sections=under,
                    unit=draw(st.none() | units),
                    intro=draw(texts),
                    references=draw(st.lists(names, max_size=2).map(tuple)),
                    edited_on=draw(st.none() | days),
                    revised_on=draw(st.none() | days),
                    origin=draw(st.none() | origins),
                )
            )
        return tuple(grown)

    return grow(1)


@st.composite
def norm_contents(draw: st.DrawFn, *, coherent: bool = True, unique: bool = True) -> NormContent:
    """A whole content, with or without a pathway."""
    few_ids = st.sampled_from("abcdefgh") | names
    return NormContent(
        kind=draw(st.sampled_from(sorted(KINDS))),
        title=draw(texts),
        purpose=draw(texts),
        scope=draw(texts),
        target_group=draw(texts),
        owner=draw(words),
        legal_basis=draw(texts),
        method=draw(texts),
        contributors=draw(st.lists(words, max_size=2).map(tuple)),
        layers=draw(st.lists(st.sampled_from(("legal", "semantic")), max_size=2).map(tuple)),
        themes=draw(st.lists(words, max_size=2).map(tuple)),
        sections=draw(sections(few_ids, unique)),
        references=draw(some(references, by="id", unique=unique, most=2)),
        pathway=draw(st.none() | pathway_definitions(coherent=coherent, unique=unique)),
        sources=draw(st.lists(sources, max_size=3).map(tuple)),
        demonstration=draw(st.booleans()),
    )
