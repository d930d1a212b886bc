"""Logs as one JSON object a line, without personal data: addresses are logged as route names, never as typed."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

_KNOWN: Final = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime", "taskName"}
_ALLOWED: Final = frozenset(
    {"request_id", "method", "route", "status", "milliseconds", "actor", "job", "attempt", "kind", "count", "release",
     "error", "server_time", "request"}
)  # fmt: skip


class JsonFormatter(logging.Formatter):
    """Formats a record; of the extra fields only those known to hold no personal data are let through."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON. An exception is named by type and place, without its message, which may quote input."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        for name, value in record.__dict__.items():
            if name in _ALLOWED and name not in _KNOWN and isinstance(value, str | int | float):
                line[name] = value
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                line["where"] = f"{trace.tb_frame.f_code.co_filename.rsplit('/src/', 1)[-1]}:{trace.tb_lineno}"
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """Our own messages are constant. Of others' only what stands before the first value is kept; Django's security
    messages are put together from what was sent, so only their kind is named."""
    if record.name.startswith("normverk"):
        return str(record.msg)
    if record.name.startswith("django.security"):
        return "refused"
    return str(record.msg).split("%", 1)[0]
