"""normverk release refresh: hearing of withdrawals."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from normverk.base.commands import Subparsers, Unusable, add_command, show, warn
from normverk.base.policy import operator
from normverk.norm.content import to_plain
from normverk.norm.days import local_date
from normverk.publish import actions, queries
from normverk.publish.answers import answer_for
from normverk.publish.asking import NoAnswer, ask_for_package, withdrawals_in
from normverk.publish.package import NotTrusted


def add_command_to(group: Subparsers) -> None:
    """Adds `normverk release refresh`."""
    command = add_command(
        group,
        "refresh",
        refresh,
        help="ask the hubs whether releases loaded from them have been withdrawn; run it daily",
        example="normverk release refresh",
    )
    command.add_argument("--hub", default="", help="the address to ask at, if not the one that the releases name")
    command.add_argument("--file", type=Path, help="what a hub answered to /packages/<package>, instead of asking")


def refresh(parsed: argparse.Namespace) -> int:
    """Takes over withdrawals; exit code 1 when a hub did not answer or a notice was not believed."""
    heard, faults = _heard(parsed)
    found = []
    for signed in heard:
        try:
            row, _ = actions.take_withdrawal(signed=signed, actor=operator(), now=datetime.now(UTC))
        except NotTrusted as refused:
            faults.append(refused.sentence)
            continue
        found += [row] if row else []
    for fault in faults:
        warn(fault)
    lines = [f"{row.package_id}@{row.version} has been withdrawn, and is marked so here" for row in found]
    words = "\n".join(lines) or "no release here has been withdrawn since it was last asked"
    today = local_date(datetime.now(UTC))
    show(parsed, {"withdrawn": [to_plain(answer_for(row, today)) for row in found], "faults": faults}, words)
    return 1 if faults else 0


def _heard(parsed: argparse.Namespace) -> tuple[list[str], list[str]]:
    """Signed withdrawals, and what went wrong in asking for them."""
    if parsed.file:
        try:
            return list(withdrawals_in(parsed.file.read_bytes(), str(parsed.file))), []
        except (NoAnswer, OSError) as wrong:
            raise Unusable(str(wrong)) from None
    heard: list[str] = []
    faults: list[str] = []
    for package_id, hub in queries.loaded_from():
        address = parsed.hub or hub
        try:
            heard += withdrawals_in(ask_for_package(address, package_id), address)
        except NoAnswer as wrong:
            faults.append(str(wrong))
    return heard, faults
