"""What commands share: the error for unusable input, how results are printed, and the commands of the base."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

Subparsers = Any
"""argparse's own type for this is private."""


class Unusable(Exception):  # noqa: N818
    """Wrong use or unreadable input (exit code 2). The message names the thing, the place and the way out."""


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
    """Prints `plain` as JSON when --json was given, else `text`."""
    print(json.dumps(plain, ensure_ascii=False, default=str) if parsed.json else text)


def add_commands(commands: Subparsers) -> None:
    """The base's own commands."""
