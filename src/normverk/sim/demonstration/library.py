"""The demonstration's library: invented norms of an invented source, read in twice, the second time with a change."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Final

from normverk.base.policy import system
from normverk.publish.library.importing import import_files
from normverk.publish.library.models import Node

READ: Final = (
    ("first.json", datetime(2025, 3, 12, 9, tzinfo=UTC)),
    ("later.json", datetime(2025, 11, 5, 9, tzinfo=UTC)),
)
"""The files in order, each with the moment it was read."""


def fill_library() -> None:
    """Reads the invented norms in, if none of them is there yet."""
    if Node.objects.filter(demonstration=True).exists():
        return
    for name, moment in READ:
        with as_file(files("normverk.sim").joinpath("library", name)) as path:
            import_files(
                paths=[path],
                source=f"demonstrasjon/{name}",
                actor=system(),
                now=lambda moment=moment: moment,  # type: ignore[misc]
                reason="Oppdiktet endring til demonstrasjon." if name == "later.json" else "",
            )
