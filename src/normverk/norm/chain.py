"""The way a release came to be, carried inside it: from the reported need to the decision that approved it."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from normverk.norm.source import web_address
from normverk.norm.text import Text

LinkKind = Literal["need", "case", "inquiry", "hearing", "decision", "waiver", "edition"]


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One station on the way. `by` is a role and an organisation, never a person's name; `url` leads to its page."""

    kind: LinkKind
    ref: str
    title: Text
    url: str
    on: date | None = None
    by: Text = Text(nb="")

    @property
    def page(self) -> str:
        """The address if it is a path of the publishing hub or a web page, otherwise nothing."""
        path = self.url.startswith("/") and not self.url.startswith(("//", "/\\"))
        return self.url if path else web_address(self.url)


class Chain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All stations, in the order in which they happened."""

    links: tuple[Link, ...]

    def of_kind(self, kind: LinkKind) -> tuple[Link, ...]:
        """The stations of one kind."""
        return tuple(link for link in self.links if link.kind == kind)
