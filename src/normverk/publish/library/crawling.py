"""Walking through the live API: from the address that was named to what lies under it, each infobit once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from normverk.publish.library.fetching import Asker
from normverk.publish.library.infobit import links_in
from normverk.publish.library.reading.documents import Document, Unreadable, read_document
from normverk.publish.library.reading.looking import Told
from normverk.publish.library.types import LISTINGS

_ID: Final = re.compile(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-f-]{8,40}")


class Walk:
    """The addresses still to ask, and the ids that have been asked for or taken already."""

    def __init__(self, asker: Asker, waiting: list[str], known: set[str]) -> None:
        self.asker, self.waiting, self.known = asker, list(waiting), known
        self.done = 0
        self.told: list[Told] = []

    def step(self) -> list[Document | Unreadable]:
        """What the next address gives; what lies under it waits from now on."""
        address = self.waiting[0]
        self.done += 1
        try:
            body = self.asker.ask(address)
            if not body:
                self.told.append(Told("no-answer", address))
            found: list[Document | Unreadable] = list(self._read(body, address)) if body else []
        except Unreadable as wrong:
            found = [wrong]
        del self.waiting[0]
        return found

    def _read(self, body: bytes, address: str) -> Iterator[Document | Unreadable]:
        """One infobit is taken; of a list, which gives its members in short, each is asked for by itself."""
        found = list(read_document(body, address))
        if len(found) == 1 and found[0].place == address:
            yield from self._one(found[0])
            return
        for one in found:
            self._later(one.plain.get("id"), address)

    def _one(self, document: Document) -> Iterator[Document]:
        given = document.plain.get("id")
        if isinstance(given, str):
            self.known.add(given)
        technical = document.plain.get("tekniskeData")
        info_type = technical.get("infoType") if isinstance(technical, dict) else None
        listing = urlsplit(document.place).path.rsplit("/", 2)[-2]
        if LISTINGS.get(listing, info_type) != info_type:
            self.told.append(Told("other-list", document.place, f"{listing}: {info_type}"))
        links = document.plain.get("links") or document.plain.get("lenker")
        for link in links_in(links):
            if link.rel == "barn":
                self._later(link.target, document.place)
        yield document

    def _later(self, given: object, address: str) -> None:
        """Only ids are taken from answers, never addresses: no answer can send us anywhere else."""
        if isinstance(given, str) and given not in self.known and _ID.fullmatch(given):
            self.known.add(given)
            self.waiting.append(f"{root_of(address)}/innhold/{given}")


def root_of(address: str) -> str:
    """The address under which all lists of the API lie: https://host/innhold."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/innhold"
