"""normverk pathway figures and settle: figures over many patients from files of events, inside the hospital's own zone."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from normverk.base.commands import Subparsers, Unusable, add_command, show
from normverk.use.pathways.command_files import day_of, norms_of
from normverk.use.pathways.engine import Norms
from normverk.use.pathways.report.figures import PERIODS, Figure
from normverk.use.pathways.report.making import Made, make_report, open_base
from normverk.use.pathways.report.settled import Unreadable, open_events, write_settled


def add_commands(pathway: Subparsers) -> None:
    """Adds `figures` and `settle` to the group `pathway`."""
    report = add_command(
        pathway,
        "figures",
        run_report,
        help="Figures by pathway, clock, hospital and period from files of events; nothing is stored. Counts are exact, so the"
        " answer is for the zone of the patients and not for publishing.",
        example="normverk pathway figures --release breast-2.0.0.tgz --events events.parquet --as-of 2022-04-30 --by tertial",
    )
    report.add_argument("--release", nargs="+", required=True, metavar="FILE", help="release files to judge by")
    report.add_argument(
        "--events", nargs="+", required=True, metavar="FILE", help="NDJSON or Parquet files of record events"
    )
    report.add_argument("--as-of", required=True, metavar="DATE", help="the day to judge on, for instance 2022-04-30")
    report.add_argument("--by", choices=sorted(PERIODS), default="month", help="the period of a group (default month)")
    report.add_argument("--branches", action="store_true", help="each treatment branch for itself")
    report.add_argument("--out", type=Path, metavar="FILE", help="write the figures to this .csv or .parquet file")
    settle = add_command(
        pathway,
        "settle",
        run_settle,
        help="Write files of events as one Parquet file of what holds, by patient, so that reports of it are quick.",
        example="normverk pathway settle --events 2020.ndjson 2021.ndjson --out settled.parquet",
    )
    settle.add_argument("--events", nargs="+", required=True, metavar="FILE", help="NDJSON or Parquet files of events")
    settle.add_argument("--out", type=Path, required=True, metavar="FILE", help="the Parquet file to write")


def run_report(parsed: argparse.Namespace) -> int:
    """Prints or writes the figures; exit code 1 for a release not to be trusted, or when there is no figure."""
    from normverk.publish.package import NotTrusted

    as_of = day_of(parsed.as_of)
    if parsed.out is not None and parsed.out.suffix.lower() not in {".csv", ".parquet"}:
        raise Unusable(f"--out is {parsed.out}; name a file that ends with .csv or .parquet")
    try:
        norms = norms_of(parsed.release)
    except NotTrusted as wrong:
        print(f"normverk: {wrong}", file=sys.stderr)
        return 1
    made = _made(parsed, norms, as_of)
    show(parsed, _plain(made), _words(made, parsed.out))
    return 0 if made.number else 1


def run_settle(parsed: argparse.Namespace) -> int:
    """Writes the file."""
    if parsed.out.suffix.lower() != ".parquet":
        raise Unusable(f"--out is {parsed.out}; name a file that ends with .parquet")
    if not parsed.out.parent.is_dir():
        raise Unusable(f"{parsed.out.parent} is no folder; make it first")
    try:
        with open_base() as base:
            events = open_events(base, [Path(name) for name in parsed.events])
            write_settled(base, parsed.out)
    except Unreadable as wrong:
        raise Unusable(str(wrong)) from None
    show(
        parsed,
        {"rows": events.rows, "held": events.held, "file": str(parsed.out)},
        f"{events.rows} rows, of which {events.held} registrations hold, written to {parsed.out}",
    )
    return 0


def _made(parsed: argparse.Namespace, norms: Norms, as_of: date) -> Made:
    if parsed.out is not None and not parsed.out.parent.is_dir():
        raise Unusable(f"{parsed.out.parent} is no folder; make it first")

    def step(what: str) -> None:
        if sys.stderr.isatty():
            print(what, file=sys.stderr)

    files = [Path(name) for name in parsed.events]
    try:
        return make_report(files, norms, as_of, period=parsed.by, branches=parsed.branches, into=parsed.out, step=step)
    except Unreadable as wrong:
        raise Unusable(str(wrong)) from None


def _plain(made: Made) -> dict[str, Any]:
    return {
        "figures": msgspec.to_builtins(made.figures),
        "number": made.number,
        "rows": made.events.rows,
        "held": made.events.held,
        "of_no_norm": made.of_no_norm,
        "judged_one_by_one": made.one_by_one,
    }


def _words(made: Made, into: Path | None) -> str:
    head = f"{made.events.held} registrations hold of {made.events.rows} rows; {made.of_no_norm} have a code of no loaded norm"
    if into is not None:
        return f"{head}\n{made.number} figures written to {into}"
    return "\n".join([head, *(_line(figure) for figure in made.figures)])


def _line(figure: Figure) -> str:
    share = "–" if figure.share is None else f"{figure.share:.1%}"
    median = "–" if figure.median is None else str(figure.median)
    where = "  ".join(
        part for part in (figure.pathway, figure.clock, figure.branch, figure.organisation, figure.period) if part
    )
    return f"{where}  n {figure.counted}  within {share}  median {median}"
