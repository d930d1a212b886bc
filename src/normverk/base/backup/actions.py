"""Making a backup and restoring one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection

from normverk import __version__
from normverk.base.backup import archive, postgresql, shape, sqlite
from normverk.base.backup.archive import Damaged, Manifest, Part
from normverk.base.backup.folders import FOLDERS, KEYS
from normverk.base.events import queries as events
from normverk.base.events.models import Event
from normverk.base.policy import Actor, require

ShowProgress = Callable[[int, int], None]
_SQLITE_PART = "database.sqlite3"
_TABLES = "tables/"
_FILES = "files/"


class Refused(Exception):  # noqa: N818
    """A restore that would overwrite something, or that does not fit this installation. Says the way out."""


@dataclass(frozen=True)
class Restored:
    """What was restored, and every fault the event log has after it."""

    manifest: Manifest
    faults: tuple[events.Fault, ...]


def _silent(done: int, whole: int) -> None:
    """Shows nothing."""


def make_backup(
    file: Path, *, actor: Actor, now: datetime, with_keys: bool = False, progress: ShowProgress = _silent
) -> Manifest:
    """Writes a consistent copy of the database to `file`, while others write, and returns its manifest.

    The files of FOLDERS go along. Signing keys go along only `with_keys`: a copy that can sign must be kept like a key. Raises
    FileExistsError when there is such a file.
    """
    require(actor, "backup.make")
    if file.exists():
        raise FileExistsError(file)
    with archive.Writer(file) as writer:
        take = _take_postgresql if connection.vendor == "postgresql" else _take_sqlite
        seq, hash, migrations, sequences = take(writer, progress)
        for path in _files([*FOLDERS, KEYS] if with_keys else FOLDERS):
            writer.add(_FILES + path.relative_to(settings.DATA).as_posix(), archive.pieces(path))
        manifest = Manifest(
            format=1,
            version=__version__,
            vendor=connection.vendor,
            role=settings.ROLE,
            made_at=now.astimezone(UTC).isoformat(),
            seq=seq,
            hash=hash,
            keys=with_keys,
            migrations=migrations,
            parts=tuple(writer.parts),
            sequences=sequences,
        )
        writer.finish(manifest)
    return manifest


def restore(
    file: Path,
    *,
    actor: Actor,
    replace: bool = False,
    checkpoints: tuple[events.Checkpoint, ...] = (),
    progress: ShowProgress = _silent,
) -> Restored:
    """Puts a backup in the place of the database in use, brings it to this version's shape, and verifies its log.

    Raises Damaged for a file that is not whole, and Refused for another kind of database, an unknown version, or a
    database (or files) with something in it when `replace` is not given. Nothing is changed in either case.
    """
    require(actor, "backup.make")
    manifest = archive.read_manifest(file)
    _refuse_what_does_not_fit(manifest)
    if not replace:
        _refuse_to_overwrite(file, manifest)
    put = _put_postgresql if connection.vendor == "postgresql" else _put_sqlite
    put(file, manifest, progress)
    _put_files(file, manifest)
    shape.migrate()
    return Restored(manifest, tuple(events.faults(checkpoints)))


def _take_sqlite(
    writer: archive.Writer, progress: ShowProgress
) -> tuple[int, str, dict[str, tuple[str, ...]], dict[str, int | None]]:
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="backup-") as folder:
        copy = Path(folder) / _SQLITE_PART
        sqlite.snapshot(Path(connection.settings_dict["NAME"]), copy, progress=progress)
        writer.add(_SQLITE_PART, archive.pieces(copy))
        return (*sqlite.log_end(copy), shape.shape(sqlite.applied(copy)), {})


def _take_postgresql(
    writer: archive.Writer, progress: ShowProgress
) -> tuple[int, str, dict[str, tuple[str, ...]], dict[str, int | None]]:
    with postgresql.still_moment():
        tables = postgresql.tables()
        for number, table in enumerate(tables):
            progress(number, len(tables))
            writer.add(f"{_TABLES}{table}.tsv", postgresql.dump(table))
        end = events.head()
        return end.seq, end.hash, shape.present(), postgresql.sequences()


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise Refused(f"it is a backup of {manifest.vendor}, and NORMVERK_DATABASE is {connection.vendor}")
    made = shape.made_for(manifest.migrations)
    if made not in {"", settings.ROLE}:
        raise Refused(f"it is a backup of the role {made}, and NORMVERK_ROLE is {settings.ROLE}; write {made}")
    if strange := shape.unknown(manifest.migrations):
        raise Refused(
            f"it was made by version {manifest.version} in the role {manifest.role} and has tables that version "
            f"{__version__} in the role {settings.ROLE} does not know ({strange[0]})"
        )


def _refuse_to_overwrite(file: Path, manifest: Manifest) -> None:
    if not _is_empty():
        raise Refused("the database is not empty; --replace overwrites it")
    for name, part in _file_parts(manifest):
        kept = Path(settings.DATA) / name
        if kept.exists() and kept.read_bytes() != b"".join(archive.chunks(file, part)):
            raise Refused(f"there is another {name} already; --replace overwrites it")


def _is_empty() -> bool:
    """True when there are no tables, or normverk's tables with nothing in the log: then nothing has been written."""
    tables = set(connection.introspection.table_names())
    if "events_event" not in tables:
        return not tables - {"django_migrations"}
    return not Event.objects.exists()


def _put_sqlite(file: Path, manifest: Manifest, progress: ShowProgress) -> None:
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="restore-") as folder:
        copy = Path(folder) / _SQLITE_PART
        with copy.open("wb") as handle:
            for chunk in archive.chunks(file, _part(manifest, _SQLITE_PART)):
                handle.write(chunk)
        if wrong := sqlite.unsound(copy):
            raise Damaged(f"its database is not sound: {wrong}")
        connection.close()
        sqlite.restore(copy, Path(connection.settings_dict["NAME"]), progress=progress)


def _put_postgresql(file: Path, manifest: Manifest, progress: ShowProgress) -> None:
    parts = [part for part in manifest.parts if part.name.startswith(_TABLES)]

    def fill() -> None:
        for number, part in enumerate(parts):
            progress(number, len(parts))
            postgresql.load(part.name.removeprefix(_TABLES).removesuffix(".tsv"), archive.chunks(file, part))
        postgresql.set_sequences(manifest.sequences)

    postgresql.replace(make_tables=lambda: shape.make(manifest.migrations), fill=fill)


def _files(folders: Iterable[str]) -> Iterator[Path]:
    """What lies in these folders. The session secret stays behind: all it costs is to log in again."""
    for folder in sorted(folders):
        yield from (path for path in sorted((Path(settings.DATA) / folder).rglob("*")) if path.is_file())


def _file_parts(manifest: Manifest) -> Iterator[tuple[str, Part]]:
    for part in manifest.parts:
        if part.name.startswith(_FILES):
            name = part.name.removeprefix(_FILES)
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                raise Damaged(f"the part {part.name} would be written outside the data folder")
            yield name, part


def _put_files(file: Path, manifest: Manifest) -> None:
    for name, part in _file_parts(manifest):
        target = Path(settings.DATA) / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        making = target.with_name(target.name + ".part")
        with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
            for chunk in archive.chunks(file, part):
                handle.write(chunk)
        making.replace(target)


def _part(manifest: Manifest, name: str) -> Part:
    for part in manifest.parts:
        if part.name == name:
            return part
    raise Damaged(f"the part {name} is missing")
