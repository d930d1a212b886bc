"""The command `normverk sim pathways`."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import msgspec
from django.conf import settings

from normverk.base.commands import Subparsers, Unusable, add_command, show
from normverk.norm.content import to_plain
from normverk.sim.pathways.edition import Defined
from normverk.sim.pathways.overview import table
from normverk.sim.pathways.products import all_editions, product


def add_commands(group: Subparsers) -> None:
    """Adds `pathways` to the group `sim`."""
    command = add_command(
        group,
        "pathways",
        _pathways,
        help="every known pathway as demonstration norms: list them, write them to a folder, or print the overview table",
        example="normverk sim pathways --write norms --family cancer",
    )
    command.add_argument(
        "--write", type=Path, help="folder for one JSON file for each edition; it is made when missing"
    )
    command.add_argument("--family", choices=("cancer", "mental", "other", "abroad"), help="only these (default all)")
    command.add_argument(
        "--load", action="store_true", help="take each edition through the process into this installation's catalogue"
    )
    command.add_argument("--table", action="store_true", help="print the overview as Markdown and nothing else")


def _pathways(parsed: argparse.Namespace) -> int:
    if parsed.table:
        show(parsed, {"table": table()}, table())
        return 0
    editions = [edition for edition in all_editions() if parsed.family in (None, edition.family)]
    if parsed.write is not None:
        _write(parsed.write, editions)
    if parsed.load:
        return _load(parsed)
    plain = {
        "pathways": len({edition.product for edition in editions}),
        "editions": [edition.slug for edition in editions],
        "folder": str(parsed.write) if parsed.write else None,
    }
    families = Counter(edition.family for edition in editions)
    counts = ", ".join(f"{number} {family}" for family, number in families.items())
    where = f", written to {parsed.write}" if parsed.write else ""
    show(parsed, plain, f"{plain['pathways']} pathways in {len(editions)} editions ({counts}){where}")
    return 0


def _load(parsed: argparse.Namespace) -> int:
    """Makes the norms here. They are demonstrations, so an installation with persons of its own is not filled with them."""
    from normverk.sim.demonstration.pathways import NORWEGIAN, load_pathways
    from normverk.sim.demonstration.persons import has_persons

    if not settings.IS_HUB:
        raise Unusable(f"norms are made at a hub; NORMVERK_ROLE is {settings.ROLE}, write hub or all")
    if not has_persons():
        raise Unusable("the demonstration's persons are not here; normverk demo --prepare makes them")
    families = (parsed.family,) if parsed.family else NORWEGIAN
    wanted = [edition for edition in all_editions() if edition.family in families]
    made, left = load_pathways(wanted, (lambda what: None) if parsed.json else print)
    others = f"; left alone, because a norm with that name was made otherwise: {', '.join(left)}" if left else ""
    show(parsed, {"made": made, "left_alone": list(left)}, f"{made} editions made{others}")
    return 0


def _write(folder: Path, editions: list[Defined]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for edition in editions:
            plain = msgspec.json.format(msgspec.json.encode(to_plain(product(edition))), indent=1)
            folder.joinpath(f"{edition.slug}.json").write_bytes(plain + b"\n")
    except OSError as wrong:
        raise Unusable(f"{folder} cannot be written: {wrong.strerror}; name a folder you may write to") from None
