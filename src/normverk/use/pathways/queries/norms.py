"""The norms that are loaded here, as the engine reads them."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from normverk.base.events.models import Event
from normverk.publish.queries import LoadedPathway, pathway_editions, pathway_ids
from normverk.use.pathways.engine import Edition, Norms, next_change, read_norms
from normverk.use.pathways.events import ClocksRebuilt, RecordsTakenIn


def release_name(package_id: str, version: str) -> str:
    """How verdicts name a release: package#version, as FHIR packages are named."""
    return f"{package_id}#{version}"


def loaded_pathways() -> dict[str, LoadedPathway]:
    """Every pathway norm of every loaded release, by release name."""
    return {
        release_name(loaded.package_id, loaded.version): loaded
        for pathway_id in pathway_ids()
        for loaded in pathway_editions(pathway_id)
    }


def loaded_editions(loaded: dict[str, LoadedPathway] | None = None) -> tuple[Edition, ...]:
    """The loaded norms as editions, in the order of their release names; `loaded` when they have been read already."""
    held = loaded_pathways() if loaded is None else loaded
    return tuple(Edition(name, one.definition) for name, one in sorted(held.items()))


def loaded_norms() -> Norms:
    """The loaded norms, ready for reading."""
    return read_norms(loaded_editions())


def norms_digest(norms: Norms, day: date) -> str:
    """Which editions are in force when, and which have taken patients over by `day`: equal digests give equal clock states
    from equal events."""
    changes = {name: str(next_change(pathway, day)) for name, pathway in norms.pathways.items()}
    held: list[object] = [sorted(changes.items())] if set(changes.values()) - {"None"} else []
    held += [
        (edition.release, str(edition.definition.valid_from), str(edition.definition.valid_to))
        for pathway in norms.pathways.values()
        for edition in pathway.editions
    ]
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()


def reckoned_by() -> str:
    """The digest of the norms that all clock states have been worked out by; empty when none have been."""
    last = Event.objects.filter(type__in=[RecordsTakenIn.type_name, ClocksRebuilt.type_name]).order_by("seq").last()
    return str(last.data["norms"]) if last else ""


def is_stale(day: date, loaded: dict[str, LoadedPathway] | None = None) -> bool:
    """True when releases have come or gone, or taken patients over, since the clock states were worked out."""
    reckoned = reckoned_by()
    return bool(reckoned) and reckoned != norms_digest(read_norms(loaded_editions(loaded)), day)
