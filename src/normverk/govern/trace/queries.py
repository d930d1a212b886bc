"""Gathers the stations of a norm's way: need, case, inquiry, hearing, decisions, edition, release, limits, indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from normverk.govern.catalogue.models import Edition
from normverk.govern.process.chain import chain_of
from normverk.govern.process.models import Case
from normverk.govern.process.queries import case_of_edition, release_of
from normverk.learn.queries import Headline, headline, is_measured
from normverk.norm.chain import Chain, Link
from normverk.norm.content import NormContent, Section, stating, to_plain
from normverk.norm.pathway import Branch, Clock
from normverk.norm.text import Text
from normverk.publish.models import Release
from normverk.publish.queries import decoded, withdrawal
from normverk.publish.reading.addresses import section_address

REQUIRED: Final = (
    "need",
    "case",
    "inquiry",
    "hearing",
    "decision",
    "edition",
    "release",
    "paragraph",
    "limit",
    "indicator",
)
"""The kinds of stations that a whole trace has, in order."""


@dataclass(frozen=True)
class ClockStation:
    """One clock of the norm: its limits, and what has been reached under this release (None: nothing delivered yet).

    `paragraph` is the section that states the limits in words (None: no section does), at `paragraph_address`.
    """

    clock: Clock
    paragraph: Section | None
    paragraph_address: str
    limits: tuple[tuple[Branch, int, str], ...]
    address: str
    reached: Headline | None


@dataclass(frozen=True)
class Trace:
    """The whole way of one edition. `links` are the stations up to the edition, as the release itself carries them.

    `withdrawn` is why the release was withdrawn, None when it was not.
    """

    slug: str
    number: str
    case: Case
    links: tuple[Link, ...]
    release: Release | None
    release_address: str
    clocks: tuple[ClockStation, ...]
    missing: tuple[str, ...]
    withdrawn: Text | None = None

    def of_kind(self, kind: str) -> tuple[Link, ...]:
        """The stations of one kind."""
        return tuple(link for link in self.links if link.kind == kind)


def find_trace(slug: str, number: str, clock: str = "") -> Trace | None:
    """The trace of an edition, or of one clock of it; None when there is no such edition, case or clock."""
    edition = Edition.objects.select_related("product", "revision").filter(product__slug=slug, number=number).first()
    case = case_of_edition(edition) if edition else None
    if edition is None or case is None:
        return None
    release = release_of(case)
    stations = _clock_stations(edition, release, clock)
    if clock and not stations:
        return None
    chain = decoded(release.digest).chain if release else chain_of(case)
    links = _with_later_decisions(chain, case)
    return Trace(
        slug=slug,
        number=number,
        case=case,
        links=links,
        release=release,
        release_address=reverse("release", args=[release.package_id, release.version]) if release else "",
        clocks=stations,
        missing=_missing(links, release, stations),
        withdrawn=withdrawal(release) if release else None,
    )


def plain(trace: Trace) -> dict[str, Any]:
    """The trace for programs: stations in order, each with its kind, reference and address."""
    stations: list[dict[str, Any]] = [to_plain(link) for link in trace.links]
    if trace.release is not None:
        stations.append(
            {
                "kind": "release",
                "ref": f"{trace.release.package_id}#{trace.release.version}",
                "url": trace.release_address,
                "digest": trace.release.digest,
                "withdrawn": to_plain(trace.withdrawn),
            }
        )
    for station in trace.clocks:
        if station.paragraph is not None:
            stations.append(
                {
                    "kind": "paragraph",
                    "ref": station.paragraph.id,
                    "title": to_plain(station.paragraph.title),
                    "url": station.paragraph_address,
                    "states": station.clock.id,
                }
            )
        limits = [{"branch": branch.id, "value": value, "unit": unit} for branch, value, unit in station.limits]
        stations.append({"kind": "limit", "ref": station.clock.id, "limits": limits})
        if station.reached is not None:
            share, number = station.reached.line.share, station.reached.line.n
            stations.append(
                {
                    "kind": "indicator",
                    "ref": station.clock.id,
                    "url": station.address,
                    "counted": number.value,
                    "share": {"low": share.low, "high": share.high},
                }
            )
    return {"edition": f"{trace.slug}/{trace.number}", "stations": stations, "missing": list(trace.missing)}


def _clock_stations(edition: Edition, release: Release | None, only: str) -> tuple[ClockStation, ...]:
    content = edition.revision.read()
    if content.pathway is None:
        return ()
    wanted = [clock for clock in content.pathway.clocks if only in {"", clock.id}]
    return tuple(_clock_station(edition, content, content.pathway.id, clock, release) for clock in wanted)


def _clock_station(
    edition: Edition, content: NormContent, pathway_id: str, clock: Clock, release: Release | None
) -> ClockStation:
    name = f"{release.package_id}#{release.version}" if release else ""
    paragraph = stating(content, clock.id)
    return ClockStation(
        clock=clock,
        paragraph=paragraph,
        paragraph_address=_paragraph_address(edition, release, paragraph) if paragraph else "",
        limits=tuple((b, b.limit.value, str(b.limit.unit)) for b in clock.branches if b.limit is not None),
        address=reverse("indicator", args=[pathway_id, clock.id]),
        reached=headline(pathway_id, clock.id, name) if is_measured(pathway_id, clock.id, name) else None,
    )


def _paragraph_address(edition: Edition, release: Release | None, paragraph: Section) -> str:
    """Where the paragraph is read: in the release, or before there is one in the edition."""
    if release is not None:
        return section_address(release.product_slug, release.version, paragraph.id)
    return f"{reverse('edition', args=[edition.product.slug, edition.number])}#{paragraph.id}"


def _with_later_decisions(chain: Chain, case: Case) -> tuple[Link, ...]:
    """What the release carries, and the decisions taken after it was built."""
    known = {(link.kind, link.ref) for link in chain.links}
    return (*chain.links, *(link for link in chain_of(case).links if (link.kind, link.ref) not in known))


def _missing(links: tuple[Link, ...], release: Release | None, clocks: tuple[ClockStation, ...]) -> tuple[str, ...]:
    there = {str(link.kind) for link in links}
    if release is not None:
        there.add("release")
    if clocks and all(station.paragraph for station in clocks):
        there.add("paragraph")
    if clocks and all(station.limits for station in clocks):
        there.add("limit")
    if clocks and all(station.reached is not None for station in clocks):
        there.add("indicator")
    return tuple(kind for kind in REQUIRED if kind not in there)
