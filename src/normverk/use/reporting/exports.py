"""What is to be mended as CSV (RFC 4180). No identity number and no name stands in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from normverk.base.languages import say
from normverk.base.spreadsheets import harmless
from normverk.use.reporting.npr.feedback import FEEDBACK
from normverk.use.reporting.queries import UNKNOWN, Mending
from normverk.use.reporting.wording import because, lacking, mend, title

COLUMNS: Final = ("hospital", "patient", "code", "time", "source", "source-id", "feedback", "wrong", "why", "mend")


def report_csv(found: Iterable[Mending], standing: str) -> str:
    """One line a code and feedback, in the reader's language. A patient is the pseudonym that the record knows."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([say(f"npr.column.{name}") for name in COLUMNS])
    for one in found:
        for code in one.feedback:
            why = FEEDBACK[code].why
            line = (
                one.org,
                one.pseudonym,
                one.code,
                one.time,
                one.source,
                one.source_id,
                code,
                title(code),
                lacking(why) if standing == UNKNOWN else because(why),
                mend(code),
            )
            writer.writerow([harmless(cell) for cell in line])
    return written.getvalue()
