"""Public reference numbers such as B-2026-001: a letter for the kind, the year, and a running number."""

from __future__ import annotations

from typing import Final

from django.db import models

from normverk.base.events.models import Head

NEED: Final = "B"
CASE: Final = "S"
HEARING: Final = "H"


def next_reference(table: type[models.Model], letter: str, year: int) -> str:
    """The next free `ref` of a table whose rows are never removed, for instance B-2026-001.

    Must stand in the transaction that uses it: it holds the end of the event log, so two writers never get the same.
    """
    Head.objects.select_for_update().get(pk=1)
    begun = f"{letter}-{year}-"
    taken = table._default_manager.filter(ref__startswith=begun).count()
    return f"{begun}{taken + 1:03d}"
