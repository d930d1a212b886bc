"""The answer to a question as a file for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from normverk.base.languages import say
from normverk.base.spreadsheets import harmless
from normverk.publish.search.document import SearchDocument
from normverk.publish.search.shown import label

COLUMNS: Final = (
    "title", "kind", "piece", "within", "level", "status", "valid-from", "valid-to", "numbers", "codes", "themes",
    "languages", "address",
)  # fmt: skip


def to_csv(rows: Iterable[tuple[SearchDocument, str]], *, origin: str, language: str) -> str:
    """The documents with their standing, a line each, with headings in the reader's language.

    No cell can be run as a formula; the byte order mark tells spreadsheets that it is UTF-8.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([say(f"search.column.{name}") for name in COLUMNS])
    for document, standing in rows:
        cells = (
            document.title.in_language(language),
            label("kind", document.kind),
            label("piece", document.piece),
            document.within.in_language(language),
            label("level", document.level),
            label("status", standing),
            str(document.valid_from or ""),
            str(document.valid_to or ""),
            "; ".join(document.numbers),
            "; ".join(document.codes),
            "; ".join(document.themes),
            "; ".join(document.languages),
            f"{origin}{document.address}",
        )
        writer.writerow([harmless(cell) for cell in cells])
    return "\ufeff" + written.getvalue()
