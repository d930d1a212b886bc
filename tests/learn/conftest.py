"""Two published editions of the breast cancer norm, and a site that may deliver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from pytest_django import Settings

import normverk.sim
from normverk.base.accounts.actions import issue_token, make_account
from normverk.base.policy import Actor, Grant, Role, operator
from normverk.learn.actions import Histogram, receive_histogram
from normverk.learn.histogram import Cell
from normverk.norm.chain import Chain, Link
from normverk.norm.content import NormContent
from normverk.norm.text import Text
from normverk.publish import queries
from normverk.publish.actions import build_release, make_key
from tests.conftest import actor_with

SITE = "vest"
OLD, NEW = "no.demo.normverk.brystkreft#1.0.0", "no.demo.normverk.brystkreft#2.0.0"
NAMES = {"310000019": "Demosykehuset Vest", "310000027": "Demosykehuset Midt", "310000035": "Demosykehuset Nord"}

DECIDED = Chain((Link("decision", "S-2026-001/4", Text(nb="Videre", nn="Vidare", en="On"), "/cases/S-2026-001/"),))

Deliver = Callable[[list[Cell]], None]


def site_actor(site: str = SITE) -> Actor:
    """The program of a site."""
    return actor_with(Role.SITE, id=f"program-{site}", organisation=site)


def cell(month: str, state: str, n: int, days: int | None = None, *, branch: str = "", clock: str = "OF1",
         organisation: str = "310000019", site: str = SITE) -> Cell:  # fmt: skip
    """A cell of the breast cancer pathway; the release is the one in force in the month."""
    release = OLD if month < "2021-05" else NEW
    return Cell(site, "brystkreft", release, clock, branch, organisation, month, state, n, days)  # type: ignore[arg-type]


def histogram(cells: list[Cell], *, site: str = SITE, as_of: date = date(2022, 4, 30), minute: int = 0) -> Histogram:
    """A delivery of these cells."""
    return Histogram(site, as_of, datetime(2022, 5, 1, 6, minute, tzinfo=UTC), NAMES, tuple(cells))


@pytest.fixture
def norms(settings: Settings, tmp_path: Path, db: None) -> None:
    """Both editions of the demonstration norm, published."""
    settings.DATA = tmp_path
    settings.ORIGIN = "https://hub.example.org"
    queries.decoded.cache_clear()
    made = datetime(2022, 5, 1, tzinfo=UTC)
    make_key(actor=operator(), now=made)
    folder = Path(normverk.sim.__file__).parent / "norms"
    for number, previous in (("1.0.0", None), ("2.0.0", "1.0.0")):
        build_release(
            product_slug="brystkreft",
            edition_number=number,
            edition_ref=f"brystkreft/{number}",
            content=msgspec.json.decode((folder / f"brystkreft-{number[0]}.json").read_bytes(), type=NormContent),
            chain=DECIDED,
            change_note=Text(nb="Endring", nn="Endring", en="Change"),
            previous=previous,
            actor=operator(),
            now=made,
        )


@pytest.fixture
def deliver(db: None) -> Deliver:
    """Delivers cells as the site."""

    def deliver(cells: list[Cell]) -> None:
        receive_histogram(histogram=histogram(cells), actor=site_actor(), now=datetime(2022, 5, 1, 7, tzinfo=UTC))

    return deliver


@pytest.fixture
def token(db: None) -> str:
    """An access token given to the site."""
    account = make_account(
        username="vest",
        display_name="Vest",
        grants=(Grant(Role.SITE, SITE),),
        actor=operator(),
        now=datetime.now(UTC),
    )
    return issue_token(account=account, site=SITE, actor=operator(), now=datetime.now(UTC), valid_for=timedelta(days=1))
