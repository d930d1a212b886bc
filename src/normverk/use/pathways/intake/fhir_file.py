"""Opening a file with a FHIR R4 bundle: what is no bundle is refused whole, in one sentence that names the file."""

from __future__ import annotations

from typing import Any

import msgspec

from normverk.use.pathways.intake.files import Unreadable
from normverk.use.pathways.intake.once import given_twice
from normverk.use.pathways.intake.signs import shown


def bundle_entries(text: str, name: str) -> list[Any]:
    """The entries of the bundle in `text`, each as it stands; Unreadable when the file is no bundle at all."""
    try:
        bundle = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as wrong:
        raise Unreadable(f"{name}: the file is not JSON ({wrong})") from None
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise Unreadable(f"{name}: the file is not a FHIR Bundle; its resourceType must be «Bundle»")
    twice = given_twice(text)
    if twice:
        raise Unreadable(f"{name}: an object in the file gives «{shown(twice[:60])}» twice; each name may stand once")
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise Unreadable(f"{name}: Bundle.entry is not a list")
    return entries
