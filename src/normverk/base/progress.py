"""A progress bar on standard error for what takes more than two seconds; nothing when nobody looks."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final, TextIO

PATIENCE_SECONDS: Final = 2.0
_WIDTH: Final = 30


class Progress:
    """Shows how far something has come. Call it with what is done and the whole; call `end()` when it is over."""

    def __init__(
        self, label: str, *, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._label = label
        self._stream = stream or sys.stderr
        self._clock = clock
        self._begun = clock()
        self._shown = ""

    def __call__(self, done: int, whole: int) -> None:
        """`done` of `whole`, in any unit; draws when two seconds have passed and the stream is a terminal."""
        if not self._stream.isatty() or self._clock() - self._begun < PATIENCE_SECONDS:
            return
        share = min(done / whole, 1.0) if whole else 1.0
        filled = round(share * _WIDTH)
        line = f"{self._label} [{'#' * filled}{'.' * (_WIDTH - filled)}] {share:4.0%}"
        if line != self._shown:
            self._stream.write(f"\r{line}")
            self._stream.flush()
            self._shown = line

    def end(self) -> None:
        """Takes the bar away again."""
        if self._shown:
            self._stream.write("\r" + " " * len(self._shown) + "\r")
            self._stream.flush()
            self._shown = ""
