"""Processes beside this one, for work that keeps a core busy. They are new ones: nothing of this process's connections is in
them, and they set Django up before they are given work."""

from __future__ import annotations

import gc
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def workers(many: int) -> ProcessPoolExecutor:
    """A pool of so many processes. What they see of the database is what is committed."""
    return ProcessPoolExecutor(many, mp_context=get_context("spawn"), initializer=begin)


def begin() -> None:
    """Makes a new process ready. This module knows no tables, or it could not be read before they are.

    Garbage is not collected: what such a process makes of values goes away with the last of their names, and looking for
    rings among millions of them would take a fifth of its time.
    """
    import django

    django.setup()
    gc.disable()
