"""Adding a norm to the catalogue by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import transaction

from normverk.base.policy import Actor, require
from normverk.govern.applicability.actions.rows import hold_catalogue
from normverk.govern.applicability.actions.telling import tell
from normverk.govern.applicability.events import NormAdded
from normverk.govern.applicability.models import PUBLIC, CataloguedNorm, NormVersion, source_json
from normverk.norm.source import Source
from normverk.norm.text import Text


@dataclass(frozen=True)
class NewNorm:
    """A norm as somebody wants it in the catalogue. `key` stands in addresses; `version` may be empty."""

    key: str
    title: Text
    kind: str
    source: Source
    number: str = ""
    theme: str = ""
    publisher: str = ""
    address: str = ""
    product_slug: str = ""
    version: str = ""


class KeyTaken(Exception):  # noqa: N818
    """There is a norm with this key already."""


@transaction.atomic
def add_norm(*, norm: NewNorm, reason: str, actor: Actor, now: datetime) -> CataloguedNorm:
    """Adds a norm with its first version, for nobody yet: its rows follow. Raises Denied, or KeyTaken."""
    require(actor, "applicability.record", PUBLIC)
    hold_catalogue()
    if CataloguedNorm.objects.filter(pk=norm.key).exists():
        raise KeyTaken(norm.key)
    kept = CataloguedNorm.objects.create(
        key=norm.key,
        title=msgspec.to_builtins(norm.title),
        number=norm.number,
        kind=norm.kind,
        theme=norm.theme,
        publisher=norm.publisher,
        address=norm.address,
        product_slug=norm.product_slug,
        source=source_json(norm.source),
        created_at=now,
        created_by=actor.id,
    )
    version = NormVersion.objects.create(norm=kept, label=norm.version, number=norm.number)
    data = NormAdded(norm=kept.key, version=version.label)
    tell(norm=kept.key, data=data, actor=actor, now=now, reason=reason, rows=[kept, version])
    return kept
