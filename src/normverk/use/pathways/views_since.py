"""The list of patients with a limit that stands otherwise than when the reader looked at them last."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from normverk.base.policy import Actor, require
from normverk.base.requests import who
from normverk.use.pathways import queries, shown, wording
from normverk.use.pathways.actions import note_list_seen
from normverk.use.pathways.models import Organisation, Patient
from normverk.use.pathways.queries.changed import looks_of, maybe_changed
from normverk.use.pathways.queries.since import changes_since, editions_at
from normverk.use.pathways.seeing import as_of_day, own_organisations
from normverk.use.pathways.since_words import shown_change

PAGE: Final = "patients-changed"
SHOWN: Final = 25
"""So many patients stand on the page; opening them makes room for the next."""
TRIED: Final = 200
"""So many patients that may have changed are worked out for one page, so that it comes in time."""


@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    """What is otherwise with one's patients since one looked at each of them last, and why."""
    actor, now = who(request), datetime.now(UTC)
    organisations = own_organisations(actor)
    require(actor, "patients.list", {"organisations": organisations})
    rows, more = _rows(actor, organisations, now)
    patients = (str(row["patient"].pk) for row in rows)  # type: ignore[attr-defined]
    note_list_seen(patients=patients, organisations=organisations, actor=actor, now=now, page=PAGE)
    return render(request, "pathways/changed.html", {"rows": rows, "more": more, "as_of": as_of_day(now)})


def _rows(actor: Actor, organisations: frozenset[str], now: datetime) -> tuple[list[dict[str, object]], bool]:
    """The rows, and whether there may be more of them."""
    as_of = as_of_day(now)
    looks = looks_of(actor.id, organisations)
    waiting = maybe_changed(looks, as_of, as_of_day)
    held = {one.pk: one for one in Patient.objects.filter(pk__in=waiting[:TRIED])}
    names = shown.Names(queries.loaded_pathways())
    hospitals = {row.number: str(row) for row in Organisation.objects.all()}
    editions = lru_cache(maxsize=None)(editions_at)
    rows: list[dict[str, object]] = []
    found = 0
    for number, key in enumerate(waiting[:TRIED]):
        if found == SHOWN:
            return rows, number < len(waiting)
        patient, look = held[key], looks[key]
        changes = changes_since(patient, look, now, (as_of_day(look), as_of), editions=editions)
        found += bool(changes)
        for line, change in changes.items():
            after = change.after or change.before
            assert after is not None  # a change has at least one side
            speaker = names.speaker(change.pathway, after.release, hospitals)
            rows.append(
                {
                    "patient": patient,
                    "looked": wording.when(look),
                    "clock": f"{change.clock} – {speaker.clock(change.clock)}",
                    "change": shown_change(change, speaker),
                    "why": shown.why_of(patient.pk, *line[1:]) if change.after else "",
                }
            )
    return rows, len(waiting) > TRIED
