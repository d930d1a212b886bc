"""The line from edge to hub: it can be listened to, and it can kill whoever is talking."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen


@dataclass
class Line:
    """The line from edge to hub: passes messages on, keeps what travelled, and can kill the sender before it hears back."""

    hub: str
    travelled: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    kill: int = 0

    def carry(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Brings one message to the hub and returns its answer; 502 when the hub is down."""
        self.travelled.append((headers, body))
        try:
            with urlopen(Request(self.hub + path, data=body, headers=headers), timeout=30) as answer:
                got = answer.status, answer.read()
        except HTTPError as refused:
            got = refused.code, refused.read()
        except OSError:
            got = 502, b""
        self.answers.append(got)
        if self.kill:
            os.kill(self.kill, signal.SIGKILL)
        return got


@contextmanager
def line_to(hub: str, port: int) -> Iterator[Line]:
    """A line to the hub, listening on a port of its own."""
    line = Line(hub)

    class Handler(BaseHTTPRequestHandler):
        """Takes each message to the line."""

        def do_POST(self) -> None:
            """One message."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept = {name: self.headers[name] for name in ("Content-Type", "Authorization", "Idempotency-Key")}
            status, answer = line.carry(self.path, kept, body)
            try:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(answer)
            except OSError:
                pass  # the one who asked was killed

        def log_message(self, format: str, *arguments: Any) -> None:
            """Writes nothing."""

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield line
        finally:
            server.shutdown()
            thread.join()
