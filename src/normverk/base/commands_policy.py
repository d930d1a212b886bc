"""normverk policy: who may do what."""

from __future__ import annotations

import argparse

from normverk.base.commands import Subparsers, add_command, show, table
from normverk.base.docs import generates, markdown_table
from normverk.base.policy.table import ACTIONS


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk policy`."""
    add_command(commands, "policy", policy, help="Print who may do what.", example="normverk policy --json")


def policy(parsed: argparse.Namespace) -> int:
    """Prints the policy table."""
    plain = {name: {"meaning": action.meaning, "permits": lines(name)} for name, action in ACTIONS.items()}
    show(parsed, plain, table([(name, "; ".join(lines(name))) for name in ACTIONS]))
    return 0


def lines(action: str) -> list[str]:
    """Each line of the table for an action: a role, and its condition when it has one."""
    return [
        f"{permit.role} ({permit.condition_name})" if permit.condition_name else str(permit.role)
        for permit in ACTIONS[action].permits
    ]


@generates("policy")
def policy_page() -> str:
    """The policy as a table for docs/operations.md."""
    rows = [(f"`{name}`", action.meaning, ", ".join(lines(name))) for name, action in ACTIONS.items()]
    return markdown_table(("action", "meaning", "who (on which condition)"), rows)
