"""Reads CSV as a document with one table, each row of which is a record too."""

from __future__ import annotations

import csv
import io

from normverk.norm.documents import Document, Grid, Line, Record
from normverk.norm.documents.plain import links_in


def read_csv(name: str, text: str) -> Document:
    """The document in `text`; places are rows, counted with the head as row 1. ValueError when it is no table."""
    try:
        separator = csv.Sniffer().sniff(text[:4096], ",;\t").delimiter
    except csv.Error:
        separator = ","
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator, strict=True) if row]
    except csv.Error as wrong:
        raise ValueError(f"{name}: this is not a table of comma-separated values ({wrong})") from None
    if not rows:
        raise ValueError(f"{name}: the table is empty")
    head, body = tuple(rows[0]), rows[1:]
    for number, row in enumerate(body, 2):
        if len(row) != len(head):
            raise ValueError(f"{name}: row {number} has {len(row)} columns, and the head has {len(head)}")
    places = tuple(f"row {number}" for number in range(2, len(body) + 2))
    grid = Grid("table", head, tuple(tuple(row) for row in body), places)
    records = tuple(
        Record(where, tuple(zip(head, row, strict=True))) for where, row in zip(places, grid.rows, strict=True)
    )
    lines = tuple(
        Line(f"{where}, {column}", cell, "value")
        for where, row in zip(places, grid.rows, strict=True)
        for column, cell in zip(head, row, strict=True)
        if cell
    )
    return Document(name, lines, (grid,), tuple(links_in(lines)), records=records)
