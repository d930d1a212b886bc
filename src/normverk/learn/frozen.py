"""Reading published figures: as they were frozen, as they are known now, and the deliveries that made the difference."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
import rfc8785

from normverk.base.events.queries import Fault
from normverk.learn import queries
from normverk.learn.api import BasisAnswer, FigureAnswer
from normverk.learn.measured import Line, Measured
from normverk.learn.models import Correction, FrozenFigures, FrozenGuard
from normverk.learn.periods import ALL, months_of


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is frozen. `known_at` is when the deliveries in `basis` were read, `releases` the norms in force in the period."""

    pathway: str
    clock: str
    period: str
    unit: str
    releases: tuple[str, ...]
    organisations: dict[str, str]
    basis: tuple[BasisAnswer, ...]
    known_at: datetime
    published_by: str
    figures: tuple[FigureAnswer, ...]


@dataclass(frozen=True)
class Cause:
    """A delivery that changed something in a month after it was published."""

    site: str
    digest: str
    as_of: date
    received_at: datetime


@dataclass(frozen=True)
class Entry:
    """A figure that is not as it was published: then, now, and which deliveries changed what it is made of.

    `causes` is empty where either figure is not told exactly: that something changed there is not told either.
    """

    published: FigureAnswer
    now: Line
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Frozen:
    """One publication, checked against its digest, with its content."""

    number: int
    digest: str
    content: Content
    written: str

    @property
    def is_whole(self) -> bool:
        """True when the content is the one that the digest was made of."""
        return hashlib.sha256(self.written.encode()).hexdigest() == self.digest


def publications(pathway: str, clock: str) -> tuple[Frozen, ...]:
    """Everything published of a clock, in order."""
    return tuple(_frozen(row) for row in FrozenFigures.objects.filter(pathway=pathway, clock=clock).order_by("number"))


def publication(pathway: str, clock: str, period: str) -> Frozen | None:
    """What was published for the period, if anything."""
    row = FrozenFigures.objects.filter(pathway=pathway, clock=clock, period=period).first()
    return None if row is None else _frozen(row)


def ledger(frozen: Frozen) -> tuple[Entry, ...]:
    """Every published figure that is another now, in the order of publication."""
    content = frozen.content
    return ledger_against(content, queries.measured(content.pathway, content.clock), lambda: _corrections(content))


Changed = tuple[Cause, str, str, str]
"""A delivery, with branch, organisation and month (tertial or year, of a register) of something it changed."""


def ledger_against(content: Content, measured: Measured, changes: Callable[[], Iterable[Changed]]) -> tuple[Entry, ...]:
    """Every figure of what was published that is another in `measured`; `changes` are read when there is one."""
    regions = queries.regions_of_hospitals()
    entries: list[Entry] = []
    causes: list[Changed] | None = None
    for published in content.figures:
        now = measured.line(branch=published.branch, organisation=published.organisation, period=published.period)
        if _same(published, now):
            continue
        if causes is None:
            causes = list(changes())
        inside = frozenset(months_of(published.period))
        exact = published.counted.value is not None and now.n.value is not None
        found = [
            cause
            for cause, branch, organisation, month in causes
            if published.branch in (ALL, branch)
            and published.organisation in (ALL, organisation, f"region:{regions.get(organisation)}")
            and inside.issuperset(months_of(month))
        ]
        entries.append(Entry(published, now, tuple(dict.fromkeys(found)) if exact else ()))
    return tuple(entries)


def frozen_faults() -> Iterator[Fault]:
    """A fault for each publication whose content or guard no longer fits what the log says of it."""
    from normverk.base.events.queries import history

    for row in FrozenFigures.objects.order_by("pathway", "clock", "number"):
        told = history(f"figures/{row.pathway}/{row.clock}/{row.period}").first()
        kept = FrozenGuard.objects.filter(figures=row).first()
        logged = told.data if told is not None else {}
        whole = _frozen(row).is_whole and logged.get("digest") == row.digest
        if not whole or kept is None or logged.get("guard") != guard_digest(kept):
            yield Fault(0, "figures-changed", f"the figures of {row} do not fit their digest in the log")


def guard_digest(kept: FrozenGuard) -> str:
    """The digest of what is kept beside a publication."""
    return hashlib.sha256(rfc8785.dumps([kept.counts, kept.alternatives, kept.told])).hexdigest()


def _frozen(row: FrozenFigures) -> Frozen:
    return Frozen(row.number, row.digest, msgspec.json.decode(row.content.encode(), type=Content), row.content)


def _same(published: FigureAnswer, now: Line) -> bool:
    then = (published.counted.standing, published.counted.value, published.share_low, published.share_high)
    days = (published.median, published.lower_quartile, published.upper_quartile)
    quartiles = now.quartiles or (None, None)
    return then == (now.n.standing, now.n.value, now.share.low, now.share.high) and days == (now.median, *quartiles)


def _corrections(content: Content) -> Iterator[Changed]:
    """The deliveries since the publication, with branch, organisation and month of each cell they changed."""
    rows = Correction.objects.filter(
        pathway=content.pathway,
        clock=content.clock,
        month__in=months_of(content.period),
        received_at__gt=content.known_at,
    ).order_by("received_at", "site", "pk")
    longest = dict(queries.longest_branches(content.pathway, content.clock))
    for row in rows:
        branch = longest.get(row.release, "") if row.state == "overdue" and not row.branch else row.branch
        yield Cause(row.site, row.digest, row.as_of, row.received_at), branch, row.organisation, row.month
