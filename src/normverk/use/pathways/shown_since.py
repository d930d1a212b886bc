"""The part of the page that says why: what has changed since the reader looked last, or since a day that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import QueryDict

from normverk.base.policy import Actor
from normverk.norm.days import local_date
from normverk.use.pathways.engine import Change, Verdict, line_of
from normverk.use.pathways.engine.since import Line
from normverk.use.pathways.forms_since import SinceForm
from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries.since import changes_in_story, changes_since, end_of, last_look
from normverk.use.pathways.seeing import as_of_day
from normverk.use.pathways.since_words import ShownChange, shown_change
from normverk.use.pathways.wording import Speaker, when


@dataclass(frozen=True)
class Since:
    """Since when, in words, with the key of the sentence (empty when there is nothing to compare with), and the change."""

    form: SinceForm
    key: str
    moment: str
    change: ShownChange | None


@dataclass(frozen=True)
class Asked:
    """Whose page it is, who reads it, and the moment and the day it stands on."""

    patient: Patient
    actor: Actor
    now: datetime
    as_of: date


def since_last_time(asked: Asked, verdict: Verdict, speaker: Speaker, given: QueryDict) -> Since:
    """What has changed for one verdict."""
    form = SinceForm(given, asked.as_of)
    day = form.day()
    if day is not None:
        found, key, moment = _since_day(asked, day), "why.since.day", when(day)
    else:
        look = last_look(asked.patient, asked.actor.id, local_date(asked.now))
        if look is None:
            return Since(form, "", "", None)
        days = as_of_day(look), asked.as_of
        found, key, moment = changes_since(asked.patient, look, asked.now, days), "why.since.look", when(look)
    change: Change | None = found.get(line_of(verdict))
    return Since(form, key, moment, shown_change(change, speaker) if change else None)


def _since_day(asked: Asked, day: date) -> dict[Line, Change]:
    if settings.AS_OF is not None:
        return changes_in_story(asked.patient, day, asked.now, asked.as_of)
    return changes_since(asked.patient, min(end_of(day), asked.now), asked.now, (day, asked.as_of))
