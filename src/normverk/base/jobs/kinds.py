"""The kinds of jobs and messages there are. Each app declares its own, in a module its `apps.py` imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

import msgspec


class Handler(Protocol):
    """What does a job: `handler(payload, *, now, job)`, inside the transaction that marks the job as done."""

    __module__: str
    __qualname__: str

    def __call__(self, payload: Any, *, now: Any, job: Any) -> None: ...


@dataclass(frozen=True)
class JobKind:
    """A kind of job: the type of its payload and what does it."""

    payload: type[msgspec.Struct]
    handler: Handler


KINDS: Final[dict[str, JobKind]] = {}
HEADERS: Final[dict[str, Callable[[], Mapping[str, str]]]] = {}
EVERY_MINUTE: Final[list[Callable[[datetime], None]]] = []
"""What workers see to now and then beside the jobs, outside any transaction; an app adds its own when it is ready.

What is called is told the present moment. It may take long, and does nothing when nothing is to be done."""
_H = TypeVar("_H", bound=Callable[..., None])


def handles(kind: str, payload: type[msgspec.Struct]) -> Callable[[_H], _H]:
    """Declares the decorated function as what does jobs of `kind`. Raises ValueError for a kind declared twice.

    The function runs inside the transaction that marks the job as done, so what it writes happens exactly once. It must
    touch nothing outside the database (that is what `outbox` is for) and be short: SQLite lets one writer in at a time.
    """

    def declare(handler: _H) -> _H:
        known = KINDS.get(kind)
        if known is not None and _name(known.handler) != _name(handler):
            raise ValueError(f"the job kind {kind} is declared twice")
        KINDS[kind] = JobKind(payload, handler)
        return handler

    return declare


def headers_for(kind: str, headers: Callable[[], Mapping[str, str]]) -> None:
    """Declares the headers that messages of `kind` are sent with, such as Authorization.

    They are asked for when a message is sent, so that no secret lies in the outbox.
    """
    HEADERS[kind] = headers


def _name(handler: Any) -> tuple[str, str]:
    return handler.__module__, handler.__qualname__
