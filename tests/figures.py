"""Figures of one clock for the tests of every door: a delivery of a whole year, and what has been published of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from normverk.base.policy import Actor, Grant, Role, operator
from normverk.learn.actions import Histogram, receive_histogram
from normverk.learn.histogram import Cell, State
from normverk.learn.publishing import publish_figures
from normverk.sim.organisations import VEST

SITE: Final = "midt"
CLOCK: Final = {"pathway": "brystkreft", "clock": "OF1"}
PUBLISHED: Final = "2021-T1"
NEXT: Final = "2021-T2"


def make_figures(now: datetime) -> None:
    """Delivers the year 2021 of one hospital, and publishes its first tertial."""
    made = datetime(2022, 4, 1, 6, tzinfo=UTC)
    cells = tuple(
        _cell(f"2021-{month:02d}", state, n, days)
        for month in range(1, 13)
        for state, n, days in (("met", 20, 5), ("late", 8, 11), ("running", 4, 3))
    )
    site = Actor(f"site:{SITE}", SITE, frozenset({Grant(Role.SITE, SITE)}))
    histogram = Histogram(SITE, date(2022, 4, 1), made, {VEST.number: "Demosykehuset Vest"}, cells)
    receive_histogram(histogram=histogram, actor=site, now=made)
    publish_figures(**CLOCK, period=PUBLISHED, actor=operator(), now=now)


def _cell(month: str, state: State, n: int, days: int) -> Cell:
    edition = "1.0.0" if month < "2021-05" else "2.0.0"
    release = f"no.demo.normverk.brystkreft#{edition}"
    return Cell(SITE, "brystkreft", release, "OF1", "", VEST.number, month, state, n, days)
