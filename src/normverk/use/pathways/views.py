"""Pages for those who follow patients: the list of what is due, one patient, and why a clock stands as it does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from normverk.base.policy import Actor, Role, require
from normverk.base.requests import who
from normverk.norm.days import local_date
from normverk.use.pathways import queries, shown, wording
from normverk.use.pathways.actions import note_list_seen, note_patient_seen
from normverk.use.pathways.engine import Explanation, Verdict
from normverk.use.pathways.forms import ListForm
from normverk.use.pathways.models import Patient

ROLES = (Role.PATHWAY_COORDINATOR, Role.CLINICIAN)


@require_safe
def patients(request: HttpRequest) -> HttpResponse:
    """The coordinator's list: what is overdue first, then what is due next; what cannot be told is shown too."""
    actor, now = who(request), datetime.now(UTC)
    organisations = _organisations(actor)
    require(actor, "patients.list", {"organisations": organisations})
    as_of = _as_of(now)
    names = shown.Names(queries.loaded_pathways())
    offered = queries.choices(organisations)
    form = ListForm(request.GET, offered, names.pathways(), names.clocks())
    found = queries.listed(organisations, form.asked(_page_number(request.GET.get("page", "1"))), as_of)
    note_list_seen(
        patients=(str(row.state.patient_id) for row in found.rows), organisations=organisations, actor=actor, now=now
    )
    kept = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "found": found,
        "rows": shown.list_rows(found, names, dict(offered.hospitals)),
        "counts": [(f"clock.verdict.{name}", wording.COLORS[name], number) for name, number in found.counts.items()],
        "as_of": as_of,
        "stale": queries.is_stale(),
        "withdrawn": shown.withdrawn_among(queries.releases_running(organisations), names),
        "earlier": _page_address(kept, found.page - 1) if found.page > 1 else "",
        "later": _page_address(kept, found.page + 1) if found.page < found.pages else "",
    }
    return render(request, "pathways/patients.html", context)


@require_safe
def patient(request: HttpRequest, id: UUID) -> HttpResponse:
    """One patient: the course drawn, every clock's verdict, and every event with its versions."""
    held, now = _seen(request, id, "patient")
    as_of = _as_of(now)
    record = queries.record_of(held, as_of)
    names = shown.Names(queries.loaded_pathways())
    context = {
        "record": record,
        "as_of": as_of,
        "withdrawn": shown.withdrawn_among((verdict.release for verdict in record.verdicts), names),
        "picture": shown.drawn(record, names, as_of),
        "clocks": shown.clocks_of(record, names),
        "events": shown.events_of(record, names),
    }
    return render(request, "pathways/patient.html", context)


@require_safe
def why(request: HttpRequest, id: UUID, pathway: str, period: int, clock: str) -> HttpResponse:
    """Why a clock stands as it does: limit, source, events, days, what would change it, and the way back to the need."""
    held, now = _seen(request, id, "why")
    as_of = _as_of(now)
    record = queries.record_of(held, as_of)
    verdict = _verdict(record.verdicts, pathway, period, clock)
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
        "notes": [wording.note_line(note, speaker) for note in explanation.notes],
        "changes": [wording.change_line(change, speaker) for change in explanation.changes],
        "loaded": loaded,
        "withdrawn": shown.withdrawn_among([verdict.release], names),
        "release_address": _release_address(loaded.package_id, loaded.version, clock) if loaded else "",
        "paragraph": shown.paragraph_behind(loaded, clock),
        "stations": shown.way_back(loaded),
        "trace_address": shown.trace_address(loaded, clock),
    }
    return render(request, "pathways/why.html", context)


def _seen(request: HttpRequest, id: UUID, page: str) -> tuple[Patient, datetime]:
    """The patient, after the policy has been asked and the access recorded."""
    actor, now = who(request), datetime.now(UTC)
    held = get_object_or_404(Patient, pk=id)
    require(actor, "patient.view", held.policy_facts())
    note_patient_seen(patient=held, page=page, actor=actor, now=now)
    return held, now


def _verdict(verdicts: tuple[Verdict, ...], pathway: str, period: int, clock: str) -> Verdict:
    for verdict in verdicts:
        if (verdict.pathway, verdict.period, verdict.clock) == (pathway, period, clock):
            return verdict
    raise Http404


def _organisations(actor: Actor) -> frozenset[str]:
    return frozenset().union(*(actor.organisations(role) for role in ROLES))


def _as_of(now: datetime) -> date:
    fixed: date | None = settings.AS_OF
    return fixed or local_date(now)


def _page_number(written: str) -> int:
    """The page asked for; the first when that is no number a list could have."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 1


def _page_address(kept: dict[str, str], page: int) -> str:
    return f"{reverse('patients')}?{urlencode(kept | {'page': str(page)})}"


def _release_address(package_id: str, version: str, clock: str) -> str:
    return f"{reverse('release', args=[package_id, version])}#clock-{clock}"
