"""One import of a catalogue file under way: each norm of the file held against what the catalogue knows of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db import models

from normverk.base.policy import Actor
from normverk.base.rules import Broken
from normverk.govern.applicability.actions.correcting import known_since, replace_facts
from normverk.govern.applicability.actions.import_store import Held
from normverk.govern.applicability.actions.judging import judge_row
from normverk.govern.applicability.actions.rows import close, row_of
from normverk.govern.applicability.importing import CatalogueFile, Complaint, FileNorm, FileRow
from normverk.govern.applicability.models import COLUMNS, CataloguedNorm, NormVersion, source_json
from normverk.norm.applicability import Applicability
from normverk.norm.contradictions import between
from normverk.norm.days import local_date
from normverk.norm.source import Source
from normverk.norm.text import Text

_TOLD: Final = ("number", "theme", "publisher", "address", "contact", "profile_of", "description")
"""Fields that a file may leave out; left out says nothing."""
_SAME: Final = tuple(name for name in (*COLUMNS, "actor", "action", "level", "source"))


@dataclass
class Imported:
    """What an import did: how many of each were new, were there already, were closed by a correction, or were kept.

    `kept` counts what the file says otherwise than a correction by hand, which stands.
    """

    name: str
    norms: int = 0
    versions: int = 0
    rows: int = 0
    unchanged: int = 0
    closed: int = 0
    filled: int = 0
    kept: int = 0
    complaints: list[Complaint] = field(default_factory=list)
    written: list[models.Model] = field(default_factory=list)
    products: set[str] = field(default_factory=set)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.written)


@dataclass
class Work:
    """One import under way. `over_corrections`: the file is right also where somebody has corrected by hand."""

    file: CatalogueFile
    actor: Actor
    now: datetime
    correction: str
    over_corrections: bool
    done: Imported
    held: Held = field(default_factory=Held)
    problems: list[str] = field(default_factory=list)

    def norm(self, told: FileNorm, place: str) -> None:
        """Takes one norm with its versions and rows."""
        before = len(self.done.written)
        source = told.source or self.file.source.value()
        kept = self.held.norms.get(told.id)
        if kept is None:
            kept = self._new_norm(told, source)
        else:
            self.done.products.add(kept.product_slug)
            self._known_norm(kept, told, place)
        for at, version in enumerate(told.versions):
            row = self.held.versions.get((told.id, version.label))
            if row is None:
                row = NormVersion(
                    norm=kept,
                    label=version.label,
                    number=version.number,
                    published=version.published,
                    replaces=version.replaces,
                )
                self.held.versions[told.id, version.label] = row
                self.done.versions += 1
                self._write(row)
            for number, line in enumerate(version.applies):
                self._row(self._value(line, row, source), row, f"{place}.versions[{at}].applies[{number}]")
        if len(self.done.written) > before:
            self.done.products.add(kept.product_slug)

    def _write(self, row: models.Model) -> None:
        self.held.new.append(row)
        self.done.written.append(row)

    def _new_norm(self, told: FileNorm, source: Source) -> CataloguedNorm:
        kept = CataloguedNorm(
            key=told.id,
            title=msgspec.to_builtins(told.title_text),
            kind=told.kind,
            product_slug=told.product,
            source=source_json(source),
            created_at=self.now,
            created_by=self.actor.id,
            **{name: getattr(told, name) for name in _TOLD},
        )
        self.held.norms[told.id] = kept
        self.done.norms += 1
        self._write(kept)
        return kept

    def _known_norm(self, kept: CataloguedNorm, told: FileNorm, place: str) -> None:
        """Fills what was not known, keeps what was corrected by hand, and refuses what is told otherwise."""
        new: dict[str, Any] = {}
        for name, said in _said(told).items():
            known, column = _known(kept, name), _column(name)
            if not said or said == known:
                continue
            former = self.held.by_hand[kept.key].get(column)
            if former is not None and not self.over_corrections:
                self.done.kept += 1
                self.done.complaints.append(
                    Complaint(
                        f"{place}.{name}",
                        f"corrected by hand {local_date(former.recorded_to)} to «{known}» ({former.reason}); the file "
                        f"says «{said}»",
                        "the correction stands; to take what the file says, give --over-corrections and --correction",
                    )
                )
            elif former is not None or (name != "title" and known in {"", "unknown"}):
                new[column] = said if name != "title" else msgspec.to_builtins(told.title_text)
            else:
                self.problems.append(f"{place}.{name}: «{known}» in the catalogue, «{said}» in the file; {_WAYS[name]}")
        if new and self.now < known_since(kept):
            self.problems.append(f"{place}: was changed after {self.now}; set the clock right")
        elif new:
            reason = self.correction or self.done.name
            former = replace_facts(kept, new, self.actor, self.now, reason=reason, by_hand=False)
            self.done.filled += 1
            self.done.written += [kept, former]

    def _value(self, line: FileRow, version: NormVersion, source: Source) -> Applicability:
        undated = line.valid_from is None
        return Applicability(
            id=str(uuid.uuid4()),
            norm=version.norm_id,
            version=version.label,
            recorded_from=self.now,
            actor=line.actor,
            action=line.action,
            level=line.level,
            source=line.source or source,
            stated_on=(line.stated_on or self.file.source.stated_on) if undated else line.stated_on,
            **{name: getattr(line, name) for name in COLUMNS if name not in {"stated_on", "decision"}},
        )

    def _row(self, value: Applicability, version: NormVersion, place: str) -> None:
        """Takes one row, unless it is known, was closed since, or breaks a rule."""
        known = self.held.known[value.norm]
        if any(_says_the_same(value, other) for other in known):
            self.done.unchanged += 1
            return
        wrong = [other for other in known if between(value, other) is not None]
        if not wrong and self._was_closed(value, place):
            return
        if wrong and self.correction:
            self._close(wrong)
        try:
            findings = judge_row(version, value, elsewhere=True, now=self.now, held=self.held.known[value.norm])
        except Broken as broken:
            self.problems += [f"{place}: {_words(finding)}" for finding in broken.findings]
            return
        self.done.complaints += [
            Complaint(place, f"{one.rule.text.en} ({one.rule.id})", "cannot be told; taken as the source has it")
            for one in findings
            if one.warns
        ]
        self.done.rows += 1
        self._write(row_of(version, value, self.actor, self.now))
        self.held.known[value.norm] += (value,)

    def _was_closed(self, value: Applicability, place: str) -> bool:
        """Whether the row was held before and closed since: then it stays closed, and the report says so."""
        found = [row for row in self.held.closed[value.norm] if _says_the_same(value, row.value())]
        if not found or self.over_corrections:
            return False
        self.done.kept += 1
        last = found[-1]
        self.done.complaints.append(
            Complaint(
                place,
                f"the row was corrected {local_date(last.recorded_to or self.now)} ({last.closed_reason})",
                "the correction stands; to take the row again, give --over-corrections and --correction",
            )
        )
        return True

    def _close(self, wrong: list[Applicability]) -> None:
        """Closes rows that the file corrects; one of this very import stays, and the rules say what is wrong."""
        for other in wrong:
            row = self.held.stored.get(other.id)
            if row is None or row.recorded_from == self.now:
                continue
            close(row, self.correction, self.actor, self.now)
            self.done.closed += 1
            self.done.written.append(row)
            self.held.known[other.norm] = tuple(one for one in self.held.known[other.norm] if one.id != other.id)


def _said(told: FileNorm) -> dict[str, str]:
    """What a file says of a norm, by the file's own names; a title as it is shown."""
    kind = "" if told.kind == "unknown" else told.kind
    return {
        "title": _shown(told.title_text),
        **{name: getattr(told, name) for name in (*_TOLD, "product")},
        "kind": kind,
    }


def _known(kept: CataloguedNorm, name: str) -> str:
    return _shown(kept.title_text) if name == "title" else str(getattr(kept, _column(name)))


def _shown(title: Text) -> str:
    return " / ".join(title.plain().values())


def _column(name: str) -> str:
    return "product_slug" if name == "product" else name


_OTHER: Final = "leave it out of the file, correct it by hand, or give the norm another id"
_WAYS: Final = {
    "title": "give the norm another id, or the same title, or correct it by hand",
    **dict.fromkeys((*_TOLD, "product", "kind"), _OTHER),
}
"""The way out where a file says something else than the catalogue."""


def _says_the_same(one: Applicability, other: Applicability) -> bool:
    return one.version == other.version and all(getattr(one, name) == getattr(other, name) for name in _SAME)


def _words(finding: Any) -> str:
    facts = ", ".join(f"{name}: {value}" for name, value in finding.result.facts.items() if value)
    way_out = "; if the file is right, give --correction REASON" if finding.rule.id in _CORRECTABLE else ""
    return f"{finding.rule.text.en} [{finding.rule.id}] {facts}{way_out}"


_CORRECTABLE: Final = {"applicability.one-level-at-a-time", "applicability.versions-side-by-side"}
