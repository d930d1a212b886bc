"""Norms of others, as read in."""

from __future__ import annotations

from normverk.publish.library.models import ImportRun
from tests.doors.door import Door
from tests.world import World


def library(world: World) -> dict[str, tuple[Door, ...]]:
    """Norms of others: one invented recommendation with two revisions, and the interface at /innhold."""
    node = {"node_id": "9999-0002-00000000-0000-4000-8000-000000000021"}
    structure = "9999-11111111-0000-4000-8000-000000000001-structure"
    return {
        "library": (Door(),),
        "library-readings": (Door(),),
        "library-reading": (Door({"number": ImportRun.objects.order_by("pk").values_list("pk", flat=True)[0]}),),
        "library-node": (Door(node),),
        "library-revision": (Door({**node, "number": 1}),),
        "library-choose": (Door(node, get=302),),
        "library-compare": (Door({**node, "before": 1, "after": 2}),),
        "innhold": (Door(),),
        "innhold-one": (Door(node),),
        "innhold-infobit": (Door(node),),
        "innhold-publication": (Door({"structure": structure}),),
        "innhold-changes": (Door(),),
        "innhold-listing": (Door({"listing": "anbefalinger"}),),
        "innhold-listing-one": (Door({"listing": "anbefalinger", **node}),),
    }
