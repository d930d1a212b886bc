"""The kinds of actor that a norm can be for, as data, and the kinds of catalogued norm."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import msgspec

from normverk.norm.applicability import ActorKind

NORM_KINDS: Final = (
    "standard",
    "profile",
    "requirements",
    "terminology",
    "information-model",
    "guideline",
    "guide",
    "support",
    "unknown",
)
"""What a catalogued norm is; `unknown` where the source does not say."""


@cache
def actor_kinds() -> Mapping[str, ActorKind]:
    """Every kind of actor by its id, in the order they are shown in."""
    written = files("normverk.govern.applicability").joinpath("actors.json").read_bytes()
    return MappingProxyType({kind.id: kind for kind in msgspec.json.decode(written, type=tuple[ActorKind, ...])})


def actor_named(name: str) -> str:
    """The id of the kind of actor with this name in any language; empty when there is none."""
    wanted = " ".join(name.split()).casefold()
    for kind in actor_kinds().values():
        if wanted in {kind.id, *(words.casefold() for words in (kind.name.nb, kind.name.nn, kind.name.en))}:
            return kind.id
    return ""
