"""Hypothesis strategies for pathways: milestones, clocks, delay rules and data rules.

`pathway_definitions()` gives pathways that make sense: clocks name milestones that exist, branch codes are codes of
the stopping milestone, parts are clocks listed before. `coherent=False` gives up exactly that, and
`unique=False` lets ids stand twice, for code that must withstand any content.
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from normverk.norm.conditions import AgeCondition, Condition, Finding, FindingCondition, FindingValue
from normverk.norm.days import Unit
from normverk.norm.delays import DelayKind, DelayPolicy, DelayRule
from normverk.norm.derivation import CodeGroup, DataRule, DateField, FactKind, Match, OrgField, Strength
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
from normverk.norm.source import Source
from normverk.norm.text import Text
from tests.norm.basic_strategies import days, names, some, sources, texts, tokens, urls, words

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


codes = st.builds(Code, code=tokens, display=words, retired_on=st.none() | days)


def milestones(*, unique: bool = True) -> SearchStrategy[Milestone]:
    """A milestone with none or several codes."""
    return st.builds(
        Milestone, id=tokens, title=texts, codes=some(codes, by="code", unique=unique), ends_pathway=st.booleans()
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
    return alone | some(branch, by="id", unique=unique)


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
        delays=draw(some(rule, by="id", unique=unique, most=3)),
        repeats=draw(st.booleans()),
        footnotes=draw(footnotes),
    )


code_groups = st.builds(CodeGroup, system=tokens, prefixes=st.lists(tokens, max_size=2).map(tuple))
_few_groups = st.lists(code_groups, max_size=2).map(tuple)
_few_tokens = st.lists(tokens, max_size=2).map(tuple)
_age = st.none() | st.integers(0, 120)
matches = st.builds(
    Match,
    kind=st.sampled_from(FactKind),
    states=_few_tokens,
    what=_few_groups,
    not_what=_few_groups,
    about=_few_groups,
    not_about=_few_groups,
    about_nothing=st.booleans(),
    urgencies=_few_tokens,
    categories=_few_tokens,
    not_categories=_few_tokens,
    asked_by_roles=_few_tokens,
    not_asked_by_roles=_few_tokens,
    same_referral=st.booleans(),
    no_referral=st.booleans(),
    elsewhere=st.none() | st.booleans(),
    least_age=_age,
    most_age=_age,
)
data_rules = st.builds(
    DataRule,
    id=names,
    code=st.just("") | tokens,
    milestone=tokens,
    match=matches,
    dates=st.lists(st.sampled_from(DateField), max_size=2, unique=True).map(tuple),
    strength=st.sampled_from(Strength),
    why=texts,
    source=sources,
    org=st.sampled_from(OrgField),
    treatment=st.just("") | tokens,
    present=_few_tokens,
    not_after=_few_tokens,
    absent=_few_tokens,
    absent_here=_few_tokens,
    expected=_few_tokens,
)


@st.composite
def pathway_definitions(draw: st.DrawFn, *, coherent: bool = True, unique: bool = True) -> PathwayDefinition:
    """A whole pathway with up to four milestones and four clocks."""
    points = draw(some(milestones(unique=unique), by="id", unique=unique, least=1 if coherent else 0))
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
        derivations=draw(some(data_rules, by="id", unique=unique, most=2)),
    )
