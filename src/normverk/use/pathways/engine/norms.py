"""The loaded editions, made ready for reading: which edition governs a day, and what a code means on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from normverk.norm.pathway import Clock, PathwayDefinition
from normverk.norm.pathway_faults import faults

Standing = Literal["known", "retired", "unknown"]


class Edition(msgspec.Struct, frozen=True):
    """A pathway norm as one release carries it. `release` is the release's name, for instance no.example.x#2.0.0."""

    release: str
    definition: PathwayDefinition


@dataclass(frozen=True)
class Reading:
    """What a code means: the milestone it reaches, that one's place in the order, and whether it starts or ends."""

    milestone: str
    order: int
    starts: bool
    ends: bool
    on_path: bool
    retired_on: date | None


@dataclass(frozen=True)
class Answer:
    """What a finding's code says: which finding, and which answer to it."""

    finding: str
    value: str


@dataclass(frozen=True)
class Prepared:
    """One edition with its codes laid out for look-up. `order` is the milestones' place in the definition.

    `answers` are the codes of findings, which reach no milestone.
    """

    release: str
    definition: PathwayDefinition
    codes: Mapping[str, Reading]
    answers: Mapping[str, Answer]
    order: Mapping[str, int]
    clocks: Mapping[str, Clock]


@dataclass(frozen=True)
class PathwayNorms:
    """All editions of one pathway, oldest first."""

    id: str
    editions: tuple[Prepared, ...]
    has_findings: bool

    def in_force(self, day: date) -> Prepared | None:
        """The edition that measures a course starting on `day`; of several the one that began last, newest release."""
        for edition in reversed(self.editions):
            if edition.definition.in_force_on(day):
                return edition
        return None

    def nearest(self, day: date) -> Prepared:
        """The edition to read codes by on `day`: the one in force, else the last one begun, else the first."""
        found = self.in_force(day)
        if found is not None:
            return found
        begun = [edition for edition in self.editions if edition.definition.valid_from <= day]
        return begun[-1] if begun else self.editions[0]

    def has_ended(self, day: date) -> bool:
        """True when every edition has ended before `day`."""
        ends = [edition.definition.valid_to for edition in self.editions]
        return all(end is not None and end < day for end in ends)

    def lookup(self, code: str, day: date) -> tuple[Standing, Reading | None]:
        """Whether `code` belongs to the pathway on `day`, and what it means. Retired codes have no meaning.

        A code is retired after its own last day, and a code that starts the pathway when the last edition has ended:
        nothing begins in a pathway that is no more, but those under way are followed to their end.
        """
        nearest = self.nearest(day)
        for edition in (nearest, *reversed(self.editions)):
            reading = edition.codes.get(code)
            if reading is None:
                continue
            if reading.retired_on is not None and day > reading.retired_on:
                return "retired", None
            if reading.starts and self.has_ended(day):
                return "retired", None
            return "known", reading
        return "unknown", None

    def answer(self, code: str, day: date) -> Answer | None:
        """What the code says as a finding, by the edition that reads codes on `day`, else by the latest that knows it."""
        for edition in (self.nearest(day), *reversed(self.editions)):
            if code in edition.answers:
                return edition.answers[code]
        return None


@dataclass(frozen=True)
class Norms:
    """Everything the engine measures by. `pathways_of` says which pathways know a code at all."""

    pathways: Mapping[str, PathwayNorms]
    pathways_of: Mapping[str, tuple[str, ...]]

    def standing(self, code: str, day: date) -> Standing:
        """Whether any loaded norm knows `code` on `day`."""
        names = self.pathways_of.get(code, ())
        found = {self.pathways[name].lookup(code, day)[0] for name in names}
        if any(self.pathways[name].answer(code, day) is not None for name in names):
            return "known"
        return "known" if "known" in found else "retired" if "retired" in found else "unknown"


def read_norms(editions: Iterable[Edition]) -> Norms:
    """Makes the editions ready. Of two with the same dates the higher release version governs.

    Raises ValueError, naming release and place, for a definition that makes no sense.
    """
    editions = tuple(editions)
    for edition in editions:
        found = faults(edition.definition)
        if found:
            raise ValueError(f"{edition.release} cannot be used: {'; '.join(str(fault) for fault in found[:3])}")
    grouped: dict[str, list[Edition]] = {}
    for edition in editions:
        grouped.setdefault(edition.definition.id, []).append(edition)
    pathways = {
        name: PathwayNorms(
            name,
            tuple(prepare(edition) for edition in sorted(held, key=_age)),
            any(edition.definition.findings for edition in held),
        )
        for name, held in sorted(grouped.items())
    }
    knows: dict[str, list[str]] = {}
    for name, norms in pathways.items():
        for code in sorted({code for edition in norms.editions for code in (*edition.codes, *edition.answers)}):
            knows.setdefault(code, []).append(name)
    return Norms(pathways, {code: tuple(names) for code, names in knows.items()})


def prepare(edition: Edition) -> Prepared:
    """Lays one edition out for look-up. The first milestone of a definition is the one that starts the pathway."""
    definition = edition.definition
    on_path = {selector.milestone for clock in definition.clocks for selector in (clock.start, clock.stop)}
    codes = {
        code.code: Reading(
            milestone=milestone.id,
            order=order,
            starts=order == 0,
            ends=milestone.ends_pathway,
            on_path=milestone.id in on_path,
            retired_on=code.retired_on,
        )
        for order, milestone in enumerate(definition.milestones)
        for code in milestone.codes
    }
    order = {milestone.id: place for place, milestone in enumerate(definition.milestones)}
    answers = {
        code: Answer(finding.id, value.id)
        for finding in definition.findings
        for value in finding.values
        for code in value.codes
    }
    return Prepared(
        edition.release, definition, codes, answers, order, {clock.id: clock for clock in definition.clocks}
    )


def _age(edition: Edition) -> tuple[date, tuple[int, ...], str]:
    version = edition.release.rpartition("#")[2]
    return (edition.definition.valid_from, tuple(int(part) for part in re.findall(r"\d+", version)), edition.release)
