"""Reading a catalogue file into the catalogue: the whole file or nothing, and what is there already is left alone."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.db import models, transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import Broken
from normverk.govern.applicability.actions.judging import judge_row
from normverk.govern.applicability.actions.rows import close, hold_catalogue, keep
from normverk.govern.applicability.events import CatalogueImported
from normverk.govern.applicability.finding import UNDER
from normverk.govern.applicability.importing import BadFile, CatalogueFile, Complaint, FileNorm, FileRow, read_file
from normverk.govern.applicability.models import COLUMNS, ApplicabilityRow, CataloguedNorm, NormVersion, source_json
from normverk.govern.applicability.queries import known_rows, latest_recorded
from normverk.norm.applicability import Applicability
from normverk.norm.contradictions import between
from normverk.norm.source import Source
from normverk.publish.search.actions import renew_later

_TOLD: Final = ("number", "theme", "publisher", "address", "contact", "profile_of", "description")
"""Fields that a file may leave out; left out says nothing."""
_SAME: Final = tuple(name for name in (*COLUMNS, "actor", "action", "level", "source"))


@dataclass
class Imported:
    """What an import did: how many of each were new, were there already, or were closed by a correction."""

    name: str
    norms: int = 0
    versions: int = 0
    rows: int = 0
    unchanged: int = 0
    closed: int = 0
    filled: int = 0
    complaints: list[Complaint] = field(default_factory=list)
    written: list[models.Model] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.written)


def import_catalogue(
    *,
    content: bytes,
    name: str,
    actor: Actor,
    now: datetime,
    stated_on: date | None = None,
    correction: str = "",
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> Imported:
    """Reads a file into the catalogue and returns what came of it; nothing is stored when anything is refused.

    A row that says otherwise than one we have is refused, unless `correction` gives the reason why the file is right:
    then the old row is closed in knowledge time. Raises Denied, or BadFile with every place that cannot be used.
    """
    require(actor, "applicability.import")
    read = read_file(content, stated_on=stated_on)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        hold_catalogue()
        work = _Work(read.file, actor, now, correction.strip(), Imported(name, complaints=list(read.complaints)))
        for number, norm in enumerate(read.file.norms):
            work.norm(norm, f"$.norms[{number}] ({norm.id})")
            progress(number + 1, len(read.file.norms))
        latest = latest_recorded()
        if latest is not None and now < latest:
            work.problems.append(f"{name}: the catalogue was changed at {latest}, after {now}; set the clock right")
        if work.problems:
            raise BadFile(tuple(work.problems))
        if work.done.changed:
            _tell(work.done, digest, actor, now, work.correction)
    return work.done


def _tell(done: Imported, digest: str, actor: Actor, now: datetime, reason: str) -> None:
    record(
        data=CatalogueImported(
            name=done.name,
            sha256=digest,
            norms=done.norms,
            versions=done.versions,
            rows=done.rows,
            closed=done.closed,
            complaints=tuple(msgspec.to_builtins(one) for one in done.complaints),
        ),
        subject=f"catalogue/{digest[:12]}",
        actor=actor,
        now=now,
        reason=reason,
        rows=done.written,
    )
    renew_later(under=UNDER, now=now)


@dataclass
class _Work:
    """One import under way."""

    file: CatalogueFile
    actor: Actor
    now: datetime
    correction: str
    done: Imported
    problems: list[str] = field(default_factory=list)

    def norm(self, told: FileNorm, place: str) -> None:
        """Takes one norm with its versions and rows."""
        kept = CataloguedNorm.objects.filter(pk=told.id).first()
        source = told.source or self.file.source.value()
        if kept is None:
            kept = self._new_norm(told, source)
        else:
            self._known_norm(kept, told, place)
        held = known_rows(self.now, norm=told.id)
        for at, version in enumerate(told.versions):
            row, made = NormVersion.objects.get_or_create(
                norm=kept,
                label=version.label,
                defaults={"number": version.number, "published": version.published, "replaces": version.replaces},
            )
            row.norm = kept
            if made:
                self.done.versions += 1
                self.done.written.append(row)
            for number, line in enumerate(version.applies):
                value = self._value(line, row, source)
                held = self._row(value, row, held, f"{place}.versions[{at}].applies[{number}]")

    def _new_norm(self, told: FileNorm, source: Source) -> CataloguedNorm:
        kept = CataloguedNorm.objects.create(
            key=told.id,
            title=msgspec.to_builtins(told.title_text),
            kind=told.kind,
            product_slug=told.product,
            source=source_json(source),
            created_at=self.now,
            created_by=self.actor.id,
            **{name: getattr(told, name) for name in _TOLD},
        )
        self.done.norms += 1
        self.done.written.append(kept)
        return kept

    def _known_norm(self, kept: CataloguedNorm, told: FileNorm, place: str) -> None:
        """Fills what was not known; refuses what is told otherwise, and takes another source's title as its own way."""
        said: dict[str, Any] = {name: getattr(told, name) for name in (*_TOLD, "product")}
        said["kind"] = "" if told.kind == "unknown" else told.kind
        changed = False
        if told.title_text != kept.title_text:
            self.problems.append(
                f"{place}.title: «{kept.title_text.nb}» in the catalogue, «{told.title_text.nb}» in the file; "
                "give the norm another id, or the same title"
            )
        for name, words in said.items():
            column = "product_slug" if name == "product" else name
            known = getattr(kept, column)
            if words and known in {"", "unknown"}:
                setattr(kept, column, words)
                changed = True
            elif words and words != known:
                self.problems.append(
                    f"{place}.{name}: «{known}» in the catalogue, «{words}» in the file; "
                    "leave it out of the file, or give the norm another id"
                )
        if changed:
            kept.save()
            self.done.filled += 1
            self.done.written.append(kept)

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

    def _row(
        self, value: Applicability, version: NormVersion, held: tuple[Applicability, ...], place: str
    ) -> tuple[Applicability, ...]:
        """Takes one row, and returns the rows known with it."""
        if any(_says_the_same(value, other) for other in held):
            self.done.unchanged += 1
            return held
        wrong = [other for other in held if between(value, other) is not None]
        if wrong and self.correction:
            for row in ApplicabilityRow.objects.filter(pk__in=[other.id for other in wrong]):
                if row.recorded_from == self.now:
                    continue  # the file contradicts itself; the rules say so
                close(row, self.correction, self.actor, self.now)
                self.done.closed += 1
                self.done.written.append(row)
                held = tuple(other for other in held if other.id != str(row.pk))
        try:
            findings = judge_row(version, value, elsewhere=True, now=self.now, held=held)
        except Broken as broken:
            self.problems += [f"{place}: {_words(finding)}" for finding in broken.findings]
            return held
        self.done.complaints += [
            Complaint(place, f"{one.rule.text.en} ({one.rule.id})", "cannot be told; taken as the source has it")
            for one in findings
            if one.warns
        ]
        self.done.rows += 1
        self.done.written.append(keep(version, value, self.actor, self.now))
        return (*held, value)


def _says_the_same(one: Applicability, other: Applicability) -> bool:
    return one.version == other.version and all(getattr(one, name) == getattr(other, name) for name in _SAME)


def _words(finding: Any) -> str:
    facts = ", ".join(f"{name}: {value}" for name, value in finding.result.facts.items() if value)
    way_out = "; if the file is right, give --correction REASON" if finding.rule.id in _CORRECTABLE else ""
    return f"{finding.rule.text.en} [{finding.rule.id}] {facts}{way_out}"


_CORRECTABLE: Final = {"applicability.one-level-at-a-time", "applicability.versions-side-by-side"}
