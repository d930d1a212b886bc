"""The one command: normverk. Each app brings its sub-commands in `commands.py`; here they are only gathered.

Exit codes: 0 done, 1 the answer is no, 2 wrong use or unreadable input.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normverk.config.settings")
    choose_role(given)
    choose_demonstration(given)
    import django
    from django.conf import settings

    try:
        settings.ROLE  # noqa: B018  (reading one reads them all)
    except ValueError as wrong:  # a setting that cannot be used; the message names it
        print(f"normverk: {wrong}", file=sys.stderr)
        return 2
    django.setup()
    return run(parser().parse_args(given))


def choose_role(given: Sequence[str]) -> None:
    """Lets `--role` after `serve` choose the settings, which are read before the command line can be: they decide it."""
    if given[:1] != ["serve"]:
        return
    early = argparse.ArgumentParser(prog="normverk serve", add_help=False, exit_on_error=False)
    early.add_argument("--role", choices=["all", "hub", "edge"])
    try:
        role = early.parse_known_args(given[1:])[0].role
    except argparse.ArgumentError:
        return  # the whole command line says what is wrong with it
    if role is not None:
        os.environ["NORMVERK_ROLE"] = role


def choose_demonstration(given: Sequence[str]) -> None:
    """Lets `normverk demo` show its persons, and live on the last day of its synthetic patients."""
    if given[:1] == ["demo"]:
        os.environ.setdefault("NORMVERK_DEMONSTRATION", "1")
        os.environ.setdefault("NORMVERK_AS_OF", "2022-04-30")


def run(parsed: argparse.Namespace) -> int:
    """Runs a parsed command; refusals and unreadable input become one clear line on standard error."""
    from django.db import DatabaseError

    from normverk.base.commands import Refused, Unusable, warn
    from normverk.base.health.queries import missing_migrations
    from normverk.base.policy import Denied
    from normverk.base.rules import Broken

    try:
        return int(parsed.run(parsed) or 0)
    except Unusable as wrong:
        warn(str(wrong))
        return 2
    except Broken as broken:
        for finding in broken.findings:
            citation = finding.rule.citation
            warn(f"{finding.rule.id}: {finding.rule.text.en} ({citation.document}, {citation.heading})")
        return 1
    except (Denied, Refused) as no:
        warn(str(no))
        return 1
    except DatabaseError:
        if not missing_migrations():
            raise
        warn("the database lacks tables that this version needs; run: normverk migrate")
        return 1
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """The whole command line of this role's apps."""
    from normverk.base.commands import rooms

    top = argparse.ArgumentParser(prog="normverk", description="From a reported need to daily practice, and back.")
    top.set_defaults(top=top)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for room in rooms("commands"):
        room.add_commands(commands)
    return top


if __name__ == "__main__":
    sys.exit(main())
