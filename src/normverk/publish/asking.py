"""Asking a hub over HTTP what it says of a package; nothing is followed, sent or believed here."""

from __future__ import annotations

import json
import urllib.request
from typing import Any, Final
from urllib.parse import quote

TIMEOUT_SECONDS: Final = 30
_SIZE_LIMIT: Final = 20 * 1024 * 1024


class NoAnswer(Exception):  # noqa: N818
    """The hub did not answer, or with something that is no list of versions; the sentence says which and where."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A hub that points elsewhere is not followed."""

    def redirect_request(self, *arguments: Any, **keywords: Any) -> None:
        """Never follows."""


def ask_for_package(hub: str, package_id: str) -> bytes:
    """What `hub` answers to /packages/<id>. Raises NoAnswer when there is no answer, or none with 200."""
    address = f"{hub.rstrip('/')}/packages/{quote(package_id, safe='')}"
    if not address.startswith(("https://", "http://")):
        raise NoAnswer(f"{hub} is not the address of a hub; write for instance https://normer.example.no")
    try:
        with urllib.request.build_opener(_NoRedirect).open(address, timeout=TIMEOUT_SECONDS) as answer:
            return bytes(answer.read(_SIZE_LIMIT))
    except OSError as fault:
        raise NoAnswer(f"{address} does not answer: {fault}") from None


def withdrawals_in(raw: bytes, place: str) -> tuple[str, ...]:
    """The signed withdrawals in a hub's answer about a package. Raises NoAnswer naming `place` when it is no such answer."""
    try:
        versions = json.loads(raw)["versions"].values()
        return tuple(str(version["withdrawal"]) for version in versions if "withdrawal" in version)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoAnswer(f"{place} is not what a hub says of a package; fetch it from /packages/<package>") from None
