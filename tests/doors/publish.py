"""Releases, and reading what they hold: open to everybody."""

from __future__ import annotations

from tests.doors.door import Door
from tests.world import World


def publish(world: World) -> dict[str, tuple[Door, ...]]:
    """Releases as pages, files, feeds and data."""
    return _reading() | _releases(world)


def _reading() -> dict[str, tuple[Door, ...]]:
    """What a release holds, for reading."""
    return {
        "products": (Door(),),
        "product": (Door({"slug": "brystkreft"}),),
        "read-product": (
            Door({"slug": "brystkreft", "version": "1.0.0"}),
            Door({"slug": "brystkreft", "version": "current"}, get=302),
        ),
        "read-pdf": (Door({"slug": "brystkreft", "version": "1.0.0"}),),
        "read-languages": (Door({"slug": "brystkreft", "version": "1.0.0", "first": "nb", "second": "en"}),),
        "kinds": (Door(),),
        "written-forms": (Door(),),
        "read-section": (Door({"slug": "brystkreft", "version": "1.0.0", "section": "tid-of2"}),),
    }


def _releases(world: World) -> dict[str, tuple[Door, ...]]:
    """Releases themselves."""
    row = world.release
    one = {"package_id": row.package_id, "version": row.version}
    both = {"before": row.version, "after": row.version}
    return {
        "releases": (Door(),),
        "release": (Door(one),),
        "release-compare": (Door({"slug": "brystkreft", **both}),),
        "release-file": (
            Door({**one, "name": f"{row.package_id}-{row.version}.tgz"}),
            Door({**one, "name": "other/content.json"}),
        ),
        "package": (Door({"package_id": row.package_id}),),
        "package-version": (Door(one),),
        "package-feed": (Door(),),
        "releases-feed": (Door(),),
        "public-keys": (Door(),),
        "api-kinds": (Door(),),
        "api-releases": (Door(),),
        "api-release": (Door(one),),
        "api-release-diff": (Door({"package_id": row.package_id, **both}),),
    }
