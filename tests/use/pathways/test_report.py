"""The report over many patients counts exactly the lines of the reference evaluator, simple courses and others alike."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import duckdb
import msgspec
import pytest

from normverk.norm.days import local_date
from normverk.use.pathways.engine import Edition, RecordEvent, Verdict, read_norms, runs_of, verdict_of
from normverk.use.pathways.engine.events import settle
from normverk.use.pathways.report.figures import Figure
from normverk.use.pathways.report.making import Made, make_report, open_base
from normverk.use.pathways.report.settled import Unreadable, open_events, write_settled
from tests.use.pathways.anything import world
from tests.use.pathways.breast import EDITIONS
from tests.use.pathways.events import MIDT, VEST, event
from tests.use.pathways.plain import plain

AS_OF = date(2021, 9, 1)
STOPPED, COUNTED = ("met", "late"), ("met", "late", "overdue")


def written(events: list[RecordEvent], file: Path) -> Path:
    file.write_bytes(b"".join(msgspec.json.encode(event) + b"\n" for event in events))
    return file


def expected(events: list[RecordEvent], editions: tuple[Edition, ...], as_of: date) -> list[Figure]:
    """The figures by month, worked out of the reference's lines one by one."""
    groups: dict[tuple[str, str, str, str], list[Verdict]] = defaultdict(list)
    for run in runs_of(events, read_norms(editions), seen_until=as_of):
        line = verdict_of(run, as_of)
        if line.release:
            groups[line.pathway, line.clock, line.org, f"{run.period.begins:%Y-%m}"].append(line)
    return [_figure(key, lines) for key, lines in sorted(groups.items())]


def _figure(key: tuple[str, str, str, str], lines: list[Verdict]) -> Figure:
    states = [{"due": "running", "nullified": "not-applicable"}.get(line.verdict, line.verdict) for line in lines]
    days = sorted(line.value or 0 for line in lines if line.verdict in STOPPED)
    counted = sum(state in COUNTED for state in states)

    def lowest(part: Fraction) -> int | None:
        return next((value for at, value in enumerate(days, 1) if at >= part * len(days)), None)

    pathway, clock, org, month = key
    met, late, overdue = (states.count(state) for state in COUNTED)
    return Figure(
        pathway=pathway,
        clock=clock,
        branch="",
        organisation=org,
        period=month,
        counted=counted,
        met=met,
        late=late,
        overdue=overdue,
        running=states.count("running"),
        indeterminate=states.count("indeterminate"),
        not_applicable=states.count("not-applicable"),
        share=met / counted if counted else None,
        lower_quartile=lowest(Fraction(1, 4)),
        median=lowest(Fraction(1, 2)),
        upper_quartile=lowest(Fraction(3, 4)),
    )


def report(events: list[RecordEvent], editions: tuple[Edition, ...], as_of: date, folder: Path) -> Made:
    return make_report([written(events, folder / "events.ndjson")], read_norms(editions), as_of)


def test_random_plain_pathways_give_the_figures_of_the_reference(tmp_path: Path) -> None:
    asked = simple = 0
    for seed in range(400):
        held = world(seed)
        editions = plain(held)
        if not editions or not held.history:
            continue
        as_of = local_date(held.as_of)
        made = report(list(held.history), editions, as_of, tmp_path)
        assert list(made.figures) == expected(list(held.history), editions, as_of), seed
        asked += 1
        simple += made.one_by_one == 0
    assert asked > 60
    assert simple > 10


def many(patients: int, seed: int) -> list[RecordEvent]:
    """Breast cancer courses with corrections, voided registrations, second referrals and delivered repetitions."""
    chance = random.Random(seed)
    events: list[RecordEvent] = []
    for number in range(patients):
        day = date(2020, 9, 1) + timedelta(days=chance.randrange(400))
        letters = ["A", "S", "O", "A", "CK", chance.choice(("FK", "FM", "FS", "FL", "X"))]
        for letter in letters[: chance.randint(1, 6)]:
            made = event(letter, day.isoformat(), patient=f"p{number}", org=chance.choice((VEST, MIDT)))
            day += timedelta(days=chance.randrange(12))
            if chance.random() < 0.9:
                events.append(made)
            if chance.random() < 0.1:
                status = chance.choice(("amended", "entered-in-error"))
                moved = made.time - timedelta(days=chance.randrange(3))
                events.append(msgspec.structs.replace(made, version=2, status=status, time=moved))
            if chance.random() < 0.05:
                events.append(made)
    chance.shuffle(events)
    return events


@pytest.mark.parametrize("seed", range(4))
def test_many_patients_with_corrections_give_the_figures_of_the_reference(seed: int, tmp_path: Path) -> None:
    events = many(400, seed)
    made = report(events, EDITIONS, AS_OF, tmp_path)
    assert list(made.figures) == expected(events, EDITIONS, AS_OF)
    assert made.one_by_one < 300, "most courses are simple"


def test_a_settled_file_gives_the_same_figures_and_says_how_many_registrations_hold(tmp_path: Path) -> None:
    events, norms = many(200, 7), read_norms(EDITIONS)
    raw, settled = written(events, tmp_path / "raw.ndjson"), tmp_path / "settled.parquet"
    with open_base() as base:
        opened = open_events(base, [raw])
        write_settled(base, settled)
    assert (opened.rows, opened.held) == (len(events), len(settle(events)))
    again = make_report([settled], norms, AS_OF)
    assert again.events.already
    assert again.figures == make_report([raw], norms, AS_OF).figures


def test_a_patient_in_two_settled_files_is_one_patient(tmp_path: Path) -> None:
    files = []
    for name, events in (
        ("earlier", [event("A", "2021-06-01")]),
        ("later", [event("S", "2021-06-05"), event("A", "2021-06-02", patient="p2")]),
    ):
        raw = written(events, tmp_path / f"{name}.ndjson")
        with open_base() as base:
            open_events(base, [raw])
            write_settled(base, tmp_path / f"{name}.parquet")
        files.append(tmp_path / f"{name}.parquet")
    both = [event("A", "2021-06-01"), event("S", "2021-06-05"), event("A", "2021-06-02", patient="p2")]
    for order in (files, files[::-1]):
        assert list(make_report(order, read_norms(EDITIONS), AS_OF).figures) == expected(both, EDITIONS, AS_OF)


def test_files_may_have_their_columns_in_any_order(tmp_path: Path) -> None:
    events = [event("A", "2021-06-01", treatment="kirurgi"), event("S", "2021-06-05")]
    first, second = (written([one], tmp_path / f"{number}.ndjson") for number, one in enumerate(events))
    turned = tmp_path / "turned.parquet"
    with duckdb.connect() as base:
        base.execute(
            f"COPY (SELECT status, version, source_id, source, org, time, code, patient FROM '{second}') TO '{turned}'"
        )
    for files in ([first, turned], [turned, first]):
        assert list(make_report(files, read_norms(EDITIONS), AS_OF).figures) == expected(events, EDITIONS, AS_OF)


def test_of_two_contents_that_claim_a_version_the_same_holds_as_everywhere(tmp_path: Path) -> None:
    first = event("A", "2021-06-01")
    other = msgspec.structs.replace(first, time=date(2021, 6, 5), episode="e")
    stop = event("S", "2021-06-10")
    for order in ([first, other, stop], [other, stop, first]):
        assert list(report(order, EDITIONS, AS_OF, tmp_path).figures) == expected(order, EDITIONS, AS_OF)


def test_periods_add_up_to_the_whole(tmp_path: Path) -> None:
    raw, norms = written(many(300, 3), tmp_path / "raw.ndjson"), read_norms(EDITIONS)
    sums = []
    for period in ("month", "tertial", "year", "all"):
        made = make_report([raw], norms, AS_OF, period=period)
        sums.append(sum(figure.counted for figure in made.figures))
        shown = {figure.period for figure in made.figures}
        assert shown <= PERIOD_NAMES[period], shown
    assert len(set(sums)) == 1
    branches = make_report([raw], norms, AS_OF, period="all", branches=True)
    assert sum(figure.counted for figure in branches.figures) == sums[0]
    assert {"surgery", "drugs"} <= {figure.branch for figure in branches.figures}


PERIOD_NAMES = {
    "month": {f"{year}-{month:02}" for year in (2020, 2021) for month in range(1, 13)},
    "tertial": {f"{year}-T{number}" for year in (2020, 2021) for number in (1, 2, 3)},
    "year": {"2020", "2021"},
    "all": {""},
}


def test_an_instant_late_in_the_evening_counts_on_its_day_in_norway(tmp_path: Path) -> None:
    events = [event("A", "2021-05-31T22:30:00+00:00"), event("S", "2021-06-08T22:30:00+00:00")]
    (found,) = (figure for figure in report(events, EDITIONS, AS_OF, tmp_path).figures if figure.clock == "OF1")
    assert (found.period, found.median, found.late) == ("2021-06", 8, 1)


GOOD = (
    b'{"patient":"p1","code":"A01A","time":"2021-06-01","org":"310000011","source":"x","source_id":"1","version":1,'
    b'"status":"final","recorded":"2021-06-02T15:41:00+02:00"}\n'
)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("events.ndjson", b"not json\n", "events.ndjson, line 1: the line is not JSON"),
        ("events.ndjson", GOOD.replace(b"06-01", b"02-31"), r"line 1: .*time: 2021-02-31"),
        ("events.ndjson", b"\n" + GOOD + GOOD.replace(b"06-01", b"02-31"), r"line 3: .*time: 2021-02-31"),
        ("events.ndjson", b"\xff\xfe\x00", "events.ndjson, line 1: the line is not JSON"),
        ("events.ndjson", b'{"patient": "p1"}\n', "lack one of"),
        ("events.parquet", b"PAR0", "not a Parquet file"),
        ("events.ndjson", None, "is not there"),
    ],
)
def test_what_is_no_file_of_events_is_refused_with_its_name(
    name: str, content: bytes | None, words: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Unreadable, match=words):
        make_report([file], read_norms(EDITIONS), AS_OF)


def test_a_parquet_file_that_lacks_columns_is_refused_with_their_names(tmp_path: Path) -> None:
    file = tmp_path / "some.parquet"
    with duckdb.connect() as base:
        base.execute(f"COPY (SELECT 'p1' AS patient, 'A01A' AS code) TO '{file}' (FORMAT parquet)")
    with pytest.raises(Unreadable, match="lacks org, source, source_id, status, time, version"):
        make_report([file], read_norms(EDITIONS), AS_OF)


def test_settled_and_unsettled_files_are_not_mixed(tmp_path: Path) -> None:
    raw, settled = written(many(5, 1), tmp_path / "raw.ndjson"), tmp_path / "settled.parquet"
    with open_base() as base:
        open_events(base, [raw])
        write_settled(base, settled)
    with pytest.raises(Unreadable, match="settle all of them together"):
        make_report([raw, settled], read_norms(EDITIONS), AS_OF)


def test_codes_of_no_norm_are_told_and_an_empty_file_has_no_figures(tmp_path: Path) -> None:
    made = report([msgspec.structs.replace(event("A", "2021-06-01"), code="Q99")], EDITIONS, AS_OF, tmp_path)
    assert (made.number, made.of_no_norm) == (0, 1)
    assert report([], EDITIONS, AS_OF, tmp_path).number == 0
