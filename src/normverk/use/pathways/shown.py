"""What the pages show: values for templates, made from queries, with every word in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from normverk.base.languages import current_language, say
from normverk.base.policy import Actor, decide
from normverk.norm.content import Section
from normverk.norm.days import local_date, parse_moment
from normverk.publish.queries import LoadedPathway, decoded, find
from normverk.publish.reading.addresses import paragraph_of
from normverk.publish.shown import Station, stations
from normverk.use.pathways import wording
from normverk.use.pathways.actions import correction_facts
from normverk.use.pathways.engine import Explanation, Verdict
from normverk.use.pathways.models import ClockState, Patient, RecordEvent
from normverk.use.pathways.queries import ListPage, PatientRecord, StoredEvent, names_of
from normverk.use.pathways.wording import Speaker
from normverk.web.charts import Timeline, TimelineClock, TimelineEvent, TimelineStretch, timeline
from normverk.web.charts.words import day_words


@dataclass(frozen=True)
class ShownClock:
    """One verdict on the patient's page."""

    verdict: Verdict
    clock: str
    branch: str
    color: str
    reason: str
    value: str
    limit: str
    hospital: str
    address: str


@dataclass(frozen=True)
class ShownEvent:
    """One registration with its versions, newest first: the first holds unless `voided`. `corrections` say who corrected
    it here and why; `correct` is where the reader may correct it, empty where not."""

    stored: StoredEvent
    code: str
    time: str
    hospital: str
    earlier: tuple[tuple[str, str], ...]
    corrections: tuple[dict[str, object], ...]
    correct: str


@dataclass(frozen=True)
class Names:
    """Titles of pathways and clocks, from the loaded norms."""

    loaded: dict[str, LoadedPathway]

    def pathways(self) -> dict[str, str]:
        """Pathway id to title in the reader's language."""
        language = current_language()
        return {held.definition.id: held.definition.title.in_language(language) for held in self.loaded.values()}

    def clocks(self) -> dict[str, str]:
        """Clock id to «OF1 – title»; where pathways use one id for several titles, the id alone."""
        language = current_language()
        found: dict[str, set[str]] = {}
        for held in self.loaded.values():
            for clock in held.definition.clocks:
                found.setdefault(clock.id, set()).add(clock.title.in_language(language))
        return {name: f"{name} – {min(titles)}" if len(titles) == 1 else name for name, titles in found.items()}

    def speaker(self, pathway: str, release: str, hospitals: dict[str, str]) -> Speaker:
        """A speaker for one release of a pathway, or for any other edition of it when that one is not loaded."""
        held = self.loaded.get(release)
        if held is None:
            held = next((other for other in self.loaded.values() if other.definition.id == pathway), None)
        return Speaker(held.definition if held else None, hospitals)


def withdrawn_among(releases: Iterable[str], names: Names) -> list[dict[str, object]]:
    """What is to be said of each of these releases that has been withdrawn, in the order of their names."""
    language = current_language()
    loaded = [names.loaded[name] for name in sorted(set(releases)) if name in names.loaded]
    return [
        {
            "title": held.definition.title.in_language(language),
            "version": held.version,
            "last": held.definition.valid_to,
            "reason": held.withdrawn,
        }
        for held in loaded
        if held.withdrawn is not None
    ]


def list_rows(page: ListPage, names: Names, hospitals: dict[str, str]) -> list[dict[str, object]]:
    """The rows of the coordinator's list."""
    pathways = names.pathways()
    coordinators = names_of(row.coordinator for row in page.rows)
    rows = []
    for row in page.rows:
        state = row.state
        speaker = names.speaker(state.pathway, state.release, hospitals)
        rows.append(
            {
                "patient": state.patient,
                "pathway": pathways.get(state.pathway, state.pathway),
                "clock": f"{state.clock} – {speaker.clock(state.clock)}",
                "branch": speaker.branch(state.branch),
                "hospital": row.hospital,
                "verdict_key": f"clock.verdict.{row.verdict}",
                "color": wording.COLORS[row.verdict],
                "reason": wording.reason(row.reason),
                "value": wording.amount(row.value, state.unit),
                "limit": wording.amount(state.limit, state.unit),
                "due_on": state.due_on or (local_date_of(state.due) if state.due else None),
                "left": wording.left(row.days_left),
                "turns_on": row.turns_on,
                "turns_key": f"patients.turns.{row.turns_to}" if row.turns_to else "",
                "coordinator": coordinators.get(row.coordinator, row.coordinator),
                "why": why_address(state),
            }
        )
    return rows


def why_address(held: Verdict | ClockState, patient: Patient | None = None) -> str:
    """The page that says why a clock stands as it does; a round beyond the first is named in the address."""
    whose: UUID = patient.pk if patient else held.patient_id  # type: ignore[union-attr]
    return why_of(whose, held.pathway, held.period, held.clock, held.round)


def why_of(patient: UUID, pathway: str, period: int, clock: str, round: int) -> str:
    """The same, of a line that is named, for the patient with this row key."""
    address = reverse("patient-why", args=[patient, pathway, period, clock])
    return f"{address}?round={round}" if round > 1 else address


def local_date_of(iso: str) -> date:
    """The date in Norway of a stored moment."""
    return local_date(parse_moment(iso))


def clocks_of(record: PatientRecord, names: Names) -> list[ShownClock]:
    """Every verdict of the patient."""
    shown = []
    for verdict in record.verdicts:
        speaker = names.speaker(verdict.pathway, verdict.release, record.hospitals)
        shown.append(
            ShownClock(
                verdict=verdict,
                clock=f"{verdict.clock} – {speaker.clock(verdict.clock)}",
                branch=speaker.branch(verdict.branch),
                color=wording.COLORS[verdict.verdict],
                reason=wording.reason(verdict.reason),
                value=wording.amount(verdict.value, verdict.unit),
                limit=wording.amount(verdict.limit, verdict.unit),
                hospital=speaker.hospital(verdict.org),
                address=why_address(verdict, record.patient),
            )
        )
    return shown


def events_of(record: PatientRecord, names: Names, actor: Actor) -> list[ShownEvent]:
    """Every registration of the patient, with its earlier versions and the reasons of corrections."""
    speakers = [Speaker(held.definition, record.hospitals) for _, held in sorted(names.loaded.items(), reverse=True)]
    return [
        ShownEvent(
            stored=stored,
            code=_code(stored.holds.code, speakers),
            time=wording.when(stored.holds.time),
            hospital=record.hospitals.get(stored.holds.org) or stored.holds.org,
            earlier=tuple(
                (f"{_code(row.code, speakers)}, {wording.when(row.time)}", str(row.version)) for row in stored.earlier
            ),
            corrections=tuple(_corrections((stored.holds, *stored.earlier))),
            correct=_correct_address(record, stored, actor),
        )
        for stored in record.events
    ]


def _corrections(rows: tuple[RecordEvent, ...]) -> Iterable[dict[str, object]]:
    found = [row.correction for row in rows if hasattr(row, "correction")]
    people = names_of(one.made_by for one in found)
    for one in found:
        who = people.get(one.made_by, one.made_by)
        yield {"who": who, "at": one.made_at, "reason": one.reason, "version": one.event.version}


def _correct_address(record: PatientRecord, stored: StoredEvent, actor: Actor) -> str:
    may = decide(actor, "registration.correct", correction_facts(stored.holds)).allowed
    return (
        "" if stored.voided or not may else reverse("patient-correct", args=[stored.holds.patient_id, stored.holds.pk])
    )


def drawn(record: PatientRecord, names: Names, as_of: date) -> SafeString:
    """The patient's timeline."""
    used = {
        (reference.source, reference.source_id)
        for verdict in record.verdicts
        if isinstance(verdict.explanation, Explanation)
        for reference in (verdict.explanation.start, verdict.explanation.stop, verdict.explanation.ended_by)
        if reference
    }
    speakers = [Speaker(held.definition, record.hospitals) for _, held in sorted(names.loaded.items(), reverse=True)]
    events = []
    for stored in record.events:
        row = stored.holds
        counts = (row.source, row.source_id) in used
        words = f"{_code(row.code, speakers)}, {record.hospitals.get(row.org) or row.org}"
        label = say("patient.timeline.voided", event=words) if stored.voided else words
        events.append(TimelineEvent(row.day, label, "cross" if stored.voided else "dot" if counts else "ring"))
    return timeline(
        Timeline(
            id="course",
            title=say("patient.timeline"),
            description=say("patient.timeline.description"),
            events=tuple(events),
            clocks=tuple(_clock_bar(shown) for shown in clocks_of(record, names)),
            stretches=_stretches(record, names, as_of),
            stretches_label=say("patient.timeline.hospitals"),
            as_of=as_of,
            as_of_label=say("patient.timeline.as-of", day=day_words(as_of)),
            events_label=say("patient.timeline.events"),
            empty=say("patient.timeline.empty"),
            write_day=day_words,
        )
    )


def _stretches(record: PatientRecord, names: Names, as_of: date) -> tuple[TimelineStretch, ...]:
    """Which hospital had the patient when; the pathway is named where there is more than one."""
    several = len({course.pathway for course in record.courses}) > 1
    pathways = names.pathways()
    return tuple(
        TimelineStretch(
            label=record.hospitals.get(stay.hospital, stay.hospital)
            + (f" – {pathways.get(course.pathway, course.pathway)}" if several else ""),
            first=stay.begins,
            last=stay.until or max(as_of, stay.begins),
        )
        for course in record.courses
        for stay in course.segments
    )


def way_back(loaded: LoadedPathway | None) -> tuple[Station, ...]:
    """The release's chain from the decision back to the need, with addresses."""
    if loaded is None:
        return ()
    own_address = settings.ORIGIN if settings.IS_HUB else ""
    return tuple(reversed(stations(loaded.chain, loaded.hub_url, own_address)))


def paragraph_behind(loaded: LoadedPathway | None, clock: str) -> tuple[Section, str] | None:
    """The paragraph of the release that states the clock's limits in words, with its address; None when none does."""
    if loaded is None:
        return None
    return paragraph_of(find(loaded.package_id, loaded.version), decoded(loaded.release_digest).content, clock)


def trace_address(loaded: LoadedPathway | None, clock: str) -> str:
    """Where the hub shows the same chain forward to the indicator; empty when the release carries no edition."""
    editions = loaded.chain.of_kind("edition") if loaded else ()
    if loaded is None or not editions:
        return ""
    hub = "" if settings.IS_HUB and loaded.hub_url.rstrip("/") == settings.ORIGIN else loaded.hub_url.rstrip("/")
    return f"{hub}/trace/{editions[-1].ref}/{clock}/"


def _clock_bar(shown: ShownClock) -> TimelineClock:
    verdict = shown.verdict
    why = verdict.explanation
    warnings = [held.warn_from for held in why.limits if held.warn_from] if isinstance(why, Explanation) else []
    warn_from = wording.first_warning_day(min(warnings)) if warnings and verdict.due else None
    return TimelineClock(
        label=shown.clock if verdict.period == 1 else f"{shown.clock} ({verdict.period})",
        state=verdict.verdict,
        state_label=say(f"clock.verdict.{verdict.verdict}"),
        start=local_date(verdict.start) if verdict.start else None,
        stop=local_date(verdict.stop) if verdict.stop else None,
        due=local_date(verdict.due) if verdict.due else None,
        warn_from=warn_from,
        limit_label=say("patient.timeline.limit", limit=shown.limit) if verdict.due else "",
    )


def code_words(code: str, names: Names) -> str:
    """A code with the name of the milestone it reaches in any loaded norm."""
    return _code(code, [Speaker(held.definition, {}) for _, held in sorted(names.loaded.items(), reverse=True)])


def _code(code: str, speakers: list[Speaker]) -> str:
    return next((words for words in (speaker.code(code) for speaker in speakers) if words != code), code)
