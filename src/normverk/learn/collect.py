"""Making this site's day histogram from its patients' clocks, and bringing it to where indicators are shown.

Here patients' rows are read; only the histogram goes on. A site keeps its own histogram too, so that it can see its own
indicators when the hub is down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, cast

import msgspec
from django.apps import apps
from django.conf import settings
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.jobs.actions import post
from normverk.base.policy import Actor, Grant, Role, require
from normverk.learn.events import HistogramPosted
from normverk.learn.histogram import Cell, Row, build, digest
from normverk.learn.signing_for import site_headers

MESSAGE_KIND: Final = "histogram"
ADDRESS: Final = "/api/v1/histograms"


class NoPatientsHere(Exception):  # noqa: N818
    """This installation is a hub: it has no patients to count."""


@dataclass(frozen=True)
class Sent:
    """What became of this site's histogram: how many cells, what the local store did, and whether the hub gets it."""

    site: str
    digest: str
    cells: int
    stored: str
    posted: bool


def declare() -> None:
    """Tells the outbox how to sign for messages to the hub; the token is read when a message is sent."""
    site_headers(MESSAGE_KIND)


def local_cells(*, as_of: date, site: str) -> tuple[Cell, ...]:
    """This site's day histogram as of a date; raises NoPatientsHere on a hub."""
    if not apps.is_installed("normverk.use.pathways"):
        raise NoPatientsHere("a hub has no patients; run this where the patients' events are")
    from normverk.publish.queries import pathway_ids
    from normverk.use.pathways.queries import clock_rows  # a hub has no such app

    rows = (cast(Row, row) for pathway in pathway_ids() for row in clock_rows(pathway, as_of))
    return build(rows, site=site)


@transaction.atomic
def send_histogram(*, as_of: date, actor: Actor, now: datetime) -> Sent:
    """Makes this site's histogram, keeps it here, and puts it in the outbox to the hub when there is one elsewhere."""
    from normverk.learn.actions import Histogram, receive_histogram

    require(actor, "histogram.make")
    site = settings.SITE
    cells = local_cells(as_of=as_of, site=site)
    histogram = Histogram(site, as_of, now, organisation_names(), cells)
    itself = Actor(f"site:{site}", site, frozenset({Grant(Role.VISITOR), Grant(Role.SITE, site)}))
    reception = receive_histogram(histogram=histogram, actor=itself, now=now)
    content = digest(as_of, cells)
    posted = bool(settings.HUB) and not settings.IS_HUB
    if posted:
        destination = settings.HUB + ADDRESS
        message = post(kind=MESSAGE_KIND, destination=destination, body=msgspec.to_builtins(histogram), now=now)
        told = HistogramPosted(site, content, as_of.isoformat(), str(message.id))
        record(data=told, subject=f"histogram/{site}", actor=actor, now=now)
    return Sent(site, content, len(cells), reception.outcome, posted)


def organisation_names() -> dict[str, str]:
    """The names of this site's hospitals by organisation number, as a delivery tells them."""
    from normverk.use.pathways.models import Organisation  # a hub has no such table

    named = Organisation.objects.exclude(name="").order_by("number").values_list("number", "name")
    return {number: name[:120] for number, name in named if len(number) == 9}
