"""normverk docs: the parts of docs/ that are made from the program, so that they cannot go stale.

A page holds regions `<!-- generated: NAME -->` … `<!-- end -->`; NAME is a function here, or one that another module
declares with `@generates`. `--check` says which regions are stale, and is part of `make check`.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from django.conf import settings

from normverk.base.commands import Refused, Subparsers, Unusable, add_command, rooms, show

Generator = Callable[[], str]
GENERATORS: Final[dict[str, Generator]] = {}
_REGION: Final = re.compile(r"(<!-- generated: (\S+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_G = TypeVar("_G", bound=Generator)


def generates(name: str) -> Callable[[_G], _G]:
    """Declares the decorated function as what fills the regions called `name` with markdown."""

    def declare(generator: _G) -> _G:
        known = GENERATORS.get(name)
        if known is not None and known.__qualname__ != generator.__qualname__:
            raise ValueError(f"the documentation part {name} is declared twice")
        GENERATORS[name] = generator
        return generator

    return declare


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk docs`."""
    command = add_command(
        commands,
        "docs",
        docs,
        help="Rewrite the generated parts of docs/ (for those who develop normverk).",
        example="normverk docs --check",
    )
    command.add_argument("--check", action="store_true", help="change nothing; exit code 1 when something is stale")
    command.add_argument("--folder", type=Path, default=settings.SOURCE.parents[1] / "docs", help=argparse.SUPPRESS)


def docs(parsed: argparse.Namespace) -> int:
    """Rewrites or checks every page."""
    if settings.ROLE != "all":
        raise Unusable(f"NORMVERK_ROLE is {settings.ROLE}; documentation is made in the role all")
    if not parsed.folder.is_dir():
        raise Unusable(f"{parsed.folder} is not there; documentation is made in a checkout")
    generators = all_generators(parsed.top)
    changed = []
    for page in sorted(parsed.folder.rglob("*.md")):
        written = page.read_text(encoding="utf-8")
        try:
            fresh = fill(written, generators)
        except KeyError as unknown:
            raise Unusable(f"{page}: no part of the documentation is called {unknown}") from None
        if fresh != written:
            changed.append(page.relative_to(parsed.folder).as_posix())
            if not parsed.check:
                page.write_text(fresh, encoding="utf-8")
    if parsed.check and changed:
        raise Refused(f"stale: {', '.join(changed)}; run: normverk docs")
    show(parsed, {"changed": changed}, f"rewritten: {', '.join(changed)}" if changed else "nothing is stale")
    return 0


def all_generators(top: argparse.ArgumentParser) -> Mapping[str, Generator]:
    """Every generator there is; `top` is the whole command line, for the table of commands."""
    from normverk.base import docs_pages

    for _ in rooms("docs"):
        """Importing a room declares its generators."""
    return {**GENERATORS, "commands": lambda: docs_pages.commands_page(top)}


def fill(page: str, generators: Mapping[str, Generator]) -> str:
    """The page with every generated region made anew; KeyError for a name that no generator has."""
    return _REGION.sub(lambda found: f"{found[1]}{generators[found[2]]().strip()}\n{found[4]}", page)


def markdown_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in markdown; a bar inside a cell is escaped and a line break becomes a blank."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
