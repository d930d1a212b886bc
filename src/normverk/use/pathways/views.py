"""Pages for those who follow patients: the list of what is due, one patient, and why a clock stands as it does."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from normverk.base.policy import decide, require
from normverk.base.requests import who
from normverk.use.pathways import panels, queries, shown, shown_course, wording
from normverk.use.pathways.actions import note_list_seen
from normverk.use.pathways.engine import Explanation, Verdict
from normverk.use.pathways.forms import ListForm
from normverk.use.pathways.seeing import as_of_day, own_organisations, seen
from normverk.use.pathways.shown_since import Asked, since_last_time
from normverk.use.pathways.told import told_lines


@require_safe
def patients(request: HttpRequest) -> HttpResponse:
    """The coordinator's list: what is past its limit, then what changes colour next; what cannot be told is shown too."""
    actor, now = who(request), datetime.now(UTC)
    organisations = own_organisations(actor)
    require(actor, "patients.list", {"organisations": organisations})
    as_of = as_of_day(now)
    loaded = queries.loaded_pathways()
    names = shown.Names(loaded)
    offered = queries.choices(organisations)
    form = ListForm(request.GET, offered, names.pathways(), names.clocks())
    asked = form.asked(_page_number(request.GET.get("page", "1")), actor.id)
    found = queries.listed(organisations, asked, as_of)
    note_list_seen(
        patients=(str(row.state.patient_id) for row in found.rows), organisations=organisations, actor=actor, now=now
    )
    kept = form.chosen()
    context = {
        "form": form,
        "found": found,
        "rows": shown.list_rows(found, names, dict(offered.hospitals)),
        "counts": [(f"clock.verdict.{name}", wording.COLORS[name], number) for name, number in found.counts.items()],
        "as_of": as_of,
        "stale": queries.is_stale(as_of, loaded),
        "withdrawn": shown.withdrawn_among(queries.releases_running(organisations), names),
        "waiting": len(queries.transfers_of(organisations)),
        "finds": decide(actor, "patients.find", {"organisations": organisations}).allowed,
        "more": [(reverse(name), key) for name, key in panels.LIST_LINKS],
        "kept": _address(kept) if kept else "",
        "earlier": _address(kept | {"page": str(found.page - 1)}) if found.page > 1 else "",
        "later": _address(kept | {"page": str(found.page + 1)}) if found.page < found.pages else "",
    }
    return render(request, "pathways/patients.html", context)


@require_safe
def patient(request: HttpRequest, id: UUID) -> HttpResponse:
    """One patient: the course drawn, every clock's verdict, what is kept about it, and every event with its versions."""
    held, now = seen(request, id, "patient")
    actor, as_of = who(request), as_of_day(now)
    record = queries.record_of(held, as_of)
    names = shown.Names(queries.loaded_pathways())
    page = panels.Page(record, names, actor, as_of)
    context = {
        "record": record,
        "as_of": as_of,
        "joined": queries.open_join(held),
        "done": shown_course.done_words(request.GET.get("done", "")),
        "withdrawn": shown.withdrawn_among((verdict.release for verdict in record.verdicts), names),
        "picture": shown.drawn(record, names, as_of),
        "clocks": shown.clocks_of(record, names),
        "courses": shown_course.courses(record, names, actor),
        "conflict": shown_course.conflict(record, names, as_of),
        "transfers": shown_course.transfers(record, names, actor),
        "events": shown.events_of(record, names, actor),
        "links": panels.links_for(held, actor),
        "sections": [section(page) for section in panels.SECTIONS],
        "coordinators": shown_course.history(record, names),
    }
    return render(request, "pathways/patient.html", context)


@require_safe
def why(request: HttpRequest, id: UUID, pathway: str, period: int, clock: str) -> HttpResponse:
    """Why a clock stands as it does: limit, source, events, days, what would change it, and the way back to the need."""
    held, now = seen(request, id, "why")
    as_of = as_of_day(now)
    record = queries.record_of(held, as_of)
    verdict = _verdict(record.verdicts, pathway, period, clock, _page_number(request.GET.get("round", "1")))
    explanation = verdict.explanation
    assert isinstance(explanation, Explanation)
    names = shown.Names(queries.loaded_pathways())
    speaker = names.speaker(pathway, verdict.release, record.hospitals)
    loaded = names.loaded.get(verdict.release)
    context = {
        "record": record,
        "as_of": as_of,
        "verdict": verdict,
        "verdict_key": f"clock.verdict.{verdict.verdict}",
        "color": wording.COLORS[verdict.verdict],
        "clock": f"{clock} – {speaker.clock(clock)}",
        "hospital": speaker.hospital(verdict.org),
        "attribution_key": f"why.attribution.{explanation.attribution}",
        "reason": wording.reason(verdict.reason),
        "limits": wording.limit_lines(explanation, speaker),
        "start": wording.event_line(explanation.start, speaker) if explanation.start else "",
        "start_codes": ", ".join(explanation.start_codes),
        "stop": wording.event_line(explanation.stop, speaker) if explanation.stop else "",
        "stop_codes": ", ".join(explanation.stop_codes),
        "ended": wording.event_line(explanation.ended_by, speaker) if explanation.ended_by else "",
        "rejected": wording.event_line(explanation.rejected.event, speaker) if explanation.rejected else "",
        "rejected_key": f"why.rejected.{explanation.rejected.why}" if explanation.rejected else "",
        "steps": [wording.step_line(step, speaker) for step in explanation.steps],
        "notes": [
            *(wording.note_line(note, speaker) for note in explanation.notes),
            *told_lines(explanation, speaker),
        ],
        "changes": [wording.change_line(change, speaker) for change in explanation.changes],
        "loaded": loaded,
        "withdrawn": shown.withdrawn_among([verdict.release], names),
        "release_address": _release_address(loaded.package_id, loaded.version, clock) if loaded else "",
        "paragraph": shown.paragraph_behind(loaded, clock),
        "stations": shown.way_back(loaded),
        "trace_address": shown.trace_address(loaded, clock),
        "since": since_last_time(Asked(held, who(request), now, as_of), verdict, speaker, request.GET),
        "beside": _beside(panels.Page(record, names, who(request), as_of), verdict),
    }
    return render(request, "pathways/why.html", context)


def _beside(page: panels.Page, verdict: Verdict) -> list[str]:
    return [said for said in (panel(page, verdict) for panel in panels.BESIDE_VERDICTS) if said]


def _verdict(verdicts: tuple[Verdict, ...], pathway: str, period: int, clock: str, round: int) -> Verdict:
    for verdict in verdicts:
        if (verdict.pathway, verdict.period, verdict.clock, verdict.round) == (pathway, period, clock, round):
            return verdict
    raise Http404


def _page_number(written: str) -> int:
    """The page asked for; the first when that is no number a list could have."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 1


def _address(chosen: dict[str, str]) -> str:
    return f"{reverse('patients')}?{urlencode(chosen)}"


def _release_address(package_id: str, version: str, clock: str) -> str:
    return f"{reverse('release', args=[package_id, version])}#clock-{clock}"
