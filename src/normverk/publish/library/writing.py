"""An infobit written out in the shape it came in."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from normverk.norm.blocks import Block
from normverk.norm.html import to_html
from normverk.publish.library.infobit import FACTORS, KEYS, Infobit, target_of

Here = Callable[[str], str]
"""The address of an id at this server's own API; nothing when it is not here."""


def write_infobit(infobit: Infobit, officials: dict[str, Any], copied: str, here: Here) -> dict[str, Any]:
    """The infobit as plain data. Links lead to this server where what they lead to is here, otherwise to the source."""
    made: dict[str, Any] = {
        **deepcopy(infobit.given),
        "id": infobit.id,
        "tittel": getattr(infobit.section.title, infobit.language),
        **officials,
    }
    if copied:
        made["sistImportertTilHapi"] = copied
    if "intro" not in made and "intro" not in infobit.tops:
        made["intro"] = getattr(infobit.section.intro, infobit.language)
    for key, top in infobit.tops.items():
        _put(made, key, _html(_blocks(infobit, key), infobit.language, top))
    for link in made.get("links") or ():
        if isinstance(link, dict) and (address := here(target_of(link))):
            link["href"] = address
    ordered = {key: made[key] for key in KEYS if key in made}
    return ordered | {key: value for key, value in made.items() if key not in ordered}


def _html(blocks: tuple[Block, ...], language: str, top: int) -> str:
    return f"{to_html(blocks, language, top=top, strict=True)}\n" if blocks else ""


def _blocks(infobit: Infobit, key: str) -> tuple[Block, ...]:
    """The blocks that were read from the text of `key`."""
    if key in infobit.texts:
        return infobit.texts[key]
    if key == "tekst":
        return infobit.section.blocks
    unit = infobit.section.unit
    last = key.rsplit(".", 1)[-1]
    if unit is None:
        return ()
    if last in FACTORS:
        found: tuple[Block, ...] = getattr(unit.factors, FACTORS[last]) if unit.factors else ()
        return found
    return {"rasjonale": unit.rationale, "praktisk": unit.practical}[last]


def _put(made: dict[str, Any], key: str, words: str) -> None:
    *way, last = key.split(".")
    held = made
    for step in way:
        held = held.setdefault(step, {})
    held[last] = words
