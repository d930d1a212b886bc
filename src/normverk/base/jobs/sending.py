"""Sending one message of the outbox over HTTP."""

from __future__ import annotations

import urllib.request
from typing import Any, Final
from urllib.error import HTTPError

import msgspec

from normverk.base.jobs.kinds import HEADERS
from normverk.base.jobs.models import OutboxMessage

TIMEOUT_SECONDS: Final = 30


class SendFailed(Exception):  # noqa: N818
    """The receiver did not take the message. `error` names the kind of failure, without anything of its answer."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would turn the message into a question, and carry its token to another place."""

    def redirect_request(self, *arguments: Any, **keywords: Any) -> None:
        """Never follows."""


def send(message: OutboxMessage) -> None:
    """Sends the message with its idempotency key; returns when the receiver says 2xx, raises SendFailed otherwise."""
    request = urllib.request.Request(  # noqa: S310  (the address was checked when the message was posted)
        message.destination,
        data=msgspec.json.encode(message.body),
        method="POST",
        headers={
            "Content-Type": "application/json",
            "Idempotency-Key": str(message.id),
            **(HEADERS[message.kind]() if message.kind in HEADERS else {}),
        },
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=TIMEOUT_SECONDS) as answer:
            answer.read(1024)
    except HTTPError as refused:
        refused.close()
        raise SendFailed(f"HTTP {refused.code}") from None
    except OSError as fault:
        raise SendFailed(type(fault).__name__) from None
