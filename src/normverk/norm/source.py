"""Where a fact was read, so that every limit and code can be followed to its origin."""

from __future__ import annotations

from urllib.parse import urlsplit

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

    @property
    def page(self) -> str:
        """The address if it leads to a web page, otherwise nothing; templates link to this and never to `url`."""
        return web_address(self.url)


def web_address(address: str) -> str:
    """The address if it is http or https, otherwise nothing: anything may stand in what others have written."""
    try:
        return address if urlsplit(address).scheme in {"http", "https"} else ""
    except ValueError:
        return ""
