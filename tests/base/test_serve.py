"""Serving: pages and a worker that start together, end together, and say whether they can do their work."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from django.db import OperationalError
from django.test import Client

from normverk.base.commands import Unusable
from normverk.base.health import queries
from normverk.base.jobs.models import Job, State
from normverk.base.serving import Plan, page_server, serve
from tests.base.installation import ROOT, Installation, installation

ASK = """
import django; django.setup()
from datetime import UTC, datetime
from normverk.base.jobs.models import Job
now = datetime.now(UTC)
Job.objects.create(kind="nobody.does-this", payload={}, created_at=now, run_after=now)
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(place: Installation, port: int, server: str) -> Iterator[subprocess.Popen[str]]:
    """A running `normverk serve` that has said it is ready."""
    command = [sys.executable, "-m", "normverk.cli", "serve", "--port", str(port), "--server", server]
    with subprocess.Popen(command, cwd=ROOT, env=place.environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == f"normverk (all) serves http://localhost:{port}\n"
            yield running
        finally:
            running.kill()


def get(port: int, path: str) -> tuple[int, Any]:
    """Status and JSON of an address; 0 when nobody answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refused:
        return refused.code, json.load(refused)
    except (URLError, OSError):
        return 0, None


def within(seconds: float, holds: Any) -> bool:
    """Whether something comes to hold in time."""
    last = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < last:
        time.sleep(0.1)
    return bool(found)


@pytest.mark.slow
@pytest.mark.parametrize("server", ["granian", "gunicorn"])
def test_pages_and_worker_run_until_told_to_stop(tmp_path: Path, server: str) -> None:
    port = free_port()
    with installation(tmp_path) as place, serving(place, port, server) as running:
        assert get(port, "/healthz") == (200, {"alive": True})
        assert get(port, "/readyz")[1]["ready"] is True
        place.python("-c", ASK)
        assert within(60, lambda: place.answer("jobs", "list")["work"][0]["attempts"] == 1)
        taken = place.run("serve", "--port", str(port))
        assert (taken.returncode, "choose another with --port" in taken.stderr) == (2, True)
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0
        assert get(port, "/healthz") == (0, None)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_killing_the_supervisor_takes_pages_and_worker_along(tmp_path: Path) -> None:
    port = free_port()
    with installation(tmp_path) as place, serving(place, port, "granian") as running:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        assert len(children) == 2
        os.kill(running.pid, signal.SIGKILL)
        assert within(30, lambda: not [child for child in children if Path(f"/proc/{child}").exists()])
        assert get(port, "/healthz") == (0, None)


def test_a_taken_address_and_a_server_that_is_not_there_are_wrong_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Unusable, match="choose another with --port"):
            serve(Plan(port=taken.getsockname()[1]), ready=lambda: None)
    with pytest.raises(Unusable, match="choose another with --port"):
        serve(Plan(port=99_999_999), ready=lambda: None)
    with pytest.raises(Unusable, match="puma is not installed"):
        serve(Plan(port=free_port(), server="puma"), ready=lambda: None)


def test_both_servers_are_told_the_same() -> None:
    for server in ("granian", "gunicorn"):
        command = " ".join(page_server(Plan(port=8123, server=server, workers=3)))
        assert f"-m {server} " in command
        assert "8123" in command
        assert "--workers 3" in command
        assert command.endswith("normverk.config.wsgi:application")


def test_living_asks_nothing_of_the_database() -> None:
    assert Client().get("/healthz").json() == {"alive": True}


@pytest.mark.django_db
def test_ready_is_database_and_tables(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "database": True, "migrated": True, "worker": True, "dead": 0},
    )


@pytest.mark.django_db
def test_a_database_that_is_away_or_too_old_is_not_ready(client: Client) -> None:
    with patch.object(queries, "missing_migrations", side_effect=OperationalError):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
    with patch.object(queries, "missing_migrations", return_value=("events.0002_more",)):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"], answer.json()["migrated"]) == (503, True, False)


@pytest.mark.django_db
def test_a_worker_that_stands_still_and_dead_jobs_are_told_of_but_pages_are_ready(now: datetime) -> None:
    Job.objects.create(kind="x", payload={}, created_at=now, run_after=now)
    Job.objects.create(kind="x", payload={}, created_at=now, run_after=now, state=State.DEAD, finished_at=now)
    soon, late = queries.readiness(now=now + timedelta(minutes=9)), queries.readiness(now=now + timedelta(minutes=11))
    assert (soon.ready, soon.worker, soon.dead) == (True, True, 1)
    assert (late.ready, late.worker, late.dead) == (True, False, 1)
