"""What the pages show: values for templates, made from queries, with every word in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from normverk.base.languages import current_language, say
from normverk.norm.content import Section
from normverk.norm.days import local_date, parse_moment
from normverk.publish.queries import LoadedPathway, decoded, find
from normverk.publish.reading.addresses import paragraph_of
from normverk.publish.shown import Station, stations
from normverk.use.pathways import wording
from normverk.use.pathways.engine import Explanation, Verdict
from normverk.use.pathways.queries import ListPage, PatientRecord, StoredEvent
from normverk.use.pathways.wording import Speaker
from normverk.web.charts import Timeline, TimelineClock, TimelineEvent, timeline
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
    """One registration with its versions, newest first: the first holds unless `voided`."""

    stored: StoredEvent
    code: str
    time: str
    hospital: str
    earlier: tuple[tuple[str, str], ...]


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
                "why": reverse("patient-why", args=[state.patient_id, state.pathway, state.period, state.clock]),
            }
        )
    return rows


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
                address=reverse(
                    "patient-why", args=[record.patient.pk, verdict.pathway, verdict.period, verdict.clock]
                ),
            )
        )
    return shown


def events_of(record: PatientRecord, names: Names) -> list[ShownEvent]:
    """Every registration of the patient, with its earlier versions."""
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
        )
        for stored in record.events
    ]


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
            as_of=as_of,
            as_of_label=say("patient.timeline.as-of", day=day_words(as_of)),
            events_label=say("patient.timeline.events"),
            empty=say("patient.timeline.empty"),
            write_day=day_words,
        )
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


def _code(code: str, speakers: list[Speaker]) -> str:
    return next((words for words in (speaker.code(code) for speaker in speakers) if words != code), code)
