"""What a catalogue import needs to know of some norms, read with few questions, and its writes, kept and made together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import models

from normverk.govern.applicability.models import ApplicabilityRow, CataloguedNorm, FormerFacts, NormVersion
from normverk.norm.applicability import Applicability

TOGETHER: Final = 200
"""So many norms are read, judged and written together."""
_AT_ONCE: Final = 500
"""Rows in one insertion at the most; the database may take fewer."""


@dataclass
class Held:
    """Some norms as they are known at a moment, by key; what an import makes is added to them and to `new`."""

    norms: dict[str, CataloguedNorm] = field(default_factory=dict)
    versions: dict[tuple[str, str], NormVersion] = field(default_factory=dict)
    known: dict[str, tuple[Applicability, ...]] = field(default_factory=lambda: defaultdict(tuple))
    closed: dict[str, list[ApplicabilityRow]] = field(default_factory=lambda: defaultdict(list))
    stored: dict[str, ApplicabilityRow] = field(default_factory=dict)
    by_hand: dict[str, dict[str, FormerFacts]] = field(default_factory=lambda: defaultdict(dict))
    new: list[models.Model] = field(default_factory=list)

    def write(self) -> None:
        """Stores what is new: norms before their versions, and versions before their rows."""
        norms = [row for row in self.new if isinstance(row, CataloguedNorm)]
        CataloguedNorm.objects.bulk_create(norms, batch_size=_AT_ONCE)
        versions = [row for row in self.new if isinstance(row, NormVersion)]
        NormVersion.objects.bulk_create(versions, batch_size=_AT_ONCE)
        rows = [row for row in self.new if isinstance(row, ApplicabilityRow)]
        ApplicabilityRow.objects.bulk_create(rows, batch_size=_AT_ONCE)
        self.new.clear()


def held_of(keys: Collection[str], now: datetime) -> Held:
    """What is known of these norms at `now`; those that are not there are left out."""
    held = Held(norms=CataloguedNorm.objects.in_bulk(list(keys)))
    for version in NormVersion.objects.filter(norm__in=list(keys)):
        version.norm = held.norms[version.norm_id]
        held.versions[version.norm_id, version.label] = version
    rows = ApplicabilityRow.objects.filter(version__norm__in=list(keys), recorded_from__lte=now)
    for row in rows.select_related("version").order_by("recorded_from", "pk"):
        if row.recorded_to is not None and row.recorded_to <= now:
            held.closed[row.version.norm_id].append(row)
            continue
        held.stored[str(row.pk)] = row
        held.known[row.version.norm_id] += (row.value(),)
    for former in FormerFacts.objects.filter(norm__in=list(keys)).order_by("recorded_to", "pk"):
        for name in former.changed:
            held.by_hand[former.norm_id].pop(name, None)
            if former.by_hand:
                held.by_hand[former.norm_id][name] = former
    return held
