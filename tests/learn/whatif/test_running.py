"""Trying a draft where the patients are: the laws, and cases counted by hand."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from pytest_django import Settings

from normverk.base.events.models import Event
from normverk.base.policy import operator
from normverk.learn.collect import local_cells
from normverk.learn.histogram import Cell, merge, summarise
from normverk.learn.whatif import running
from normverk.learn.whatif.answer import TRIAL, Answer, complaints, digest, merged
from normverk.learn.whatif.running import run_trial
from normverk.norm.pathway import PathwayDefinition
from normverk.publish.models import Release
from normverk.sim.generator import END, Population, generate, to_ndjson
from normverk.use.pathways.actions import name_patients, take_in
from normverk.use.pathways.models import ClockState
from tests.learn.whatif.making import (
    AS_OF,
    FIRST,
    LAST,
    MIDT,
    NOW,
    VEST,
    in_force,
    starting_at,
    stored,
    trial,
    with_branch_limit,
    with_limit,
    with_new_milestone,
)
from tests.world import undone

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(norms: None, settings: Settings) -> None:
    """A site with both editions of the norm, and nobody yet."""
    settings.AS_OF = END
    settings.SITE = "vest"


@pytest.fixture
def population(site: None) -> Population:
    """Eighty synthetic patients at three hospitals."""
    population = generate(seed=4, patients=80)
    content = to_ndjson(population.events)
    take_in(content=content, name="events", form="ndjson", actor=operator(), now=NOW, as_of=END)
    name_patients(content=to_ndjson(population.patients), name="patients", actor=operator(), now=NOW)
    return population


def run(definition: PathwayDefinition, first: str = FIRST, last: str = LAST, as_of: date = END) -> Answer:
    """The answer of this site to a trial of a draft."""
    return run_trial(trial(definition, first, last), as_of=as_of, site="vest", now=NOW)


def without_release(cells: tuple[Cell, ...]) -> list[Cell]:
    """Cells with the names of the norms taken out, so that both sides can be compared."""
    return sorted((msgspec.structs.replace(cell, release="") for cell in cells), key=repr)


def draft_days(answer: Answer, clock: str, org: str = VEST) -> tuple[int, int, int | None]:
    """How many kept the limit under the draft, of how many, and the median."""
    told = summarise(cell for cell in answer.draft if (cell.clock, cell.organisation) == (clock, org))
    return told.met, told.n, told.median


def test_the_norm_in_force_tried_as_a_draft_gives_the_ordinary_figures(population: Population) -> None:
    answer = run(in_force())
    ordinary = [cell for cell in local_cells(as_of=END, site="vest") if FIRST <= cell.month <= LAST]
    assert sorted(answer.in_force, key=repr) == sorted(ordinary, key=repr)
    assert without_release(answer.draft) == without_release(answer.in_force)
    assert len(answer.draft) > 50
    assert {(move.was, move.would) for move in answer.moves if move.was != move.would} == set()
    assert answer.unregistered == ()


def test_the_hospitals_add_up_to_the_whole(population: Population) -> None:
    answer = run(with_limit("OF2", 9))
    whole = summarise(cell for cell in answer.draft if cell.clock == "OF2")
    parts = [draft_days(answer, "OF2", org) for org in {cell.organisation for cell in answer.draft}]
    assert len(parts) == 3
    assert (sum(met for met, _, _ in parts), sum(n for _, n, _ in parts)) == (whole.met, whole.n)


def test_two_sites_with_half_the_patients_each_add_up_to_one_with_all(site: None) -> None:
    events = generate(seed=4, patients=80).events
    names = sorted({event.patient for event in events})
    answers: list[Answer] = []
    for part in (names[:40], names[40:], names):
        with undone():
            content = to_ndjson([event for event in events if event.patient in part])
            take_in(content=content, name="events", form="ndjson", actor=operator(), now=NOW, as_of=END)
            answers.append(run(with_limit("OF2", 9)))
    first, second, all_of_them = answers
    for side in ("in_force", "draft"):
        assert merge(getattr(first, side), getattr(second, side)) == getattr(all_of_them, side)
    assert merged((*first.moves, *second.moves)) == all_of_them.moves
    assert len(all_of_them.moves) > len(first.moves) > 20


def test_the_answer_is_one_that_a_hub_believes(population: Population) -> None:
    for definition in (in_force(), with_limit("OF2", 9), with_new_milestone()):
        asked = trial(definition)
        answer = run_trial(asked, as_of=END, site="vest", now=NOW)
        assert complaints(answer, asked, NOW) == ()
        again = run_trial(asked, as_of=END, site="vest", now=NOW)
        assert digest(answer) == digest(again)


@pytest.mark.parametrize("definition", [with_limit("OF2", 9), with_new_milestone(), starting_at("OF2", "A")])
def test_earlier_editions_that_read_alike_make_no_difference(
    definition: PathwayDefinition, population: Population, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = run(definition)
    monkeypatch.setattr(running, "_reads_alike", lambda earlier, draft: False)
    assert run(definition) == alone


def test_nothing_of_a_patient_is_in_the_answer(population: Population) -> None:
    written = msgspec.json.encode(run(with_limit("OF2", 9))).decode()
    for patient in population.patients:
        for word in msgspec.to_builtins(patient).values():
            assert not isinstance(word, str) or len(word) < 4 or word not in written
    for event in population.events:
        assert f'"{event.source_id}"' not in written
        assert event.time == END.isoformat() or event.time not in written


def test_nothing_is_written_and_nobody_is_listed_by_a_trial(population: Population) -> None:
    def here() -> tuple[object, ...]:
        states = tuple(ClockState.objects.order_by("pk").values_list())
        return states, Release.objects.count(), Event.objects.count()

    before = here()
    run(with_new_milestone())
    assert here() == before
    assert not ClockState.objects.filter(release=TRIAL).exists()


COURSES = [
    {"A01A": "2021-06-01", "A01S": "2021-06-05", "A01CK": "2021-06-13"},  # eight days to C
    {"A01A": "2021-06-02", "A01S": "2021-06-05", "A01CK": "2021-06-15"},  # ten
    {"A01A": "2021-06-03", "A01S": "2021-06-05", "A01CK": "2021-06-16"},  # eleven
    {"A01A": "2021-06-04", "A01S": "2021-06-05", "A01CK": "2021-06-17"},  # twelve
    {"A01A": "2021-06-04", "A01S": "2021-06-05", "A01CK": "2021-06-25"},  # twenty
    {"A01A": "2022-04-10", "A01S": "2022-04-19"},  # waits for eleven days on 30 April
]

SCENARIOS = [
    (12, 4, 5, "twelve days, as in force: four of five, and one runs"),
    (13, 4, 5, "nobody took thirteen days"),
    (20, 5, 5, "twenty days: the last one too"),
    (11, 3, 5, "eleven days: the one who waits is on the last day and still runs inside the limit"),
    (10, 2, 6, "ten days: the one who waits for eleven is overdue, and counts as not kept"),
    (8, 1, 6, "eight days: the first alone"),
    (7, 0, 6, "seven days: nobody"),
    (0, 0, 6, "the same day: nobody"),
]


@pytest.mark.parametrize(("limit", "met", "n", "words"), SCENARIOS, ids=[words for *_, words in SCENARIOS])
def test_shares_counted_by_hand(limit: int, met: int, n: int, words: str, site: None) -> None:
    stored(COURSES)
    answer = run(with_limit("OF2", limit), as_of=AS_OF)
    assert draft_days(answer, "OF2") == (met, n, 11)  # eight, ten, eleven, twelve, twenty
    today = summarise(cell for cell in answer.in_force if cell.clock == "OF2")
    assert (today.met, today.n, today.median) == (4, 5, 11)


TREATED = [
    {
        "A01A": "2021-06-01",
        "A01S": "2021-06-05",
        "A01CK": "2021-06-13",
        "A01FK": "2021-06-20",
    },  # surgery, 19 days from A
    {"A01A": "2021-06-01", "A01S": "2021-06-05", "A01CK": "2021-06-13", "A01FK": "2021-06-30"},  # surgery, 29
    {"A01A": "2021-06-01", "A01S": "2021-06-05", "A01CK": "2021-06-13", "A01FM": "2021-06-28"},  # drugs, 27
    {"A01A": "2021-06-01", "A01S": "2021-06-05", "A01CK": "2021-06-13", "A01FS": "2021-06-28"},  # radiation: no limit
    {"A01A": "2021-06-01", "A01S": "2021-06-05", "A01X": "2021-06-10"},  # ended without treatment
]


def test_a_limit_of_one_treatment_moves_those_of_that_treatment_alone(site: None) -> None:
    stored(TREATED)
    answer = run(with_branch_limit("OF4", "kirurgi", 28), as_of=AS_OF)
    assert draft_days(answer, "OF4") == (2, 3, 27)  # surgery 19 and 29, drugs 27
    moves = {(m.was, m.would): m.n for m in answer.moves if m.clock == "OF4"}
    assert moves == {
        ("met", "met"): 2, ("met", "late"): 1, ("indeterminate", "indeterminate"): 1,
        ("not-applicable", "not-applicable"): 1,
    }  # fmt: skip


def test_a_limit_that_the_draft_leaves_open_is_unknown_and_neither_kept_nor_broken(site: None) -> None:
    stored(TREATED)
    answer = run(with_branch_limit("OF4", "medikamentell", None), as_of=AS_OF)
    told = summarise(cell for cell in answer.draft if cell.clock == "OF4")
    assert (told.met, told.n, told.indeterminate) == (2, 2, 2)  # surgery alone; drugs and radiation are not known


def test_a_clock_that_starts_earlier_takes_longer(site: None) -> None:
    stored(COURSES)
    answer = run(starting_at("OF2", "A"), as_of=AS_OF)
    # From A to C: 12, 13, 13, 13 and 21 days, and the one who waits has waited for twenty; the limit is twelve.
    assert draft_days(answer, "OF2") == (1, 6, 13)


def test_only_courses_that_began_in_the_months_are_counted(site: None) -> None:
    stored(COURSES)
    answer = run(with_limit("OF2", 10), "2021-06", "2021-06", as_of=AS_OF)
    assert draft_days(answer, "OF2") == (2, 5, 11)
    assert {cell.month for cell in (*answer.in_force, *answer.draft)} == {"2021-06"}


def test_moves_say_who_would_have_changed_sides(site: None) -> None:
    stored(COURSES)
    moves = {(m.was, m.would): m.n for m in run(with_limit("OF2", 10), as_of=AS_OF).moves
             if m.clock == "OF2" and m.month == "2021-06"}  # fmt: skip
    assert moves == {("met", "met"): 2, ("met", "late"): 2, ("late", "late"): 1}


def test_a_milestone_that_no_record_registers_makes_the_share_unknown_and_never_a_long_wait(site: None) -> None:
    stored(COURSES)
    stored(COURSES[:2], org=MIDT, begin=100)
    answer = run(with_new_milestone(), as_of=AS_OF)
    for clock in ("N1", "N2"):
        told = summarise(cell for cell in answer.draft if cell.clock == clock)
        assert (told.n, told.share, told.indeterminate) == (0, None, 8)
    assert [(one.milestone, one.organisation) for one in answer.unregistered] == [("N", VEST), ("N", MIDT)]
    assert draft_days(answer, "OF2") == (4, 5, 11)


def test_a_clock_that_the_draft_drops_is_absent_there(site: None) -> None:
    stored(COURSES)
    pathway = in_force()
    fewer = msgspec.structs.replace(pathway, clocks=tuple(one for one in pathway.clocks if one.id != "OF4"))
    answer = run(fewer, as_of=AS_OF)
    assert {move.would for move in answer.moves if move.clock == "OF4"} == {"absent"}
    assert {cell.clock for cell in answer.draft} == {"OF1", "OF2", "OF3"}


def test_months_before_any_norm_are_counted_by_the_draft_alone(site: None) -> None:
    stored([{"A01A": "2014-06-01", "A01S": "2014-06-05", "A01CK": "2014-06-13"}])
    answer = run(with_limit("OF2", 10), "2014-01", "2014-12", as_of=AS_OF)
    assert answer.in_force == ()
    assert {(m.was, m.would) for m in answer.moves if m.clock == "OF2"} == {("absent", "met")}


def test_events_after_the_day_are_not_seen(site: None) -> None:
    stored(COURSES)
    answer = run(with_limit("OF2", 12), as_of=date(2021, 6, 14))
    assert draft_days(answer, "OF2") == (1, 1, 8)
