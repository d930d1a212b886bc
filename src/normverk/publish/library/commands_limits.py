"""The command `normverk hapi limits`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import msgspec

from normverk.base.commands import Subparsers, Unusable, add_command, show
from normverk.norm.limit_tables import Proposal
from normverk.publish.library.limits import Found, limits_in


def add_limits(group: Subparsers) -> None:
    """Adds `limits` to the group `hapi`."""
    command = add_command(
        group,
        "limits",
        _limits,
        help="Propose time limits from the tables in a page or an answer of the API, for a person to confirm; nothing is stored.",
        example="normverk hapi limits forlopstider.json --url https://www.helsedirektoratet.no/… --json",
    )
    command.add_argument("file", type=Path, help="HTML, or JSON with HTML in its fields (.json)")
    command.add_argument("--url", default="", help="where it was read, for the source of each limit")


def _limits(parsed: argparse.Namespace) -> int:
    """1 when something is doubtful or could not be read as a limit, so that a person is called for."""
    try:
        found = limits_in(parsed.file, url=parsed.url)
    except OSError as wrong:
        raise Unusable(f"{parsed.file} cannot be read: {wrong.strerror}") from None
    except ValueError as wrong:
        raise Unusable(f"{parsed.file} is neither HTML nor JSON in UTF-8: {wrong}") from None
    show(parsed, msgspec.to_builtins(found), "\n".join(_lines(found)) or "no table of time limits was found")
    doubtful = any(one.doubts for held in found for one in held.tables.proposals)
    return 1 if doubtful or any(held.tables.unread for held in found) else 0


def _lines(found: tuple[Found, ...]) -> Iterator[str]:
    for held in found:
        if held.place:
            yield held.place
        for one in held.tables.proposals:
            yield _line(one)
            yield from (f"    note: {note}" for note in one.footnotes)
            yield from (f"    look at: {doubt.kind} ({doubt.detail})" for doubt in one.doubts)
        for row in held.tables.unread:
            yield f"table {row.table}, row {row.row}: no number in «{row.words}»"


def _line(one: Proposal) -> str:
    ends = f"{one.start} → {one.stop}" if one.start or one.stop else ""
    about = ", ".join(words for words in (ends, one.branch) if words)
    return f"table {one.table}, row {one.row}, column {one.column}: {about}: {one.value} {one.unit or 'days (which?)'}"
