"""Where a fact was read, so that every limit and code can be followed to its origin."""

from __future__ import annotations

import msgspec


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The origin of one fact.

    `basis` says how the fact is known: `read` (printed in the source), `derived` (calculated from
    something printed), or `own` (decided here, for instance in a demonstration).
    """

    title: str
    basis: str
    url: str = ""
    note: str = ""
