"""Sifting: which of the lines go in, given what is already there and which codes the loaded norms know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256

from normverk.norm.days import NORWAY, local_date
from normverk.use.pathways.engine import LIVE, Norms, RecordEvent, content_of
from normverk.use.pathways.intake.said import Said
from normverk.use.pathways.intake.wire import Complaint, Line

Known = Mapping[tuple[str, str], Mapping[int, Collection[str]]]
"""What is known of registrations: of each, the digests of the contents of each of its versions."""


@dataclass
class Sifted:
    """The result: events to be stored, in line order, with the digests of their contents, and complaints by line number.

    `said` is what lines say of persons. `counts` is kind to number; kinds are `taken-in`, `unchanged`, `said` and the
    complaints' slugs. A line with the complaint `version-conflict` is stored all the same: both contents must be there
    for the choice between them not to depend on which came first.
    """

    events: list[RecordEvent] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    complaints: list[tuple[int, Complaint]] = field(default_factory=list)
    lines: int = 0
    unchanged: int = 0
    said: list[tuple[int, Said]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many lines of each kind, the kinds in alphabetical order."""
        found = Counter(complaint.kind for _, complaint in self.complaints)
        found["taken-in"] = len(self.events)
        found["unchanged"] = self.unchanged
        found["said"] = len(self.said)
        return {kind: number for kind, number in sorted(found.items()) if number}


def sift(lines: Iterable[Line], norms: Norms, held: Known, *, today: date | None = None) -> Sifted:
    """Divides lines into those that go in and those that are set aside. `held` is what was known before the file.

    What says that it was recorded after `today` is set aside: a clock is wrong somewhere, and it would hide what the
    lists of today should show. Without a day nothing is.
    """
    known = {identity: {v: set(d) for v, d in versions.items()} for identity, versions in held.items()}
    standing = cache(norms.standing)
    last = None if today is None else end_of(today).astimezone(UTC)
    sifted = Sifted()
    for line in lines:
        sifted.lines += 1
        event = line.event
        if line.said is not None:
            sifted.said.append((line.number, line.said))
            continue
        if event is None:
            complaint: Complaint | None = line.complaint or Complaint("not-json")
        elif last is not None and event.recorded >= last:
            complaint = Complaint("in-the-future", f"recorded: {local_date(event.recorded)} > {today}")
        elif (stands := standing(event.code, local_date(event.time))) == "known" or _voids_what_is_held(event, known):
            complaint = _store(event, known, sifted)
        else:
            complaint = Complaint(f"{stands}-code", event.code)
        if complaint is not None:
            sifted.complaints.append((line.number, complaint))
    return sifted


def digest_of(event: RecordEvent) -> str:
    """The digest of the event's content: equal for equal content, and stored with it."""
    return sha256(content_of(event)).hexdigest()


def end_of(day: date) -> datetime:
    """The first instant after the day in Norway."""
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=NORWAY)


def _voids_what_is_held(event: RecordEvent, known: Mapping[tuple[str, str], object]) -> bool:
    """True for a registration that is struck out: that must be possible also when its code has been retired since."""
    return event.status not in LIVE and event.identity in known


def _store(event: RecordEvent, known: dict[tuple[str, str], dict[int, set[str]]], sifted: Sifted) -> Complaint | None:
    digest, version, identity = digest_of(event), event.version, event.identity
    versions = known.get(identity)
    conflict = False
    if versions is None:
        known[identity] = {version: {digest}}
    else:
        if digest in versions.get(version, ()):
            sifted.unchanged += 1
            return None
        highest = max(versions)
        if version < highest:
            return Complaint("older-version", f"{version} < {highest}")
        conflict = version in versions
        versions.setdefault(version, set()).add(digest)
    sifted.events.append(event)
    sifted.digests.append(digest)
    return Complaint("version-conflict", str(version)) if conflict else None
