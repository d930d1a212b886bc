"""What the interface at /innhold gives: infobits in the shape of the source, with what the source lacks beside."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.conf import settings

from normverk.base.events.models import Event
from normverk.publish import queries as releases
from normverk.publish.library import queries
from normverk.publish.library.infobit import Infobit, target_of
from normverk.publish.library.models import Node, NodeRevision
from normverk.publish.library.own import PREFIX, OwnEntry, own_entries
from normverk.publish.library.types import listing_of
from normverk.publish.library.writing import write_infobit
from normverk.publish.models import Release

EXTENSION: Final = "normverk"
"""The one key beside those of the source: version, validity, history, reason, source and licence."""

_RELEASES: Final = ("release.built", "release.loaded", "release.superseded", "release.withdrawn")


def root() -> str:
    """The address of our interface."""
    return f"{settings.ORIGIN}/innhold"


def own(today: date) -> list[OwnEntry]:
    """Our own norms as infobits."""
    return list(own_entries(today, root()))


def one(node_id: str, today: date) -> dict[str, Any] | None:
    """The infobit with this id, with its history; None when there is none."""
    if node_id.startswith(PREFIX):
        entry = next((each for each in own(today) if each.infobit.id == node_id), None)
        return own_plain(entry, today) if entry else None
    try:
        revision = queries.current(node_id)
    except NodeRevision.DoesNotExist:
        return None
    infobit = queries.infobit_of(revision)
    targets = queries.known_here(target_of(link) for link in infobit.given.get("links") or () if isinstance(link, dict))
    history = [_revision(row) for row in queries.revisions(node_id)]
    return plain(revision, infobit, targets) | {EXTENSION: _extension(revision, history)}


def plain(revision: NodeRevision, infobit: Infobit, known: set[str]) -> dict[str, Any]:
    """An infobit as it came in; links lead here where what they lead to is known here."""

    def here(target: str) -> str:
        return f"{root()}/innhold/{target}" if target in known else ""

    return write_infobit(infobit, revision.officials, revision.node.sighting.copied, here)


def many(nodes: list[Node]) -> list[dict[str, Any]]:
    """Infobits for a list, without their history."""
    ids = [node.pk for node in nodes]
    found = NodeRevision.objects.select_related("node", "node__sighting").filter(node__in=ids, current=True)
    rows = {row.node_id: row for row in found}
    infobits = {key: queries.infobit_of(row) for key, row in rows.items()}
    targets = {link.target for infobit in infobits.values() for link in infobit.links}
    known = queries.known_here(targets)
    return [
        plain(rows[key], infobits[key], known) | {EXTENSION: _extension(rows[key], None)} for key in ids if key in rows
    ]


def own_plain(entry: OwnEntry, today: date) -> dict[str, Any]:
    """A norm of our own in the same shape."""
    row = entry.release
    versions = releases.versions(row.product_slug)
    made = write_infobit(entry.infobit, {}, "", lambda target: "")
    made |= {"redaksjonelleier": [], "fagansvarlig": [], "fagansvarligMedAvdeling": [], "bidragsyter": []}
    return made | {EXTENSION: _own_extension(row, today) | {"history": [_own_version(each) for each in versions]}}


def changes_since(cursor: str, most: int) -> dict[str, Any]:
    """What was recorded after `cursor`, in order, at most `most` of each kind; raises ValueError for what is no cursor.

    A cursor is what an earlier answer gave as `next`; empty is from the beginning. Nothing recorded later than an
    answer is missing from the one that goes on from its cursor.
    """
    first, _, second = (cursor or "0-0").partition("-")
    if not (first.isdecimal() and second.isdecimal() and len(cursor) < 40):
        raise ValueError("since is what an earlier answer gave as next")
    revision, event = int(first), int(second)
    rows = queries.changed_since(revision, most)
    events = list(Event.objects.filter(seq__gt=event, type__in=_RELEASES).order_by("seq")[:most])
    changes = [_change(row) for row in rows] + [change for one in events for change in _released(one)]
    following = f"{rows[-1].pk if rows else revision}-{events[-1].seq if events else event}"
    return {"changes": changes, "next": following, "more": len(rows) == most or len(events) == most}


def _change(row: NodeRevision) -> dict[str, Any]:
    return {
        "id": row.node_id,
        "infoType": row.node.info_type,
        "what": "new" if row.number == 1 else "changed",
        "version": str(row.number),
        "clock": row.clock,
        "recorded": row.recorded_at.isoformat(),
        "href": f"{root()}/{listing_of(row.node.info_type)}/{row.node_id}",
    }


def _released(event: Event) -> list[dict[str, Any]]:
    digests = event.data.get("digests") or [event.data["digest"]]
    rows = Release.objects.filter(pk__in=digests).defer("file")
    return [
        {
            "package": row.package_id,
            "product": row.product_slug,
            "what": event.type.removeprefix("release."),
            "version": row.version,
            "recorded": event.at.isoformat(),
            "href": f"{settings.ORIGIN}/products/{row.product_slug}/",
        }
        for row in rows
    ]


def _extension(revision: NodeRevision, history: list[dict[str, Any]] | None) -> dict[str, Any]:
    node = revision.node
    made = _revision(revision) | {
        "ours": False,
        "source": node.source,
        "licence": node.licence,
        "licenceUrl": node.licence_url,
        "demonstration": node.demonstration,
        "fetched": node.sighting.seen_at.isoformat(),
    }
    return made | ({"history": history} if history is not None else {})


def _revision(row: NodeRevision) -> dict[str, Any]:
    return {
        "version": str(row.number),
        "digest": row.digest,
        "validFrom": row.valid_from.isoformat(),
        "validFromBasis": row.valid_from_basis,
        "validTo": row.valid_to.isoformat() if row.valid_to else None,
        "clock": row.clock,
        "reason": row.reason or None,
        "recorded": row.recorded_at.isoformat(),
        "changed": [change["path"] for change in row.changes],
    }


def _own_version(row: Release) -> dict[str, Any]:
    return {
        "version": row.version,
        "digest": row.digest,
        "validFrom": row.valid_from.isoformat(),
        "validTo": row.valid_to.isoformat() if row.valid_to else None,
        "reason": releases.decoded(row.digest).change_note.nb,
        "recorded": row.recorded_at.isoformat(),
    }


def _own_extension(row: Release, today: date) -> dict[str, Any]:
    manifest = row.manifest
    return _own_version(row) | {
        "ours": True,
        "source": manifest["owner"],
        "standing": releases.standing(row, today),
        "demonstration": manifest["demonstration"],
        "package": f"{row.package_id}@{row.version}",
    }
