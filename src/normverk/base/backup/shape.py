"""The shape of a database: which migrations it has been through, and whether this version knows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from normverk.base.commands import Refused

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


def made_for(held: Shape) -> str:
    """The role whose tables a shape has: hub, edge or all; empty when it has none of either's yet."""
    hub, edge = (_any_of(apps, held) for apps in (settings.HUB_APPS, settings.EDGE_APPS))
    return "all" if hub and edge else "hub" if hub else "edge" if edge else ""


def refuse_other_role() -> None:
    """Raises Refused when the database in use was made for another role than this installation's.

    Without this, a hub started once with NORMVERK_ROLE forgotten would be given tables for patients.
    """
    made = made_for(present())
    if made not in {"", settings.ROLE}:
        raise Refused(f"the database was made for the role {made}, and NORMVERK_ROLE is {settings.ROLE}; write {made}")


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
    """Brings the database in use to the shape of this version; raises Refused for one of another role."""
    refuse_other_role()
    call_command("migrate", verbosity=0, interactive=False)


def _any_of(apps: Iterable[str], held: Shape) -> bool:
    return any(app.rpartition(".")[2] in held for app in apps)
