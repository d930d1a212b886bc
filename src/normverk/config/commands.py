"""normverk settings: the environment variables there are."""

from __future__ import annotations

import argparse
import os
from typing import Final

from normverk.base.commands import Subparsers, add_command, show, table
from normverk.base.docs import generates, markdown_table
from normverk.config import commands_lint
from normverk.config.environment import VARIABLES, read

_SECRET: Final = ("_KEY", "_TOKEN", "_DATABASE")
"""Endings of the names whose values are not shown."""


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk settings` and `normverk lint`."""
    commands_lint.add_commands(commands)
    add_command(
        commands,
        "settings",
        settings,
        help="List the environment variables, with the values in use; secrets are not shown.",
        example="normverk settings --json",
    )


def settings(parsed: argparse.Namespace) -> int:
    """Prints every variable."""
    plain = [
        {
            "name": variable.name,
            "value": shown(variable.name),
            "set": variable.name in os.environ,
            "default": variable.default,
            "meaning": variable.meaning,
        }
        for variable in VARIABLES
    ]
    show(parsed, plain, table([(variable.name, shown(variable.name), variable.meaning) for variable in VARIABLES]))
    return 0


def shown(name: str) -> str:
    """The value in use, or a word in its place when it is secret."""
    value = read(name)
    return "(secret)" if value and name.endswith(_SECRET) else value


@generates("settings")
def settings_page() -> str:
    """The variables as a table for docs/operations.md."""
    rows = [
        (f"`{variable.name}`", f"`{variable.default}`" if variable.default else "", variable.meaning)
        for variable in VARIABLES
    ]
    return markdown_table(("variable", "default", "meaning"), rows)
