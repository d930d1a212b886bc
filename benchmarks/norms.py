"""The two editions of the demonstration norm for breast cancer, published for a measurement."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

import normverk.sim


def publish_breast_cancer() -> None:
    """Makes a key and builds both releases in the database of the running settings."""
    from normverk.base.policy import operator
    from normverk.norm.chain import Chain, Link
    from normverk.norm.content import NormContent
    from normverk.norm.text import Text
    from normverk.publish.actions import build_release, make_key

    now = datetime(2022, 5, 1, tzinfo=UTC)
    make_key(actor=operator(), now=now)
    words = Text(nb="Måling", nn="Måling", en="Measurement")
    folder = Path(normverk.sim.__file__).parent / "norms"
    for number, previous in (("1.0.0", None), ("2.0.0", "1.0.0")):
        build_release(
            product_slug="brystkreft",
            edition_number=number,
            edition_ref=f"brystkreft/{number}",
            content=msgspec.json.decode((folder / f"brystkreft-{number[0]}.json").read_bytes(), type=NormContent),
            chain=Chain((Link("decision", "S-2026-001/4", words, "/cases/S-2026-001/"),)),
            change_note=words,
            previous=previous,
            actor=operator(),
            now=now,
        )
