"""The figures of inclusion as Parquet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from normverk.learn.measured import Line
from normverk.learn.parquet import write_parquet

_COLUMNS: Final = {
    "pathway": "VARCHAR",
    "organisation": "VARCHAR",
    "period": "VARCHAR",
    "new_patients_standing": "VARCHAR",
    "new_patients": "INTEGER",
    "included": "INTEGER",
    "share_low": "DOUBLE",
    "share_high": "DOUBLE",
}


def inclusion_parquet(pathway: str, lines: Iterable[Line]) -> bytes:
    """All figures as Parquet. The standing is exact, few (under 3) or hidden, and `new_patients` empty unless exact."""
    rows = (
        (pathway, one.organisation, one.period, one.n.standing, one.n.value, one.met, one.share.low, one.share.high)
        for one in lines
    )
    return write_parquet(_COLUMNS, rows)
