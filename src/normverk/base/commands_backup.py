"""normverk backup and restore."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from normverk.base import checkpoints
from normverk.base.backup import actions, archive
from normverk.base.backup.events import BackupRestored
from normverk.base.commands import Refused, Subparsers, Unusable, add_command, show, warn
from normverk.base.commands_audit import fault_lines
from normverk.base.events.actions import record
from normverk.base.events.queries import faults
from normverk.base.policy import operator
from normverk.base.progress import Progress


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk backup` and `normverk restore`."""
    command = add_command(
        commands,
        "backup",
        backup,
        help="Copy the database to one file, consistently, while the server runs.",
        example="normverk backup /mnt/backup/normverk-2026-03-02.backup",
    )
    command.add_argument("file", metavar="FILE", type=Path, help="the file to make; it must not be there already")
    command.add_argument(
        "--with-keys",
        action="store_true",
        help="include signing keys and trusted keys; keep such a file like a key",
    )
    command = add_command(
        commands,
        "restore",
        restore,
        help="Put a backup in place of the database, and verify the event log after.",
        example="normverk restore /mnt/backup/normverk-2026-03-02.backup --replace",
    )
    command.add_argument("file", metavar="FILE", type=Path, help="a file made by normverk backup")
    command.add_argument("--replace", action="store_true", help="overwrite a database that is not empty")


def backup(parsed: argparse.Namespace) -> int:
    """Makes a backup and says what is in it."""
    progress = Progress("backup")
    try:
        manifest = actions.make_backup(
            parsed.file, actor=operator(), now=datetime.now(UTC), with_keys=parsed.with_keys, progress=progress
        )
    except FileExistsError:
        raise Unusable(f"{parsed.file} is there already; choose another name") from None
    except OSError as fault:
        raise Unusable(f"{parsed.file} cannot be written: {fault.strerror}") from None
    finally:
        progress.end()
    size = parsed.file.stat().st_size
    plain = {
        "file": str(parsed.file),
        "bytes": size,
        "events": manifest.seq,
        "hash": manifest.hash,
        "keys": manifest.keys,
        "parts": len(manifest.parts),
    }
    keys = "with keys" if manifest.keys else "without keys"
    show(parsed, plain, f"{parsed.file}: {size:,} bytes, {manifest.seq} events, {keys}")
    return 0


def restore(parsed: argparse.Namespace) -> int:
    """Restores a backup; 1 when it is damaged, does not fit, or its log has a fault."""
    now, progress = datetime.now(UTC), Progress("restore")
    try:
        restored = actions.restore(parsed.file, actor=operator(), replace=parsed.replace, progress=progress)
    except archive.Damaged as wrong:
        raise Refused(f"{parsed.file} is damaged: {wrong}") from None
    except actions.Refused as no:
        raise Refused(f"{parsed.file} is not restored: {no}") from None
    except FileNotFoundError:
        raise Unusable(f"{parsed.file} is not there") from None
    finally:
        progress.end()
    manifest = restored.manifest
    aside = _set_newer_checkpoints_aside(now)
    if not restored.faults:
        with transaction.atomic():
            record(
                data=BackupRestored(made_at=manifest.made_at, seq=manifest.seq, hash=manifest.hash),
                subject="database",
                actor=operator(),
                now=now,
            )
    plain = {
        "events": manifest.seq,
        "made_at": manifest.made_at,
        "keys": manifest.keys,
        "checkpoints_set_aside": str(aside) if aside else None,
        "faults": [asdict(fault) for fault in restored.faults],
    }
    text = f"restored {manifest.seq} events of {manifest.made_at}"
    if aside:
        warn(f"checkpoints have seen events that are not in this backup; they are kept in {aside}")
    show(parsed, plain, fault_lines(restored.faults) if restored.faults else f"{text}; the log is whole")
    return 1 if restored.faults else 0


def _set_newer_checkpoints_aside(now: datetime) -> Path | None:
    """An older backup is a shorter log than the checkpoints have seen. They are kept under another name, and told of."""
    file = checkpoints.default_file()
    if not file.exists():
        return None
    try:
        kept = checkpoints.read(file)
    except checkpoints.UnreadableCheckpoints:
        return checkpoints.set_aside(file, now=now)
    ahead = any(fault.kind in {"cut-off", "rewritten"} for fault in faults(kept))
    return checkpoints.set_aside(file, now=now) if ahead else None
