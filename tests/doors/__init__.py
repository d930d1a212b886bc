"""Every door of the house, for tests that try them: each route with addresses of its own and of others' objects.

What is fact about the objects is written down here by hand, on purpose: the policy's answer is worked out from these
facts and the policy table, never from what the application says of its own objects. One file an app; an app that is new
adds its file to `APPS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from tests.doors.applicability import applicability
from tests.doors.base import base
from tests.doors.catalogue import catalogue
from tests.doors.consultation import consultation
from tests.doors.coordination import coordination
from tests.doors.door import Door, address, route_names
from tests.doors.feedback import feedback
from tests.doors.inclusion import inclusion
from tests.doors.learn import delivery, learn
from tests.doors.library import library
from tests.doors.pathways import pathways
from tests.doors.process import process
from tests.doors.proposals import proposals
from tests.doors.publish import publish
from tests.doors.reporting import reporting
from tests.doors.search import search
from tests.doors.trace import trace
from tests.doors.whatif import whatif
from tests.world import World

__all__ = ["Door", "address", "delivery", "doors", "route_names"]

APPS: Final[tuple[Callable[[World], dict[str, tuple[Door, ...]]], ...]] = (
    base,
    publish,
    library,
    search,
    process,
    catalogue,
    consultation,
    applicability,
    feedback,
    trace,
    learn,
    inclusion,
    whatif,
    pathways,
    coordination,
    proposals,
    reporting,
)


def doors(world: World) -> dict[str, tuple[Door, ...]]:
    """Every route's doors. Two apps with doors to one route is a fault."""
    each = [app(world) for app in APPS]
    twice = [name for name, times in Counter(name for found in each for name in found).items() if times > 1]
    assert twice == [], f"more than one app has doors to {twice}"
    return {name: those for found in each for name, those in found.items()}
