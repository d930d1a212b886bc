"""The commands `normverk figures publish|list|verify` and `normverk histogram regions`."""

from __future__ import annotations

import argparse
import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show
from normverk.base.policy import operator
from normverk.learn.actions import place_hospitals
from normverk.learn.frozen import frozen_faults, ledger, publications
from normverk.learn.indicators import NoSuchIndicator, clocks
from normverk.learn.publishing import CannotPublish, publish_figures

_WHY = {
    "period": "write a tertial or a year, for instance 2021-T2 or 2021",
    "not-over": "some site has not delivered up to the last day of the period",
    "published": "the period has been published already; published figures never change",
    "locked": "the year has been published and is locked",
    "nothing": "there are no figures for the period",
}


def add_commands(commands: Subparsers) -> None:
    """Adds the group `figures`, and `regions` to the group `histogram`."""
    group = add_group(commands, "figures", help="published figures: freeze them, list them, verify them")
    command = add_command(
        group,
        "publish",
        _publish,
        help="freeze the figures of a clock for a tertial or a year, as they are known now",
        example="normverk figures publish brystkreft OF4 2021-T2",
    )
    command.add_argument("pathway", help="the pathway, for instance brystkreft")
    command.add_argument("clock", help="the clock, for instance OF4")
    command.add_argument("period", help="a tertial or a year, for instance 2021-T2 or 2021")
    add_command(
        group,
        "list",
        _list,
        help="what has been published, and how many figures have been corrected since",
        example="normverk figures list",
    )
    add_command(
        group,
        "verify",
        _verify,
        help="whether everything published still fits its digest in the log; exit code 1 when something does not",
        example="normverk figures verify",
    )
    group = add_group(commands, "histogram", help="day histograms: what a site tells about its clocks")
    command = add_command(
        group,
        "regions",
        _regions,
        help="say which region each hospital belongs to, from a CSV file with the columns number and region",
        example="normverk histogram regions regions.csv",
    )
    command.add_argument(
        "file", type=Path, help="CSV in UTF-8 with a heading line; an empty region takes a hospital out"
    )


def _publish(parsed: argparse.Namespace) -> int:
    try:
        frozen = publish_figures(
            pathway=parsed.pathway,
            clock=parsed.clock,
            period=parsed.period,
            actor=operator(),
            now=datetime.now(UTC),
        )
    except NoSuchIndicator:
        raise Unusable(f"no published norm has the clock {parsed.pathway} {parsed.clock}") from None
    except CannotPublish as cannot:
        if cannot.why == "period":
            raise Unusable(f"«{parsed.period}»: {_WHY['period']}") from None
        show(parsed, {"published": False, "why": cannot.why}, f"not published: {_WHY[cannot.why]}")
        return 1
    plain = {"published": True, "period": frozen.period, "digest": frozen.digest}
    show(parsed, plain, f"published {frozen}, digest {frozen.digest}")
    return 0


def _list(parsed: argparse.Namespace) -> int:
    told: list[dict[str, Any]] = [
        {
            "pathway": one.content.pathway,
            "clock": one.content.clock,
            "period": one.content.period,
            "digest": one.digest,
            "known_at": one.content.known_at.isoformat(),
            "corrected": len(ledger(one)),
        }
        for edition, found in clocks()
        for clock in found
        for one in publications(edition.definition.id, clock.id)
    ]
    lines = (
        f"{t['pathway']} {t['clock']} {t['period']}  {t['digest'][:12]}  corrected since: {t['corrected']}"
        for t in told
    )
    show(parsed, told, "\n".join(lines) or "nothing has been published")
    return 0


def _verify(parsed: argparse.Namespace) -> int:
    found = [fault.detail for fault in frozen_faults()]
    show(parsed, {"faults": found}, "\n".join(found) or "everything published fits its digest in the log")
    return 1 if found else 0


def _regions(parsed: argparse.Namespace) -> int:
    try:
        with parsed.file.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows, columns = list(reader), reader.fieldnames
    except OSError as fault:
        raise Unusable(f"{parsed.file} cannot be read: {fault.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Unusable(f"{parsed.file} cannot be read as CSV in UTF-8: {fault}") from None
    if sorted(columns or ()) != ["number", "region"]:
        raise Unusable(f"{parsed.file}, line 1: the columns are number and region, and nothing else")
    regions: dict[str, str] = {}
    for line, row in enumerate(rows, 2):
        if len(row) != 2 or None in row.values():
            raise Unusable(f"{parsed.file}, line {line}: write a number and a region, and nothing else")
        if row["number"] in regions:
            raise Unusable(f"{parsed.file}, line {line}: {row['number']} stands there twice")
        regions[row["number"].strip()] = row["region"].strip()
    try:
        changed = place_hospitals(regions=regions, actor=operator(), now=datetime.now(UTC))
    except ValueError as wrong:
        raise Unusable(f"{parsed.file}: {wrong}") from None
    show(
        parsed, {"read": len(regions), "changed": changed}, f"{len(regions)} hospitals read, {changed} placed otherwise"
    )
    return 0
