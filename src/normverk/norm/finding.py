"""What a check of a norm found, said as a good compiler says it."""

from __future__ import annotations

from typing import Literal

import msgspec

from normverk.norm.text import Text

Strength = Literal["error", "warning", "information"]


class LintFinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One finding: where, what is the matter, why it matters, what says so, and how to mend it.

    `check` is the id of the check, `place` an address by ids (see `places`), `source` an address or a document.
    An error keeps a norm from being published; a warning and an information do not.
    """

    check: str
    strength: Strength
    place: str
    what: Text
    why: Text
    source: str
    mend: Text
