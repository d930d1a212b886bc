"""How a process works through millions of values, and processes beside this one for what keeps a core busy.

The latter are new ones: nothing of this process's connections is in them, and they set Django up before they are given work.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context


@contextmanager
def uncollected() -> Iterator[None]:
    """Garbage is not collected meanwhile. For a stretch of work that makes millions of values without rings among them, in
    which looking for rings would take a fifth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def workers(many: int) -> ProcessPoolExecutor:
    """A pool of so many processes. What they see of the database is what is committed."""
    return ProcessPoolExecutor(many, mp_context=get_context("spawn"), initializer=begin)


def begin() -> None:
    """Makes a new process ready, and has it collect no garbage. This module knows no tables, or it could not be read before
    they are."""
    import django

    django.setup()
    gc.disable()
