"""A real server for browser tests: `normverk serve` in a process of its own, with a data folder of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

Prepare = Callable[[Mapping[str, str]], None]
"""Fills an empty installation, given the environment that the server will have; raises when it cannot."""


def run(command: list[str], environment: Mapping[str, str]) -> None:
    """Runs one command of the preparation; raises with what it wrote when it fails."""
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")


@contextmanager
def serving(folder: Path, prepare: Prepare, **settings: str) -> Iterator[str]:
    """Prepares an installation in `folder`, serves it and gives its address; stops it afterwards."""
    port = _free_port()
    address = f"http://localhost:{port}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "normverk.config.settings",
        "NORMVERK_DATA": str(folder / "data"),
        "NORMVERK_AS_OF": "2022-04-30",
        "NORMVERK_DATABASE": "",
        "NORMVERK_DEMONSTRATION": "1",
        "NORMVERK_ORIGIN": address,
        "NORMVERK_ROLE": "all",
        **settings,
    }
    prepare(environment)
    command = [sys.executable, "-m", "normverk.cli", "serve", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(address, process, folder / "server.log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=15)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer:\n{log.read_text(errors='replace')[-4000:]}")
