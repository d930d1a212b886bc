"""What the pages of a release show, worked out as plain values: limits side by side, stations, files. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from normverk.norm.chain import Chain
from normverk.norm.content import NormContent
from normverk.norm.diff import Change
from normverk.norm.pathway import Branch, Clock, Limit, PathwayDefinition
from normverk.norm.source import Source, web_address
from normverk.norm.text import Text
from normverk.norm.words import counted
from normverk.publish.package import Package
from normverk.publish.resources import chain_address
from normverk.publish.wording import Piece, word_changes

_HEAD_TEXTS: Final = ("title", "purpose", "scope", "target_group", "legal_basis", "method")


@dataclass(frozen=True)
class LimitRow:
    """One limit of a norm: what is measured, for whom, and how long it may take. `limit` is None when none is stated."""

    clock: Clock
    branch: Branch
    begins: Text
    ends: Text
    limit: Limit | None

    @property
    def words(self) -> Text | None:
        """The limit in words: «12 kalenderdager»."""
        return limit_words(self.limit)

    @property
    def source_address(self) -> str:
        """Where the limit was read, if that is a web page."""
        return self.limit.source.page if self.limit else ""


@dataclass(frozen=True)
class LimitGroup:
    """A clock with the limits that are measured, and the names of the branches that are not. `paragraph` is the address
    of the section that states the limits in words; empty when none does."""

    clock: Clock
    begins: Text
    ends: Text
    rows: tuple[LimitRow, ...]
    unmeasured: tuple[Text, ...]
    paragraph: str = ""

    @property
    def span(self) -> int:
        """How many rows of a table the group takes."""
        return len(self.rows) + bool(self.unmeasured)


Verdict = Literal["same", "longer", "shorter", "changed", "added", "removed"]


@dataclass(frozen=True)
class LimitComparison:
    """One limit in two versions; `verdict` names what happened to it.

    A side is a limit in words, or the key of the words for why there is none.
    """

    clock: Text
    clock_id: str
    branch_id: str
    branch: Text
    before: Text | str
    after: Text | str
    verdict: Verdict
    difference: Text | None


@dataclass(frozen=True)
class SourceShown:
    """A source with its address where that is a web page, and the remarks made on it."""

    source: Source
    address: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Station:
    """A link of the chain with the full address of its page; empty when it has none that is safe to follow."""

    kind_key: str
    ref: str
    title: Text
    on: object
    by: Text
    address: str


@dataclass(frozen=True)
class ChangeGroup:
    """The structured changes of one group, in the order in which they were found."""

    group: str
    changes: tuple[Change, ...]


def limit_rows(pathway: PathwayDefinition | None) -> tuple[LimitRow, ...]:
    """The limits of a pathway in its own order; none for a norm without a pathway."""
    if pathway is None:
        return ()
    titles = {milestone.id: milestone.title for milestone in pathway.milestones}
    return tuple(
        LimitRow(
            clock, branch, _title(titles, clock.start.milestone), _title(titles, clock.stop.milestone), branch.limit
        )
        for clock in pathway.clocks
        for branch in clock.branches
    )


def limit_groups(
    pathway: PathwayDefinition | None, paragraphs: Mapping[str, str] | None = None
) -> tuple[LimitGroup, ...]:
    """The limits of a pathway clock by clock; none for a norm without a pathway.

    `paragraphs` are the addresses of what states the limits in words, by clock.
    """
    groups = []
    for _, rows in groupby(limit_rows(pathway), key=lambda row: row.clock.id):
        known = tuple(rows)
        first = known[0]
        groups.append(
            LimitGroup(
                first.clock,
                first.begins,
                first.ends,
                tuple(row for row in known if row.branch.counted),
                tuple(row.branch.title for row in known if not row.branch.counted),
                (paragraphs or {}).get(first.clock.id, ""),
            )
        )
    return tuple(groups)


def limit_words(limit: Limit | None) -> Text | None:
    """A limit as people say it."""
    return counted(limit.value, limit.unit) if limit else None


def compare_limits(before: PathwayDefinition | None, after: PathwayDefinition | None) -> tuple[LimitComparison, ...]:
    """Every limit of both versions, matched by clock and branch; those of the new version first, then those removed.

    Branches that neither version measures are left out.
    """
    old = {(row.clock.id, row.branch.id): row for row in limit_rows(before)}
    new = {(row.clock.id, row.branch.id): row for row in limit_rows(after)}
    keys = [*new, *(key for key in old if key not in new)]
    measured = (key for key in keys if any(row.branch.counted for row in (old.get(key), new.get(key)) if row))
    return tuple(_compare_limit(old.get(key), new.get(key)) for key in measured)


def stations(chain: Chain, hub: str, own_address: str) -> tuple[Station, ...]:
    """The chain with addresses: of this installation when it is the hub that published, otherwise of that hub."""
    return tuple(
        Station(
            kind_key=f"release.station.{link.kind}",
            ref=link.ref,
            title=link.title,
            on=link.on,
            by=link.by,
            address=_station_address(link.page and chain_address(link, hub), own_address),
        )
        for link in chain.links
    )


def head_changes(before: NormContent, after: NormContent, language: str) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    """The texts at the head of the norm that differ in `language`: the key of their name, and the marked words."""
    pairs = (
        (name, getattr(before, name).in_language(language), getattr(after, name).in_language(language))
        for name in _HEAD_TEXTS
    )
    return tuple((f"release.head.{name}", word_changes(old, new)) for name, old, new in pairs if old != new)


def grouped(changes: Iterable[Change], groups: tuple[str, ...]) -> tuple[ChangeGroup, ...]:
    """The changes of the named groups, group by group; groups without changes are left out."""
    known = tuple(changes)
    found = (ChangeGroup(group, tuple(change for change in known if change.group == group)) for group in groups)
    return tuple(group for group in found if group.changes)


def unit_changes(changes: Iterable[Change]) -> tuple[ChangeGroup, ...]:
    """The changes of sections that words alone do not show: strength, codes, references, units, order and moves."""
    wordless = {"under", "references", "unit", "origin"}
    found = tuple(
        change
        for change in changes
        if change.group == "section" and (change.path == "sections" or wordless & set(change.path.split("/")[2:3]))
    )
    return (ChangeGroup("section", found),) if found else ()


def all_sources(content: NormContent) -> tuple[SourceShown, ...]:
    """Every source the norm names, once, in the order of reading, with all the remarks made on it."""

    def walk() -> Iterator[Source]:
        yield from content.sources
        if content.pathway is not None:
            yield from content.pathway.sources
            yield from (row.limit.source for row in limit_rows(content.pathway) if row.limit is not None)
            yield from (rule.source for rule in content.pathway.derivations)

    notes: dict[tuple[str, str, str], list[str]] = {}
    for source in walk():
        known = notes.setdefault((source.title, source.basis, source.url), [])
        if source.note and source.note not in known:
            known.append(source.note)
    return tuple(
        SourceShown(Source(title, basis, url), web_address(url), tuple(remarks))
        for (title, basis, url), remarks in notes.items()
    )


def file_rows(package: Package) -> tuple[tuple[str, int, str], ...]:
    """The files of a release with size in bytes and sha256, as its signed manifest lists them."""
    return tuple((entry.name, entry.size, entry.sha256) for entry in package.manifest.files)


def _station_address(address: str, own_address: str) -> str:
    safe = web_address(address)
    return safe.removeprefix(own_address) if own_address and safe.startswith(f"{own_address}/") else safe


def _compare_limit(old: LimitRow | None, new: LimitRow | None) -> LimitComparison:
    shown = new or old
    assert shown is not None  # a key comes from one of the two
    verdict, difference = _verdict(_measured(old), _measured(new))
    return LimitComparison(
        clock=shown.clock.title,
        clock_id=shown.clock.id,
        branch_id=shown.branch.id,
        branch=shown.branch.title,
        before=_side(old),
        after=_side(new),
        verdict="changed" if verdict == "same" and _side(old) != _side(new) else verdict,
        difference=difference,
    )


def _measured(row: LimitRow | None) -> Limit | None:
    return row.limit if row and row.branch.counted else None


def _side(row: LimitRow | None) -> Text | str:
    if row is None:
        return "compare.absent"
    if not row.branch.counted:
        return "release.limits.not-counted"
    return limit_words(row.limit) or "release.limits.none"


def _verdict(before: Limit | None, after: Limit | None) -> tuple[Verdict, Text | None]:
    """What happened to a limit, and by how much where both are counted in the same unit."""
    if before is None or after is None:
        return ("same" if before is after else "added" if before is None else "removed"), None
    if (before.value, before.unit) == (after.value, after.unit):
        return "same", None
    if before.unit is not after.unit:
        return "changed", None
    difference = counted(abs(after.value - before.value), after.unit)
    return ("longer" if after.value > before.value else "shorter"), difference


def _title(titles: dict[str, Text], milestone: str) -> Text:
    """A milestone's title, or its id when a clock names one that the pathway does not have."""
    return titles.get(milestone, Text(nb=milestone))
