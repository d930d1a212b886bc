"""The one command: normverk. Each app brings its sub-commands in `commands.py`; here they are only gathered.

Exit codes: 0 done, 1 the answer is no, 2 wrong use or unreadable input.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normverk.config.settings")
    import django

    django.setup()
    return run(parser().parse_args(arguments))


def run(parsed: argparse.Namespace) -> int:
    """Runs a parsed command; refusals and unreadable input become one clear line on standard error."""
    from normverk.base.commands import Unusable
    from normverk.base.policy import Denied
    from normverk.base.rules import Broken

    try:
        return int(parsed.run(parsed) or 0)
    except Unusable as wrong:
        print(f"normverk: {wrong}", file=sys.stderr)
        return 2
    except Broken as broken:
        for finding in broken.findings:
            print(f"normverk: {finding.rule.id}: {finding.rule.text.en} ({finding.rule.citation.document}, "
                  f"{finding.rule.citation.heading})", file=sys.stderr)  # fmt: skip
        return 1
    except Denied as denied:
        print(f"normverk: {denied}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """The whole command line of this role's apps."""
    from django.apps import apps

    top = argparse.ArgumentParser(prog="normverk", description="From a reported need to daily practice, and back.")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    names = ["normverk.base", "normverk.config", *(a.name for a in apps.get_app_configs()), "normverk.sim"]
    for name in names:
        if name.startswith("normverk.") and find_spec(f"{name}.commands"):
            import_module(f"{name}.commands").add_commands(commands)
    return top


if __name__ == "__main__":
    sys.exit(main())
