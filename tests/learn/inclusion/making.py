"""A register's file in few words."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import UTC, datetime

from normverk.base.policy import operator
from normverk.learn.inclusion.actions import Read, receive_register
from tests.learn.conftest import NAMES

VEST, MIDT, NORD = NAMES
SOURCE = "Oppdiktet register"
READ_AT = datetime(2022, 5, 2, 8, tzinfo=UTC)
LATER = datetime(2022, 6, 2, 8, tzinfo=UTC)

Told = tuple[str, str, int, int | None]
"""Hospital, period, new patients, included."""


def in_csv(rows: list[Told], *, source: str = SOURCE, dated: str = "2022-04-30", pathway: str = "brystkreft") -> bytes:
    """The rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["pathway", "organisation", "period", "new", "included", "source", "source_date"])
    for organisation, period, new, included in rows:
        writer.writerow([pathway, organisation, period, new, "" if included is None else included, source, dated])
    return out.getvalue().encode()


def in_json(rows: list[Told], *, source: str = SOURCE, dated: str = "2022-04-30", pathway: str = "brystkreft") -> bytes:
    """The rows as JSON."""
    plain = [
        {"pathway": pathway, "organisation": one[0], "period": one[1], "new": one[2], "included": one[3]}
        for one in rows
    ]
    return json.dumps({"source": source, "source_date": dated, "rows": plain}).encode()


def read(rows: list[Told], *, now: datetime = READ_AT, **more: str) -> Read:
    """Reads the rows as the operator."""
    return receive_register(content=in_csv(rows, **more), actor=operator(), now=now)


def ample(kind: str = "month") -> list[Told]:
    """A year of three hospitals, ample in every period."""
    periods = {
        "month": [f"2021-{month:02d}" for month in range(1, 13)],
        "tertial": ["2021-T1", "2021-T2", "2021-T3"],
        "year": ["2021"],
    }[kind]
    return [(hospital, period, 40, 40 - 6 - 4 * order) for order, hospital in enumerate(NAMES) for period in periods]


def hostile(seed: int, kind: str = "month") -> list[Told]:
    """A year of small hospitals, with zeros, ones and twos."""
    chance = random.Random(seed)
    rows: list[Told] = []
    for hospital, period, *_ in ample(kind):
        new = chance.choice([0, 1, 2, 3, 4, 7, 12, 30])
        rows.append((hospital, period, new, chance.choice([new, max(0, new - 1), new * 3 // 4, new // 2, 0])))
    return rows if any(row[2] for row in rows) else [*rows[1:], (*rows[0][:2], 9, 5)]
