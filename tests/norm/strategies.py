"""Hypothesis strategies for the values of the language, for every test that has something to say about all norms.

`pathway_definitions()` gives pathways that make sense: clocks name milestones that exist, branch codes are codes of
the stopping milestone, parts are clocks listed before. `coherent=False` gives up exactly that, and
`unique=False` lets ids stand twice, for code that must withstand any content.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

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
from normverk.norm.conditions import AgeCondition, Condition, Finding, FindingCondition, FindingValue
from normverk.norm.content import NormContent, Origin, Section
from normverk.norm.days import Unit
from normverk.norm.delays import DelayKind, DelayPolicy, DelayRule
from normverk.norm.kinds import KINDS
from normverk.norm.pathway import (
    AtEnd,
    Attribution,
    Branch,
    Clock,
    Code,
    CutOver,
    Footnote,
    Limit,
    Milestone,
    PathwayDefinition,
    Pick,
    Selector,
)
from normverk.norm.references import Reference
from normverk.norm.source import Source
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
small_numbers = st.integers(-1, 400)
limits = st.builds(
    Limit,
    value=small_numbers,
    unit=st.sampled_from(Unit),
    source=sources,
    warn_before=small_numbers,
    warn_at_percent=st.none() | small_numbers,
)
_TOLD = Footnote(Text(nb="Vesentlig kortere → «G3»", nn="", en="Much\nshorter"), Source("", "read", "", " "))
footnotes = st.sampled_from(((), (), (_TOLD,), (_TOLD, Footnote(Text(nb=""), Source("a", "")))))
"""Few, so that whole norms stay quick to draw."""

conditions: SearchStrategy[tuple[Condition, ...]] = st.sampled_from(
    (
        (),
        (),
        (AgeCondition(18, None),),
        (FindingCondition("grad /", ("G1", "høy")), AgeCondition(None, -1)),
        (AgeCondition(), FindingCondition("", ())),
    )
)


Member = TypeVar("Member")


def _some(
    items: SearchStrategy[Member], *, by: str, unique: bool, least: int = 0, most: int = 4
) -> SearchStrategy[tuple[Member, ...]]:
    key = (lambda item: getattr(item, by)) if unique else None
    return st.lists(items, min_size=least, max_size=most, unique_by=key).map(tuple)


codes = st.builds(Code, code=tokens, display=words, retired_on=st.none() | days)


def milestones(*, unique: bool = True) -> SearchStrategy[Milestone]:
    """A milestone with none or several codes."""
    return st.builds(
        Milestone, id=tokens, title=texts, codes=_some(codes, by="code", unique=unique), ends_pathway=st.booleans()
    )


def _chosen(known: Sequence[str] | None, free: SearchStrategy[str]) -> SearchStrategy[tuple[str, ...]]:
    """Up to three of the known names; any names when it is None."""
    if known is not None and not known:
        return st.just(())
    names_there = free if known is None else st.sampled_from(known)
    return st.lists(names_there, max_size=3, unique=True).map(tuple)


def _branches(stop_codes: Sequence[str] | None, *, unique: bool) -> SearchStrategy[tuple[Branch, ...]]:
    chosen = _chosen(stop_codes, tokens)
    limit = st.none() | limits
    alone = st.builds(Branch, id=st.just(""), title=texts, limit=limit).map(lambda branch: (branch,))
    branch = st.builds(
        Branch,
        id=names,
        title=texts,
        codes=chosen,
        limit=limit,
        counted=st.booleans(),
        when=conditions,
        footnotes=footnotes,
    )
    return alone | _some(branch, by="id", unique=unique)


_GRADE = Finding("grad /", Text(nb="Grad", nn="", en=""), (FindingValue("G1", Text(nb=""), ("G1", "A-1")), FindingValue("høy", Text(nb="Høy"), ())))  # fmt: skip
found = st.sampled_from(((), (), (_GRADE,), (_GRADE, Finding("æ", Text(nb=""), ()))))


@st.composite
def clocks(
    draw: st.DrawFn,
    known: tuple[Milestone, ...] | None = None,
    earlier: Sequence[str] | None = None,
    unique: bool = True,
) -> Clock:
    """A clock between two of the `known` milestones with parts among the `earlier` clocks; None stands for any."""
    named = tokens if known is None else st.sampled_from([milestone.id for milestone in known])
    selector = st.builds(
        Selector,
        milestone=named,
        pick=st.sampled_from(Pick),
        nth=small_numbers,
        since=st.just("") | named,
        after_start=st.booleans(),
    )
    rule = st.builds(
        DelayRule,
        id=names,
        policy=st.sampled_from(DelayPolicy),
        milestone=st.just("") | named,
        resumes=st.just("") | named,
        before=st.just("") | named,
        longer_than=small_numbers,
        unit=st.sampled_from(Unit),
        kind=st.sampled_from(DelayKind),
    )
    start, stop = draw(selector), draw(selector)
    stop_codes = None
    if known is not None:
        stop_codes = [code.code for milestone in known if milestone.id == stop.milestone for code in milestone.codes]
    return Clock(
        id=draw(names),
        title=draw(texts),
        start=start,
        stop=stop,
        branches=draw(_branches(stop_codes, unique=unique)),
        parts=draw(_chosen(earlier, names)),
        attribute_to=draw(st.sampled_from(Attribution)),
        delays=draw(_some(rule, by="id", unique=unique, most=3)),
        repeats=draw(st.booleans()),
        footnotes=draw(footnotes),
    )


@st.composite
def pathway_definitions(draw: st.DrawFn, *, coherent: bool = True, unique: bool = True) -> PathwayDefinition:
    """A whole pathway with up to four milestones and four clocks."""
    points = draw(_some(milestones(unique=unique), by="id", unique=unique, least=1 if coherent else 0))
    clocked: list[Clock] = []
    for _ in range(draw(st.integers(0, 4))):
        earlier = [clock.id for clock in clocked]
        clock = draw(clocks(points, earlier, unique) if coherent else clocks(unique=unique))
        if not unique or clock.id not in earlier:
            clocked.append(clock)
    first, last = sorted(draw(st.tuples(days, days)))
    return PathwayDefinition(
        id=draw(names),
        title=draw(texts),
        code_system=draw(urls),
        valid_from=first,
        milestones=points,
        clocks=tuple(clocked),
        valid_to=draw(st.none() | st.just(last)),
        cut_over=draw(st.sampled_from(CutOver)),
        sources=draw(st.lists(sources, max_size=2).map(tuple)),
        at_end=draw(st.sampled_from(AtEnd)),
        exclusive=draw(words),
        findings=draw(found),
    )


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
    picos=_some(picos, by="id", unique=True, most=2),
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
        references=draw(_some(references, by="id", unique=unique, most=2)),
        pathway=draw(st.none() | pathway_definitions(coherent=coherent, unique=unique)),
        sources=draw(st.lists(sources, max_size=3).map(tuple)),
        demonstration=draw(st.booleans()),
    )
