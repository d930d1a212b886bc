"""From a clock back to what it rests on: open to everybody."""

from __future__ import annotations

from tests.doors.door import Door
from tests.world import World


def trace(world: World) -> dict[str, tuple[Door, ...]]:
    """Two editions, and a clock of each."""
    edition = [{"slug": "brystkreft", "number": "1.0.0"}, {"slug": "testikkelkreft", "number": "1.0.0"}]
    clocked = [{**kwargs, "clock": "OF1"} for kwargs in edition]
    return {
        "trace": tuple(Door(kwargs) for kwargs in edition),
        "trace-clock": tuple(Door(kwargs) for kwargs in clocked),
        "trace-data": tuple(Door(kwargs) for kwargs in edition),
        "trace-clock-data": tuple(Door(kwargs) for kwargs in clocked),
    }
