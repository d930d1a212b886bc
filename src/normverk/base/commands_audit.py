"""normverk audit: verifying the event log, writing checkpoints, reading what happened."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from normverk.base import checkpoints
from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show, table
from normverk.base.events.models import Event
from normverk.base.events.queries import Checkpoint, Fault, faults, head
from normverk.base.policy import operator, require


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk audit verify|checkpoint|list`."""
    audit = add_group(commands, "audit", help="Verify and read the event log.")
    command = add_command(
        audit,
        "verify",
        verify,
        help="Find changed, deleted, swapped and cut-off events, and rows that no event explains.",
        example="normverk audit verify --checkpoint /mnt/elsewhere/checkpoints.ndjson",
    )
    command.add_argument(
        "--checkpoint",
        metavar="FILE",
        type=Path,
        help="checkpoints kept outside the database (default: checkpoints.ndjson in NORMVERK_DATA, when there)",
    )
    add_command(
        audit,
        "checkpoint",
        checkpoint,
        help="Write the present end of the log to checkpoints.ndjson in NORMVERK_DATA, and print it for keeping elsewhere.",
        example="normverk audit checkpoint --json >> /mnt/elsewhere/checkpoints.ndjson",
    )
    command = add_command(
        audit,
        "list",
        list_events,
        help="List events, the latest last.",
        example="normverk audit list case/S-2026-001",
    )
    command.add_argument(
        "subject", metavar="SUBJECT", nargs="?", help="only what is about this, such as need/B-2026-001"
    )
    command.add_argument("--type", default="", help="only events of this type, such as session.refused")
    command.add_argument("--limit", type=int, default=50, help="how many at most (default 50)")


def verify(parsed: argparse.Namespace) -> int:
    """Prints every fault as a line; 1 when there is one."""
    require(operator(), "audit.verify")
    kept = read_checkpoints(parsed.checkpoint)
    found = tuple(faults(kept))
    present = head()
    plain = {"ok": not found, "events": present.seq, "checkpoints": len(kept), "faults": [asdict(f) for f in found]}
    if found:
        show(parsed, plain, fault_lines(found))
        return 1
    seen = f", {len(kept)} checkpoints" if kept else ""
    show(parsed, plain, f"{present.seq} events{seen}: the log is whole, and every governed row agrees with it")
    return 0


def checkpoint(parsed: argparse.Namespace) -> int:
    """Writes and prints a checkpoint."""
    require(operator(), "audit.verify")
    now = datetime.now(UTC)
    written = checkpoints.append(checkpoints.default_file(), now=now)
    show(parsed, {**asdict(written), "at": now.isoformat()}, f"event {written.seq}: {written.hash}")
    return 0


def list_events(parsed: argparse.Namespace) -> int:
    """Prints events as lines."""
    require(operator(), "audit.view")
    if parsed.limit < 1:
        raise Unusable(f"--limit is {parsed.limit}; give 1 or more")
    events = Event.objects.filter(subject=parsed.subject) if parsed.subject else Event.objects.all()
    if parsed.type:
        events = events.filter(type=parsed.type)
    latest = sorted(events.order_by("-seq")[: parsed.limit], key=lambda event: event.seq)
    plain = [
        {
            "seq": event.seq,
            "at": event.at,
            "type": event.type,
            "subject": event.subject,
            "actor": event.actor,
            "reason": event.reason,
            "cause": event.cause,
            "data": event.data,
            "hash": event.hash,
        }
        for event in latest
    ]
    lines = [(str(e.seq), f"{e.at:%Y-%m-%d %H:%M:%SZ}", e.type, e.subject, e.actor, numbers(e)) for e in latest]
    show(parsed, plain, table(lines) if lines else "no events")
    return 0


def numbers(event: Event) -> str:
    """The numbers in an event's data, such as how many logins were refused; empty when it holds none."""
    return " ".join(f"{name}={value}" for name, value in sorted(event.data.items()) if type(value) is int)


def fault_lines(found: tuple[Fault, ...]) -> str:
    """Faults for people, one a line."""
    return "\n".join(f"{f'event {f.seq}' if f.seq else 'the log'}: {f.kind}: {f.detail}" for f in found)


def read_checkpoints(file: Path | None) -> tuple[Checkpoint, ...]:
    """The checkpoints in a file, or in the installation's own when it has one; Unusable for a file that cannot be read."""
    chosen = file or checkpoints.default_file()
    if file is None and not chosen.exists():
        return ()
    try:
        return checkpoints.read(chosen)
    except checkpoints.UnreadableCheckpoints as wrong:
        raise Unusable(str(wrong)) from None
