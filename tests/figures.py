"""Figures of one clock for the tests of every door: a delivery of a whole year, and what has been published of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from normverk.base.policy import Actor, Grant, Role, operator
from normverk.learn.actions import Histogram, receive_histogram
from normverk.learn.histogram import Cell, State
from normverk.learn.inclusion.actions import receive_register
from normverk.learn.inclusion.publishing import publish_inclusion
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
    receive_register(content=register(), actor=operator(), now=now, invented=True)
    publish_inclusion(pathway=CLOCK["pathway"], period=PUBLISHED, actor=operator(), now=now)


def register(included: int = 30) -> bytes:
    """A register's numbers of the same hospital in every tertial of 2021."""
    rows = "".join(
        f"brystkreft,{VEST.number},2021-T{tertial},40,{included},Oppdiktet register,2022-04-01\n"
        for tertial in (1, 2, 3)
    )
    return f"pathway,organisation,period,new,included,source,source_date\n{rows}".encode()


def _cell(month: str, state: State, n: int, days: int) -> Cell:
    edition = "1.0.0" if month < "2021-05" else "2.0.0"
    release = f"no.demo.normverk.brystkreft#{edition}"
    return Cell(SITE, "brystkreft", release, "OF1", "", VEST.number, month, state, n, days)
