"""Sifting: which of the lines go in, given what is already there and which codes the loaded norms know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from normverk.norm.days import local_date
from normverk.use.pathways.engine import LIVE, Norms, RecordEvent, content_of
from normverk.use.pathways.intake.said import Said
from normverk.use.pathways.intake.wire import Complaint, Line


@dataclass(frozen=True)
class Held:
    """What is already known of one registration: the contents of each of its versions."""

    versions: Mapping[int, frozenset[bytes]]

    @property
    def highest(self) -> int:
        """The highest version known."""
        return max(self.versions)


@dataclass
class Sifted:
    """The result: events to be stored, in line order, and complaints by line number. `counts` is kind to number.

    `said` is what lines say of persons. Kinds are `taken-in`, `unchanged`, `said` and the complaints' slugs. A line with the complaint `version-conflict` is stored
    all the same: both contents must be there for the choice between them not to depend on which came first.
    """

    events: list[RecordEvent] = field(default_factory=list)
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


def sift(lines: Iterable[Line], norms: Norms, held: Mapping[tuple[str, str], Held]) -> Sifted:
    """Divides lines into those that go in and those that are set aside. `held` is what was known before the file."""
    known = {identity: {v: set(c) for v, c in there.versions.items()} for identity, there in held.items()}
    sifted = Sifted()
    for line in lines:
        sifted.lines += 1
        if line.said is not None:
            sifted.said.append((line.number, line.said))
            continue
        complaint = line.complaint or (None if _voids_what_is_held(line, known) else _code_complaint(line, norms))
        if complaint is None and line.event is not None:
            complaint = _store(line.event, known, sifted)
        if complaint is not None:
            sifted.complaints.append((line.number, complaint))
    return sifted


def _voids_what_is_held(line: Line, known: Mapping[tuple[str, str], object]) -> bool:
    """True for a registration that is struck out: that must be possible also when its code has been retired since."""
    return line.event is not None and line.event.status not in LIVE and line.event.identity in known


def _code_complaint(line: Line, norms: Norms) -> Complaint | None:
    event = line.event
    if event is None:
        return Complaint("not-json")
    standing = norms.standing(event.code, local_date(event.time))
    return None if standing == "known" else Complaint(f"{standing}-code", event.code)


def _store(event: RecordEvent, known: dict[tuple[str, str], dict[int, set[bytes]]], sifted: Sifted) -> Complaint | None:
    versions = known.setdefault(event.identity, {})
    content = content_of(event)
    if content in versions.get(event.version, ()):
        sifted.unchanged += 1
        return None
    highest = max(versions, default=event.version)
    if event.version < highest:
        return Complaint("older-version", f"{event.version} < {highest}")
    conflict = event.version in versions
    versions.setdefault(event.version, set()).add(content)
    sifted.events.append(event)
    return Complaint("version-conflict", str(event.version)) if conflict else None
