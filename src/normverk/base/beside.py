"""A thread that writes, beside the one that makes rows: SQLite holds up nobody while it carries a statement out.

Order is kept: statements are carried out as they were handed over, and whoever asks the database anything waits until
they have been. So what is read and written is the same as without; only the time is shared between two cores.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import connection

_AHEAD: Final = 64
"""Statements that may wait: enough that the thread is not idle while clocks of many patients are worked out, and few to hold in memory."""
_TURN: Final = 0.0002
"""Seconds that the thread waits at most for the interpreter before and after a statement, which takes ten times as long.
Python's own 0.005 would leave SQLite idle most of the time."""


class Scribe:
    """The thread, for one connection and one stretch of a transaction."""

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        connection.ensure_connection()
        self._thread = thread
        self._execute: Callable[[str, Sequence[Any]], object] = connection.connection.execute
        self._waiting: deque[Future[None]] = deque()
        self._failed = False

    def hand_over(self, statement: str, values: Sequence[Any]) -> None:
        """Has a statement carried out that gives no rows. Raises what a statement handed over before has failed with."""
        self.settle(_AHEAD - 1)
        self._waiting.append(self._thread.submit(self._carry_out, statement, values))

    def settle(self, left: int = 0) -> None:
        """Until no more than `left` statements wait; raises what one of them has failed with, as Django would have.

        Then nothing waits any more, and whoever rolls back to before may go on.
        """
        with connection.wrap_database_errors:
            while len(self._waiting) > left:
                try:
                    self._waiting.popleft().result()
                except BaseException:
                    wait(self._waiting)
                    self._waiting.clear()
                    self._failed = False
                    raise

    def before_asking(self, execute: Callable[..., Any], *call: Any) -> Any:
        """For everything that goes through Django on this connection."""
        self.settle()
        return execute(*call)

    def _carry_out(self, statement: str, values: Sequence[Any]) -> None:
        if self._failed:  # nothing may come after what is missing; whoever waits is told of the first failure
            return
        try:
            self._execute(statement, values)
        except BaseException:
            self._failed = True
            raise


_scribe: Final[ContextVar[Scribe | None]] = ContextVar("scribe", default=None)


def scribe() -> Scribe | None:
    """The thread that writes for the caller, if there is one."""
    return _scribe.get()


@contextmanager
def written_beside(worth_it: bool) -> Iterator[None]:
    """Rows that pour() is given inside are written by a thread of their own where it is `worth_it`: from some thousand on.

    Stands inside a transaction. All is written when it ends without an error; after an error the transaction is to be given up.
    On PostgreSQL nothing changes: the server is a process of its own.
    """
    if not worth_it or connection.vendor == "postgresql" or scribe() is not None:
        yield
        return
    with ThreadPoolExecutor(1, thread_name_prefix="scribe") as thread:
        writing = Scribe(thread)
        token = _scribe.set(writing)
        try:
            with connection.execute_wrapper(writing.before_asking), _turns_of(_TURN):
                yield
                writing.settle()
        finally:
            _scribe.reset(token)


@contextmanager
def _turns_of(seconds: float) -> Iterator[None]:
    held = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(held)
