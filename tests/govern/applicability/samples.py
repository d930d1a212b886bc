"""A small catalogue of our own, and the people who work with it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Final

from normverk.base.policy import Actor, Role, operator
from normverk.govern.applicability.actions import Imported, NewRow, import_catalogue
from normverk.govern.applicability.models import NormVersion
from normverk.norm.applicability import Action, Level
from normverk.norm.source import Source
from tests.conftest import actor_with

ORGANISATION: Final = "310000019"
OWNER: Final = actor_with(Role.NORM_OWNER, id="owner")
DECIDER: Final = actor_with(Role.DECISION_MAKER, id="decider")
VENDOR: Final = actor_with(Role.VENDOR, id="vendor", organisation=ORGANISATION)
SOURCE: Final = Source("En kilde", "read", "https://example.org/kilde")


def plain(**more: Any) -> dict[str, Any]:
    """A file with one norm in one version, recommended for general practice since 2024."""
    row = {"actor": "general-practice", "action": "send", "level": "recommended", "from": "2024-01-01"}
    norm = {
        "id": "epikrise",
        "title": {"nb": "Epikrise", "nn": "Epikrise", "en": "Discharge summary"},
        "number": "HIS 1:2024",
        "kind": "standard",
        "theme": "Meldinger",
        "versions": [{"label": "1.2", "number": "HIS 1:2024", "applies": [row]}],
    }
    source = {"title": "En kilde", "url": "https://example.org/kilde"}
    return {"format": "normverk-catalogue/1", "source": source, "norms": [{**norm, **more}]}


def take_in(content: Any, now: datetime, *, actor: Actor | None = None, **more: Any) -> Imported:
    """Imports plain data or bytes."""
    written = content if isinstance(content, bytes) else json.dumps(content).encode()
    return import_catalogue(content=written, name="test.json", actor=actor or operator(), now=now, **more)


def version_of(now: datetime, **more: Any) -> NormVersion:
    """The sample norm's version 1.2, imported."""
    take_in(plain(**more), now)
    return NormVersion.objects.select_related("norm").get(norm_id="epikrise", label="1.2")


def mandatory(**more: Any) -> NewRow:
    """Mandatory for hospitals that send, from 2026."""
    held: dict[str, Any] = {
        "source": SOURCE,
        "actor": "hospital",
        "action": Action.SEND,
        "level": Level.MANDATORY,
        "valid_from": date(2026, 1, 1),
        "legal_basis": "Forskrift § 6",
    }
    return NewRow(**{**held, **more})
