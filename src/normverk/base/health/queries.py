"""What readiness is made of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from normverk.base.jobs import queries as jobs

PATIENCE: Final = timedelta(minutes=10)
"""How long due work may lie before the worker is said to stand still."""


@dataclass(frozen=True)
class Readiness:
    """Whether the server can do its work. Work that lies or is dead is told of, but pages work without it."""

    database: bool
    migrated: bool
    worker: bool
    dead: int

    @property
    def ready(self) -> bool:
        """True when pages can be served."""
        return self.database and self.migrated

    def plain(self) -> dict[str, Any]:
        """For the answer."""
        return {"ready": self.ready, **asdict(self)}


def missing_migrations() -> tuple[str, ...]:
    """The migrations this version has and the database lacks, as app.name."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def readiness(*, now: datetime) -> Readiness:
    """Asks the database; an answer that does not come is a no."""
    try:
        migrated = not missing_migrations()
    except DatabaseError:
        return Readiness(database=False, migrated=False, worker=False, dead=0)
    if not migrated:
        return Readiness(database=True, migrated=False, worker=False, dead=0)
    lying = jobs.overdue_since(now)
    return Readiness(True, True, lying is None or now - lying < PATIENCE, len(jobs.dead()))
