"""An installation of its own for a test: a data folder and a database nobody else uses, worked with from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Installation:
    """A data folder and a database; programs are run in it as processes of their own."""

    data: Path
    environment: dict[str, str]

    def run(self, *command: str, given: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """Runs `normverk COMMAND` with `given` on standard input and `more` environment, and returns how it went."""
        return self.python("-m", "normverk.cli", *command, given=given, **more)

    def python(self, *arguments: str, given: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """Runs Python in this installation."""
        return subprocess.run(
            [sys.executable, *arguments],
            input=given,
            capture_output=True,
            text=True,
            timeout=300,
            cwd=ROOT,
            env=self.environment | more,
            check=False,
        )

    def answer(self, *command: str, given: str = "") -> Any:
        """What `normverk COMMAND --json` prints; fails with its error when it does not end with 0."""
        done = self.run(*command, "--json", given=given)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def on_postgresql() -> bool:
    """True when this run of the tests is on PostgreSQL."""
    return os.environ.get("NORMVERK_DATABASE", "").startswith("postgresql")


@contextmanager
def installation(data: Path, *, migrated: bool = True) -> Iterator[Installation]:
    """An installation in the folder `data`, on the kind of database this run of the tests is on."""
    data.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"NORMVERK_DATA": str(data), "NORMVERK_ROLE": "all", "PYTHONDONTWRITEBYTECODE": "1"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "normverk.config.settings")
    with _database(data) as address:
        made = Installation(data, environment | {"NORMVERK_DATABASE": address})
        if migrated:
            made.answer("migrate")
        yield made


@contextmanager
def _database(data: Path) -> Iterator[str]:
    if not on_postgresql():
        yield ""
        return
    import psycopg

    server = os.environ["NORMVERK_DATABASE"]
    name = f"normverk_{os.getpid()}_{abs(hash(data)) % 10**8}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
