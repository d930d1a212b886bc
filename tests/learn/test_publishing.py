"""Published figures never change; what is found out later stands in the ledger, and the ledger adds up."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from normverk.base.events.queries import faults
from normverk.base.policy import Denied, Role, operator
from normverk.learn.actions import place_hospitals, receive_histogram
from normverk.learn.frozen import frozen_faults, ledger, publication
from normverk.learn.histogram import Cell
from normverk.learn.indicators import NoSuchIndicator
from normverk.learn.models import Correction, FrozenFigures, FrozenGuard
from normverk.learn.periods import ALL
from normverk.learn.publishing import CannotPublish, can_be_published, publish_figures
from normverk.learn.queries import measured
from tests.conftest import actor_with
from tests.learn.conftest import NAMES, NEW, OLD, Deliver, cell, histogram, site_actor
from tests.learn.test_pages import ample

pytestmark = pytest.mark.django_db
PUBLISHED = datetime(2022, 5, 2, tzinfo=UTC)
LATER = datetime(2022, 6, 2, tzinfo=UTC)
CLOCK = ("brystkreft", "OF4")


def year() -> list[Cell]:
    """A whole year, ample in every month."""
    months = [f"2021-{month:02d}" for month in range(1, 13)]
    return [
        cell(month, state, 12, days, branch=branch, clock="OF4", organisation=organisation)
        for organisation in NAMES
        for month in months
        for branch in ("kirurgi", "medikamentell")
        for state, days in (("met", 20), ("met", 25), ("late", 40))
    ]


def publish(period: str = "2021-T1", now: datetime = PUBLISHED) -> FrozenFigures:
    """Freezes the figures of the clock."""
    pathway, clock = CLOCK
    return publish_figures(pathway=pathway, clock=clock, period=period, actor=operator(), now=now)


def correct(cells: list[Cell], now: datetime = LATER) -> None:
    """A later delivery."""
    later = histogram(cells, as_of=now.date(), minute=now.day)
    receive_histogram(histogram=later, actor=site_actor(), now=now)


@pytest.fixture
def whole_year(norms: None, deliver: Deliver) -> None:
    """The norms, and a delivery of a whole year."""
    deliver(year())


def test_what_is_published_is_what_was_known_and_says_of_what(whole_year: None) -> None:
    frozen = publish()
    content = json.loads(frozen.content)
    assert content["releases"] == [OLD]
    assert content["known_at"] == "2022-05-02T00:00:00Z"
    assert [one["site"] for one in content["basis"]] == ["vest"]
    total = content["figures"][0]
    assert (total["period"], total["counted"]["value"], total["within_limit"]) == ("2021-T1", 864, 576)
    assert (total["median"], total["lower_quartile"], total["upper_quartile"]) == (25, 20, 40)
    assert {figure["period"] for figure in content["figures"]} == {"2021-T1", *(f"2021-0{m}" for m in range(1, 5))}
    assert list(faults()) == list(frozen_faults()) == []


def test_a_period_over_two_editions_names_both(whole_year: None) -> None:
    assert json.loads(publish("2021").content)["releases"] == [OLD, NEW]


def test_the_database_refuses_to_change_or_remove_what_is_published(whole_year: None) -> None:
    publish()
    correct(year()[1:])
    attempts = (
        lambda: FrozenFigures.objects.update(content="{}"),
        lambda: FrozenFigures.objects.all()._raw_delete("default"),
        lambda: FrozenGuard.objects.update(told=[]),
        lambda: FrozenGuard.objects.all()._raw_delete("default"),
        lambda: Correction.objects.update(by=5),
        lambda: Correction.objects.all()._raw_delete("default"),
    )
    assert Correction.objects.exists()
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            attempt()


def test_the_database_refuses_a_period_of_a_year_that_is_locked(whole_year: None) -> None:
    frozen = publish("2021")
    late = FrozenFigures(
        pathway=frozen.pathway, clock=frozen.clock, period="2021-T1", number=2, digest="0" * 64, content="{}",
        known_at=LATER, published_by="x",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        late.save()


@pytest.mark.parametrize(
    ("before", "period", "why"),
    [
        ((), "2021-05", "period"),
        ((), "tomorrow", "period"),
        ((), "2022-T2", "not-over"),
        ((), "2022", "not-over"),
        (("2021-T1",), "2021-T1", "published"),
        (("2021",), "2021", "published"),
        (("2021-T1", "2021"), "2021-T2", "locked"),
        ((), "2019", "nothing"),
    ],
)
def test_what_cannot_be_published(whole_year: None, before: tuple[str, ...], period: str, why: str) -> None:
    for earlier in before:
        publish(earlier)
    with pytest.raises(CannotPublish) as refused:
        publish(period)
    assert refused.value.why == why
    assert FrozenFigures.objects.count() == len(before)


def test_what_can_be_published_is_offered(whole_year: None) -> None:
    assert can_be_published(*CLOCK) == ("2021", "2021-T1", "2021-T2", "2021-T3")
    publish("2021-T1")
    assert can_be_published(*CLOCK) == ("2021", "2021-T2", "2021-T3")
    publish("2021")
    assert can_be_published(*CLOCK) == ()


def test_without_a_delivery_there_is_nothing_to_publish(norms: None) -> None:
    with pytest.raises(CannotPublish, match="nothing"):
        publish()


def test_a_clock_without_a_norm_has_no_figures_to_publish(whole_year: None) -> None:
    with pytest.raises(NoSuchIndicator):
        publish_figures(pathway="nothing", clock="OF4", period="2021", actor=operator(), now=PUBLISHED)


def test_a_visitor_publishes_nothing(whole_year: None) -> None:
    with pytest.raises(Denied):
        publish_figures(pathway=CLOCK[0], clock=CLOCK[1], period="2021", actor=actor_with(Role.VISITOR), now=PUBLISHED)


def test_a_correction_leaves_the_published_figure_and_is_in_the_ledger(whole_year: None) -> None:
    written = publish().content
    more = [cell("2021-02", "met", 9, 21, branch="kirurgi", clock="OF4", organisation="310000019")]
    correct([*year(), *more])
    held = publication(*CLOCK, "2021-T1")
    assert held is not None
    assert held.written == written
    assert held.is_whole
    entries = ledger(held)
    total = next(
        e
        for e in entries
        if (e.published.branch, e.published.organisation, e.published.period) == (ALL, ALL, "2021-T1")
    )
    assert (total.published.counted.value, total.now.n.value) == (864, 873)
    assert [(cause.site, cause.received_at) for cause in total.causes] == [("vest", LATER)]
    touched = {(e.published.branch, e.published.organisation, e.published.period) for e in entries}
    assert touched == {(b, o, p) for b in (ALL, "kirurgi") for o in (ALL, "310000019") for p in ("2021-T1", "2021-02")}


def test_deliveries_that_change_other_months_or_only_who_waits_are_no_cause(whole_year: None) -> None:
    publish()
    elsewhere = cell("2021-06", "met", 9, 21, branch="kirurgi", clock="OF4")
    correct([*year(), elsewhere, cell("2021-02", "running", 9, clock="OF4")])
    held = publication(*CLOCK, "2021-T1")
    assert held is not None
    assert ledger(held) == ()


def test_the_corrections_add_up_to_the_difference(whole_year: None) -> None:
    """Over three deliveries, the last of which takes some of the second back."""
    publish("2021-T1")
    add = [
        cell("2021-02", "met", 9, 21, branch="kirurgi", clock="OF4"),
        cell("2021-03", "late", 4, 50, branch="kirurgi", clock="OF4"),
    ]
    correct([*year(), *add])
    correct([*year(), *add[:1]], LATER + timedelta(days=1))
    correct([*year()[1:], *add], LATER + timedelta(days=2))
    held = publication(*CLOCK, "2021-T1")
    assert held is not None
    entries = ledger(held)
    assert len(entries) > 4
    for entry in entries:
        one = entry.published
        if one.counted.value is None or entry.now.n.value is None:
            continue
        rows = Correction.objects.filter(state__in=("met", "late", "overdue"), month__startswith="2021-0")
        if one.branch != ALL:
            rows = rows.filter(branch=one.branch)
        if one.organisation != ALL:
            rows = rows.filter(organisation=one.organisation)
        if one.period != "2021-T1":
            rows = rows.filter(month=one.period)
        assert one.counted.value + sum(rows.values_list("by", flat=True)) == entry.now.n.value
        assert {cause.digest for cause in entry.causes} == set(rows.values_list("digest", flat=True))


def test_unchanged_counts_give_the_same_figures_after_publication_as_before(norms: None, deliver: Deliver) -> None:
    """So that a second publication of the same counts adds nothing to what the first one told."""
    deliver(ample())
    before = measured(*CLOCK)
    publish("2021-T1")
    after = measured(*CLOCK)
    assert after is not before
    assert (after.table.low, after.table.high) == (before.table.low, before.table.high)


def test_hospitals_are_added_up_in_their_region(norms: None, deliver: Deliver) -> None:
    deliver(ample())
    regions = {"310000019": "Vest", "310000027": "Midt", "310000035": "Vest"}
    assert place_hospitals(regions=regions, actor=operator(), now=PUBLISHED) == 3
    assert place_hospitals(regions=regions, actor=operator(), now=PUBLISHED) == 0
    assert measured(*CLOCK).line(organisation="region:Vest").n.value == 576
    assert place_hospitals(regions={"310000035": ""}, actor=operator(), now=PUBLISHED) == 1
    assert measured(*CLOCK).line(organisation="region:Vest").n.value == 288
    assert list(faults()) == []


@pytest.mark.parametrize(("number", "region"), [("31000001", "Vest"), ("310000019", "V" * 81), ("310000019", "a\nb")])
def test_what_is_no_hospital_or_region_is_refused(number: str, region: str) -> None:
    with pytest.raises(ValueError, match="nine digits"):
        place_hospitals(regions={number: region}, actor=operator(), now=PUBLISHED)


def test_a_publication_changed_behind_the_log_is_found(whole_year: None) -> None:
    """By somebody who has taken the database's own guard away first."""
    publish()
    migration = import_module("normverk.learn.migrations.0002_frozen_figures")
    with connection.cursor() as cursor:
        migration.unguard(None, SimpleNamespace(connection=connection, execute=cursor.execute))
    FrozenFigures.objects.update(content=FrozenFigures.objects.get().content.replace("864", "964"))
    assert [fault.kind for fault in frozen_faults()] == ["figures-changed"]
    FrozenFigures.objects.update(content=FrozenFigures.objects.get().content.replace("964", "864"))
    assert list(frozen_faults()) == []
    FrozenGuard.objects.update(told=[])
    assert [fault.kind for fault in frozen_faults()] == ["figures-changed"]
