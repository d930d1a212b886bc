"""Serving: a small supervisor with two children, the pages and the worker, that live and die with it.

The worker is a process of its own, so that a job never takes time from a page (one interpreter runs one thread at a
time) and a fault in either leaves the other alone. See docs/decisions/0003-jobs.md.
"""

from __future__ import annotations

import ctypes
import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Event
from types import FrameType
from typing import Final

from normverk.base.commands import Unusable

_log = logging.getLogger("normverk.serve")
_APPLICATION: Final = "normverk.config.wsgi:application"
_GRACE_SECONDS: Final = 10
_PR_SET_PDEATHSIG: Final = 1


@dataclass(frozen=True)
class Plan:
    """What to serve with: address, server program, number of page processes, threads in each."""

    host: str = "127.0.0.1"
    port: int = 8000
    server: str = "granian"
    workers: int = 1
    threads: int = 4

    @property
    def address(self) -> str:
        """Where it will answer."""
        return f"http://{'localhost' if self.host == '127.0.0.1' else self.host}:{self.port}"


def serve(plan: Plan, *, ready: Callable[[], None]) -> int:
    """Serves until a signal stops it (exit code 0) or the page server gives up (its code, or 1).

    `ready` is called when the page server accepts connections. A worker that dies is started again. Raises Unusable for
    an address that is taken or a server that is not installed.
    """
    _refuse_taken_address(plan)
    if find_spec(plan.server) is None:
        raise Unusable(f"{plan.server} is not installed; install it with pip, or leave --server out")
    stop = Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    pages, jobs = _start(page_server(plan)), _start(_worker())
    try:
        if _await_pages(plan, pages, stop):
            ready()
            sys.stdout.flush()
        while not stop.wait(0.2):
            if pages.poll() is not None:
                _log.error("the page server ended", extra={"status": pages.returncode})
                return pages.returncode or 1
            if jobs.poll() is not None:
                _log.error("the worker ended and is started again", extra={"status": jobs.returncode})
                stop.wait(1)
                jobs = _start(_worker())
        return 0
    finally:
        _end(pages, jobs)


def page_server(plan: Plan) -> list[str]:
    """The command line of the page server."""
    if plan.server == "gunicorn":
        return [
            sys.executable, "-m", "gunicorn", "--bind", f"{plan.host}:{plan.port}", "--workers", str(plan.workers),
            "--worker-class", "gthread", "--threads", str(plan.threads), "--log-level", "error", _APPLICATION,
        ]  # fmt: skip
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", plan.host, "--port", str(plan.port),
        "--workers", str(plan.workers), "--blocking-threads", str(plan.threads), "--http", "1", "--no-ws",
        "--respawn-failed-workers", "--log-level", "error", _APPLICATION,
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "normverk.cli", "jobs", "run", "--forever"]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """A child that gets SIGTERM when this process dies, also when it is killed."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509


def _die_with_parent() -> None:
    """Only Linux has this; elsewhere a killed supervisor leaves children that must be ended by hand."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(*children: subprocess.Popen[bytes]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    last = time.monotonic() + _GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(last - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _await_pages(plan: Plan, pages: subprocess.Popen[bytes], stop: Event) -> bool:
    """Waits until the page server accepts connections; false when it ended or was stopped before that."""
    while pages.poll() is None and not stop.is_set():
        try:
            socket.create_connection((plan.host, plan.port), timeout=1).close()
            return True
        except OSError:
            stop.wait(0.05)
    return False


def _refuse_taken_address(plan: Plan) -> None:
    """Asked beforehand, because two servers can share an address on Linux without either noticing."""
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((plan.host, plan.port))
        except (OSError, OverflowError):
            raise Unusable(f"{plan.host} port {plan.port} cannot be listened on; choose another with --port") from None
