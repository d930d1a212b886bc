"""The shape of a database: which migrations it has been through, and whether this version knows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

Shape = Mapping[str, tuple[str, ...]]
"""App label to the names of its applied migrations."""


def shape(applied: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Applied migrations by app."""
    found: dict[str, tuple[str, ...]] = {}
    for app, name in applied:
        found[app] = (*found.get(app, ()), name)
    return found


def present() -> dict[str, tuple[str, ...]]:
    """The shape of the database in use."""
    return shape(sorted(MigrationRecorder(connection).applied_migrations()))


def unknown(wanted: Shape) -> tuple[str, ...]:
    """The migrations of a shape that this version, in this role, does not have."""
    known = MigrationExecutor(connection).loader.disk_migrations
    return tuple(f"{app}.{name}" for app, names in wanted.items() for name in names if (app, name) not in known)


def make(wanted: Shape) -> None:
    """Makes the tables of a shape in an empty database: those of the version that took the backup."""
    executor = MigrationExecutor(connection)
    nodes = {(app, name) for app, names in wanted.items() for name in names}
    followed = {
        parent.key
        for node in nodes
        for parent in executor.loader.graph.node_map[node].parents
        if parent.key[0] == node[0]
    }
    executor.migrate(sorted(nodes - followed))


def migrate() -> None:
    """Brings the database in use to the shape of this version."""
    call_command("migrate", verbosity=0, interactive=False)
