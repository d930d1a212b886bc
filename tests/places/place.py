"""One place: an installation, worked with by the command lines that are written in docs/operations.md."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.base.installation import ROOT, Installation


def written_steps() -> list[list[str]]:
    """The command lines of each block under «Setting up a hub and an edge» in docs/operations.md."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = text.split("## Setting up a hub and an edge\n")[1].split("\n## ")[0]
    return [block.strip().split("\n") for block in re.findall(r"```\n(.*?)```", section, re.DOTALL)]


@dataclass(frozen=True)
class Place:
    """One of the two places: its installation, the folder its people stand in, and the port it serves on."""

    made: Installation
    folder: Path
    port: int

    @property
    def address(self) -> str:
        """Where it answers when it serves."""
        return f"http://localhost:{self.port}"

    def do(self, line: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Runs one command line as a person at this place would write it."""
        words = shlex.split(line)
        given = ""
        if "<" in words:
            given = (self.folder / words[-1]).read_text()
            words = words[:-2]
        assert words[0] == "normverk", line
        return subprocess.run(
            [sys.executable, "-m", "normverk.cli", *words[1:]],
            input=given,
            capture_output=True,
            text=True,
            timeout=300,
            cwd=self.folder,
            env=self.made.environment | more,
            check=False,
        )

    def done(self, line: str, **more: str) -> str:
        """What a command line that must succeed printed."""
        done = self.do(line, **more)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def answer(self, line: str, **more: str) -> Any:
        """What a command line prints with --json."""
        return json.loads(self.done(f"{line} --json", **more))

    def python(self, program: str) -> str:
        """What a program in this installation printed."""
        done = self.made.python("-c", f"import django; django.setup()\n{program}")
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def serving(self, line: str, **more: str) -> Iterator[subprocess.Popen[str]]:
        """Serves by a written command line, on this place's own port, until the block ends."""
        words = shlex.split(re.sub(r"--port \d+", f"--port {self.port}", line))[1:]
        command = [sys.executable, "-m", "normverk.cli", *words]
        log = (self.folder / "served.log").open("a")
        environment = self.made.environment | more
        with log, subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True) as running:
            try:
                assert running.stdout is not None
                said = running.stdout.readline()
                assert said == f"normverk ({environment['NORMVERK_ROLE']}) serves {self.address}\n", said
                yield running
            finally:
                running.send_signal(signal.SIGTERM)
                running.wait(30)
