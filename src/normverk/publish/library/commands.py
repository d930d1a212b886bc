"""The commands `normverk hapi …`."""

from __future__ import annotations

import argparse
import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show, warn
from normverk.base.languages import say
from normverk.base.policy import operator
from normverk.base.progress import Progress
from normverk.publish.library.actions import erase_officials
from normverk.publish.library.commands_limits import add_limits
from normverk.publish.library.fetching import Asker, NotAsked, WrongKey
from normverk.publish.library.files import files_in
from normverk.publish.library.importing import import_files, import_live
from normverk.publish.library.models import ImportRun, Node

_SHOWN: Final = 3


def add_commands(commands: Subparsers) -> None:
    """Adds the group `hapi`."""
    group = add_group(commands, "hapi", help="read norms of others in, in the shape of Helsedirektoratet's content API")
    command = add_command(
        group,
        "import",
        _import,
        help="Read infobits from files, folders or the live API into the library.",
        example="normverk hapi import samples/ https://api.helsedirektoratet.no/innhold/retningslinjer",
    )
    command.add_argument("source", nargs="+", metavar="PATH|URL", help="a file, a folder, or an https address")
    command.add_argument("--key-file", type=Path, help="a file with the API key; otherwise NORMVERK_HAPI_KEY is used")
    command.add_argument("--reason", default="", help="why, for the history of what is changed")
    command.add_argument("--private-network", action="store_true", help="allow an API inside a private network")
    command.add_argument(
        "--ca-file", type=Path, help="certificates to trust, for an API with a certificate of one's own"
    )
    add_command(group, "list", _list, help="The readings so far.", example="normverk hapi list --json")
    command = add_command(group, "report", _report, help="One reading's report.", example="normverk hapi report 3")
    command.add_argument("number", type=int, help="the number of the reading")
    command = add_command(
        group,
        "erase-names",
        _erase,
        help="Erase the names of officials from an infobit, in all its revisions; what it says stays.",
        example='normverk hapi erase-names 0006-0023-8ed73637 --reason "asked for"',
    )
    command.add_argument("id", help="the id of the infobit")
    command.add_argument("--reason", required=True, help="why, for the event log; name nobody here")
    add_limits(group)


def _import(parsed: argparse.Namespace) -> int:
    """Reads everything named; 1 when something was refused, 2 when nothing at all could be read."""
    runs = [_one(parsed, named) for named in parsed.source]
    show(parsed, [plain_run(run) for run in runs], "\n\n".join(words_of(run) for run in runs))
    refused = sum(run.counts.get("refused", 0) for run in runs)
    taken = sum(sum(run.counts.get(name, 0) for name in ("new", "changed", "unchanged")) for run in runs)
    if refused and not taken:
        return 2
    return 1 if refused else 0


def _one(parsed: argparse.Namespace, named: str) -> ImportRun:
    progress = Progress(f"reading {named}"[:40])
    try:
        if "://" in named:
            return _live(parsed, named, progress)
        paths = files_in(Path(named))
        if not paths:
            raise Unusable(f"{named}: there is no .json or .ndjson file in this folder")
        common: dict[str, Any] = {"actor": operator(), "now": _now, "reason": parsed.reason, "progress": progress}
        return import_files(paths=paths, source=Path(named).name or named, **common)
    except FileNotFoundError as wrong:
        raise Unusable(str(wrong)) from None
    finally:
        progress.end()


def _live(parsed: argparse.Namespace, address: str, progress: Progress) -> ImportRun:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise Unusable(f"{address}: only https addresses without a name and password are read")
    try:
        context = ssl.create_default_context(cafile=str(parsed.ca_file) if parsed.ca_file else None)
    except OSError as wrong:
        raise Unusable(f"{parsed.ca_file}: {wrong.strerror or 'these are no certificates'}") from None
    asker = Asker(parts.netloc, key=_key(parsed), private=parsed.private_network, context=context)
    try:
        run, goes_on = import_live(
            address=address, asker=asker, actor=operator(), now=_now, reason=parsed.reason, progress=progress
        )
    except (WrongKey, NotAsked) as wrong:
        raise Unusable(str(wrong)) from None
    if goes_on:
        warn(f"went on with reading {run.pk}, which had broken off")
    return run


def _key(parsed: argparse.Namespace) -> str:
    if not parsed.key_file:
        return str(settings.HAPI_KEY)
    try:
        key = str(parsed.key_file.read_text(encoding="ascii")).strip()
    except (OSError, UnicodeDecodeError):
        raise Unusable(f"{parsed.key_file} cannot be read as a key") from None
    if not key.isprintable() or not key:
        raise Unusable(f"{parsed.key_file} holds no key")
    return key


def _list(parsed: argparse.Namespace) -> int:
    runs = list(ImportRun.objects.order_by("-pk"))
    lines = [f"{run.pk:4}  {run.begun_at:%Y-%m-%d %H:%M}  {run.state}  {run.source}" for run in runs]
    show(
        parsed, [plain_run(run, places=False) for run in runs], "\n".join(lines) or "nothing has been read in here yet"
    )
    return 0


def _report(parsed: argparse.Namespace) -> int:
    run = ImportRun.objects.filter(pk=parsed.number).first()
    if run is None:
        raise Unusable(f"there is no reading {parsed.number}; see: normverk hapi list")
    show(parsed, plain_run(run), words_of(run))
    return 0


def _erase(parsed: argparse.Namespace) -> int:
    if not Node.objects.filter(pk=parsed.id).exists():
        raise Unusable(f"there is no infobit {parsed.id} here")
    erased = erase_officials(node_id=parsed.id, actor=operator(), now=_now(), reason=parsed.reason)
    show(parsed, {"erased": erased}, f"names erased in {erased} revisions")
    return 0


def plain_run(run: ImportRun, *, places: bool = True) -> dict[str, Any]:
    """A reading for programs."""
    defects = {
        kind: {"count": held["count"], "what": say(f"library.defect.{kind}", "en"), "places": held["places"]}
        if places
        else held["count"]
        for kind, held in run.defects.items()
    }
    return {
        "run": run.pk,
        "source": run.source,
        "kind": run.kind,
        "state": run.state,
        "begun": run.begun_at.isoformat(),
        "ended": run.ended_at.isoformat() if run.ended_at else None,
        "counts": run.counts,
        "refused": run.refused,
        "defects": defects,
        "findings": run.findings if places else {check: held["count"] for check, held in run.findings.items()},
    }


def words_of(run: ImportRun) -> str:
    """A reading for people at a terminal: how much, what was refused and why, what was met and how it was handled."""
    counts = ", ".join(f"{run.counts.get(name, 0)} {name}" for name in ("new", "changed", "unchanged", "refused"))
    lines = [f"{run.source}: {counts} (reading {run.pk})"]
    lines += [f"  refused {one['place']}: {one['kind']} {one['found']}".rstrip() for one in run.refused]
    for kind, held in sorted(run.defects.items(), key=lambda pair: -pair[1]["count"]):
        places = "; ".join(one["place"] for one in held["places"][:_SHOWN])
        lines.append(f"  {held['count']:6} {kind}: {say(f'library.defect.{kind}', 'en')}")
        lines.append(f"         {places}{' …' if held['count'] > _SHOWN else ''}")
    for check, held in sorted(run.findings.items(), key=lambda pair: -pair[1]["count"]):
        lines.append(f"  {held['count']:6} found by the check {check}")
    return "\n".join(lines)


def _now() -> datetime:
    return datetime.now(UTC)
