"""The commands `normverk inclusion read|list|publish`."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from normverk.base.commands import Refused, Subparsers, Unusable, add_command, add_group, show
from normverk.base.languages import say
from normverk.base.policy import operator
from normverk.learn.inclusion.actions import receive_register
from normverk.learn.inclusion.publishing import publish_inclusion
from normverk.learn.inclusion.queries import deliveries, newest
from normverk.learn.inclusion.reading import FILE_LIMIT, NotUsable, Wrong
from normverk.learn.publishing import CannotPublish


def add_commands(commands: Subparsers) -> None:
    """Adds the group `inclusion`."""
    group = add_group(
        commands, "inclusion", help="shares of new patients who were in a pathway, by a register's numbers"
    )
    command = add_command(
        group,
        "read",
        _read,
        help="read a register's numbers from CSV or JSON; they supersede the source's earlier ones, which stay",
        example="normverk inclusion read register.csv",
    )
    command.add_argument(
        "file", type=Path, help="CSV with pathway, organisation, period, new, included, source and source_date, or JSON"
    )
    add_command(
        group,
        "list",
        _list,
        help="every delivery of every source, the newest first, and which of them count",
        example="normverk inclusion list",
    )
    command = add_command(
        group,
        "publish",
        _publish,
        help="freeze a pathway's shares for a tertial or a year, as they are known now",
        example="normverk inclusion publish brystkreft 2021",
    )
    command.add_argument("pathway", help="the pathway, for instance brystkreft")
    command.add_argument("period", help="a tertial or a year, for instance 2021-T2 or 2021")


def _read(parsed: argparse.Namespace) -> int:
    try:
        with parsed.file.open("rb") as file:
            content = file.read(FILE_LIMIT + 1)
    except OSError as fault:
        raise Unusable(f"{parsed.file} cannot be read: {fault.strerror}") from None
    try:
        read = receive_register(content=content, actor=operator(), now=datetime.now(UTC))
    except NotUsable as refused:
        told = "\n".join(f"  {_words(fault)}" for fault in refused.faults)
        raise Unusable(f"{parsed.file} is refused whole:\n{told}") from None
    held = read.delivery
    plain = {
        "outcome": read.outcome,
        "source": held.source,
        "number": held.number,
        "dated": held.dated.isoformat(),
        "rows": held.rows,
        "digest": held.digest,
        "supersedes": read.superseded,
    }
    after = f", supersedes number {read.superseded}" if read.superseded else ""
    show(
        parsed,
        plain,
        f"{held.rows} rows of «{held.source}» of {held.dated}, number {held.number}: {read.outcome}{after}",
    )
    return 0


def _list(parsed: argparse.Namespace) -> int:
    counts = {one.pk for one in newest()}
    told = [
        {
            "source": one.source,
            "number": one.number,
            "dated": one.dated.isoformat(),
            "rows": one.rows,
            "digest": one.digest,
            "counts": one.pk in counts,
        }
        for one in deliveries()
    ]
    lines = (
        f"«{one['source']}» number {one['number']} of {one['dated']}, {one['rows']} rows, {str(one['digest'])[:12]}: "
        f"{'counts' if one['counts'] else 'superseded'}"
        for one in told
    )
    show(parsed, told, "\n".join(lines) or "no register has delivered")
    return 0


def _publish(parsed: argparse.Namespace) -> int:
    try:
        frozen = publish_inclusion(
            pathway=parsed.pathway, period=parsed.period, actor=operator(), now=datetime.now(UTC)
        )
    except CannotPublish as cannot:
        raise Refused(f"not published: {say(f'inclusion.publish.refused.{cannot.why}', 'en')}") from None
    show(parsed, {"period": frozen.period, "digest": frozen.digest}, f"published {frozen}, digest {frozen.digest}")
    return 0


def _words(fault: Wrong) -> str:
    words = say(f"inclusion.wrong.{fault.code}", "en", known=fault.known)
    if not fault.line:
        return words
    column = f", {fault.column}" if fault.column else ""
    return f"line {fault.line}{column}: {words}"
