"""Asking the live content API: one host, over https, at a walking pace, and again when it is busy.

Nothing is sent anywhere but to the host that was named: no redirect is followed, no other host in an answer is asked,
and a name that leads into a private network is refused unless that was allowed.
"""

from __future__ import annotations

import ipaddress
import random
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final
from urllib.parse import quote, urlsplit

from normverk import __version__
from normverk.publish.library.reading.documents import LARGEST, TooLarge, Unreadable

TRIES: Final = 6
TIMEOUT_SECONDS: Final = 30.0
PAUSE_SECONDS: Final = 0.2
"""Between two questions: five in a second at most."""
_FIRST_WAIT: Final = 1.0
_LONGEST_WAIT: Final = 60.0
_BUSY: Final = frozenset({429, 500, 502, 503, 504})

Heard = Callable[[str, str, str], None]
"""Called with a kind of the report, the address and what happened, each time one has to wait."""


class WrongKey(Exception):  # noqa: N818
    """The API does not accept the key, or got none."""


class NotAsked(Exception):  # noqa: N818
    """An address that is not asked: not https, another host, or inside a private network."""


@dataclass
class Asker:
    """Asks one host. `sleep` and `chance` are given by tests; `private` allows a mirror inside one's own network."""

    host: str
    key: str = ""
    private: bool = False
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    heard: Heard = lambda kind, address, found: None
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    pause: float = PAUSE_SECONDS
    _connection: HTTPSConnection | None = None

    def ask(self, address: str) -> bytes:
        """The body at an address of the host; empty for 204. Raises Unreadable, TooLarge, WrongKey or NotAsked."""
        parts = urlsplit(address)
        if parts.scheme != "https" or parts.netloc != self.host or parts.username:
            raise NotAsked(f"{address} is not at https://{self.host}")
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{parts.query}" if parts.query else "")
        fault = ""
        for number in range(TRIES):
            self.sleep(self.pause)
            wait: float | None = None
            try:
                answer = self._answer(path)
                body = answer.read(LARGEST + 1)
            except (OSError, HTTPException) as wrong:
                if isinstance(wrong, ssl.SSLCertVerificationError):
                    raise NotAsked(f"{self.host}: {wrong.verify_message}") from None
                self._close()
                fault = type(wrong).__name__
            else:
                if len(body) > LARGEST:
                    self._close()
                    raise TooLarge(address)
                if answer.status in {401, 403}:
                    raise WrongKey(f"{self.host} answers {answer.status}: the key is missing or not accepted")
                if answer.status in {200, 204}:
                    return body if answer.status == 200 else b""
                fault = f"HTTP {answer.status}"
                if answer.status not in _BUSY:
                    raise Unreadable("unreachable", address, fault)
                wait = _asked_to_wait(answer)
            if number < TRIES - 1:
                self.heard("waited", address, fault)
                self.sleep(min(wait if wait is not None else self._backoff(number), _LONGEST_WAIT))
        raise Unreadable("unreachable", address, f"{fault}, {TRIES} ×")

    def _backoff(self, number: int) -> float:
        """Twice as long each time, and somewhere between half and all of it, so that not everybody returns at once."""
        longest = _FIRST_WAIT * 2.0**number
        return float(longest * (0.5 + self.chance() / 2))

    def _answer(self, path: str) -> HTTPResponse:
        if self._connection is None:
            host = urlsplit(f"//{self.host}")
            self._connection = _Guarded(
                host.hostname or "", host.port or 443, private=self.private, context=self.context
            )
        headers = {"Accept": "application/json", "User-Agent": f"normverk/{__version__}"}
        if self.key:
            headers["Ocp-Apim-Subscription-Key"] = self.key
        self._connection.request("GET", path, headers=headers)
        return self._connection.getresponse()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


class _Guarded(HTTPSConnection):
    """A connection that looks where it really leads before it says anything."""

    def __init__(self, host: str, port: int, *, private: bool, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=TIMEOUT_SECONDS, context=context)
        self._private = private
        self._create_connection: Any = self._checked

    def _checked(self, address: tuple[str, int], *more: Any) -> socket.socket:
        made = socket.create_connection(address, *more)
        peer = ipaddress.ip_address(str(made.getpeername()[0]).split("%", 1)[0])
        if not self._private and not peer.is_global:
            made.close()
            raise NotAsked(f"{address[0]} leads into a private network ({peer}); allow that with --private-network")
        return made


def _asked_to_wait(answer: HTTPResponse) -> float | None:
    given = (answer.getheader("Retry-After") or "").strip()
    return float(given) if given.isdecimal() and len(given) < 6 else None
