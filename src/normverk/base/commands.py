"""What commands share: the error for unusable input, how results are printed, and the commands of the base."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

Subparsers = Any
"""argparse's own type for this is private."""


class Unusable(Exception):  # noqa: N818
    """Wrong use or unreadable input (exit code 2). The message names the thing, the place and the way out."""


class Refused(Exception):  # noqa: N818
    """The answer is no (exit code 1). The message says what was refused and why."""


def rooms(name: str) -> Iterator[ModuleType]:
    """The modules called `name` (commands, docs) of the base, the settings, every app of this role, and sim."""
    from django.apps import apps

    owners = ["normverk.base", "normverk.config", *(app.name for app in apps.get_app_configs()), "normverk.sim"]
    for owner in owners:
        if owner.startswith("normverk.") and find_spec(f"{owner}.{name}"):
            yield import_module(f"{owner}.{name}")


def add_command(
    commands: Subparsers,
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    help: str,
    example: str,
) -> argparse.ArgumentParser:
    """Adds one command with --json, a help text and an example; `run` returns the exit code."""
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help,
        description=help,
        epilog=f"Example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    command.set_defaults(run=run)
    return command


def add_group(commands: Subparsers, name: str, *, help: str) -> Subparsers:
    """Adds a command that only holds others, such as `normverk audit`; several apps may add to the same group."""
    if name not in commands.choices:
        group = commands.add_parser(name, help=help, description=help)
        group.set_defaults(group=group.add_subparsers(metavar="COMMAND", required=True))
    return commands.choices[name].get_default("group")


def show(parsed: argparse.Namespace, plain: Any, text: str) -> None:
    """Prints `plain` as JSON when --json was given, else `text` (nothing when that is empty)."""
    if parsed.json:
        print(json.dumps(plain, ensure_ascii=False, default=str))
    elif text:
        print(text)


def warn(sentence: str) -> None:
    """One line on standard error."""
    print(f"normverk: {sentence}", file=sys.stderr)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines with aligned columns; the last column is not padded."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def add_commands(commands: Subparsers) -> None:
    """The base's own commands."""
    from normverk.base import commands_account, commands_audit, commands_backup, commands_policy, commands_serve, docs

    for room in (commands_serve, commands_account, commands_audit, commands_backup, commands_policy, docs):
        room.add_commands(commands)
