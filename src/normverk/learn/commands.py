"""The commands `normverk pathway report` and `normverk histogram send`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.conf import settings

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show
from normverk.base.policy import operator
from normverk.learn import commands_figures
from normverk.learn.collect import NoPatientsHere, local_cells, send_histogram
from normverk.learn.histogram import Cell, Summary, summarise
from normverk.norm.days import local_date


def add_commands(commands: Subparsers) -> None:
    """Adds `report` to the group `pathway`, and the groups `histogram` and `figures`."""
    commands_figures.add_commands(commands)
    group = add_group(commands, "pathway", help="pathway clocks on patients' events")
    command = add_command(
        group,
        "report",
        _report,
        help="this site's own shares within the limit, per clock, release and hospital; counts are not protected",
        example="normverk pathway report --as-of 2022-04-30",
    )
    command.add_argument(
        "--as-of", type=day_argument, help="the day to look from; the default is the day the lists show"
    )
    group = add_group(commands, "histogram", help="day histograms: what a site tells about its clocks")
    command = add_command(
        group,
        "send",
        _send,
        help="make this site's day histogram, keep it here, and send it to the hub when there is one elsewhere",
        example="normverk histogram send",
    )
    command.add_argument(
        "--as-of", type=day_argument, help="the day to look from; the default is the day the lists show"
    )


def _report(parsed: argparse.Namespace) -> int:
    cells = _cells(as_of_day(parsed))
    told = [(names, summarise(group)) for names, group in _groups(cells)]
    plain = [dict(zip(("pathway", "clock", "release", "organisation"), names, strict=True)) | _plain(one)
             for names, one in told]  # fmt: skip
    show(parsed, plain, "\n".join(_line(names, one) for names, one in told) or "no clocks have started here")
    return 0


def _send(parsed: argparse.Namespace) -> int:
    try:
        sent = send_histogram(as_of=as_of_day(parsed), actor=operator(), now=datetime.now(UTC))
    except NoPatientsHere as nobody:
        raise Unusable(str(nobody)) from None
    plain = {"site": sent.site, "digest": sent.digest, "cells": sent.cells, "kept": sent.stored, "posted": sent.posted}
    onward = f", in the outbox to {settings.HUB}" if sent.posted else ""
    show(parsed, plain, f"{sent.cells} cells of {sent.site}, digest {sent.digest[:12]}: {sent.stored}{onward}")
    return 0


def _cells(as_of: date) -> tuple[Cell, ...]:
    try:
        return local_cells(as_of=as_of, site=settings.SITE)
    except NoPatientsHere as nobody:
        raise Unusable(str(nobody)) from None


def _groups(cells: Iterable[Cell]) -> Iterable[tuple[tuple[str, str, str, str], Iterable[Cell]]]:
    def names(cell: Cell) -> tuple[str, str, str, str]:
        return (cell.pathway, cell.clock, cell.release, cell.organisation)

    return groupby(sorted(cells, key=names), key=names)


def _plain(told: Summary) -> dict[str, Any]:
    counts = {name: getattr(told, name) for name in ("met", "late", "overdue", "running", "indeterminate")}
    return {**counts, "not_applicable": told.not_applicable, "share": told.share, "median": told.median}


def _line(names: tuple[str, ...], told: Summary) -> str:
    share = "  –  " if told.share is None else f"{100 * told.share:4.1f}%"
    median = "–" if told.median is None else str(told.median)
    return (
        f"{'  '.join(names)}  within the limit {share} of {told.n}  median {median}  "
        f"running {told.running}  indeterminate {told.indeterminate}  not applicable {told.not_applicable}"
    )


def as_of_day(parsed: argparse.Namespace) -> date:
    """The day to look from: the one given, else the one the lists show."""
    return parsed.as_of or settings.AS_OF or local_date(datetime.now(UTC))


def day_argument(text: str) -> date:
    """A day on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» is not a date; write for instance 2022-04-30") from None
