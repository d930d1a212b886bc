"""What a patient's page shows of who the patient is, and of registrations that cannot be right."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from normverk.base.languages import say
from normverk.base.policy import decide
from normverk.use.pathways import queries, shown, wording
from normverk.use.pathways.models import Patient, RecordEvent
from normverk.use.pathways.panels import Page
from normverk.use.pathways.queries import KeyFacts, OddEvent


def odd_row(found: OddEvent, names: shown.Names) -> dict[str, object]:
    """An oddity in words: what it is, which registration it is about, and what the other source says."""
    return {
        "patient": found.patient,
        "key": f"odd.kind.{found.kind}",
        "way_out": f"odd.way-out.{found.kind}",
        "event": _event(found.event, names),
        "other": _event(found.other, names) if found.other else "",
    }


def odd_section(page: Page) -> SafeString:
    """What is odd about the patient's registrations; nothing when nothing is."""
    found = queries.odd_of(page.record.patient)
    unnamed = sorted({row.holds.org for row in page.record.events if _is_unnamed(page, row.holds)})
    if not (found or unnamed):
        return SafeString()
    rows = [odd_row(one, page.names) for one in found]
    return SafeString(render_to_string("pathways/odd_section.html", {"rows": rows, "unnamed": unnamed}))


def joins_section(page: Page) -> SafeString:
    """The keys that the patient has or has had, why, and how they are parted; nothing where there has been one only."""
    patient = page.record.patient
    found = queries.joins_of(patient)
    if not found:
        return SafeString()
    people = queries.names_of({one.made_by for one in found} | {one.ended_by for one in found})
    rows = [
        {
            "join": one,
            "kept_here": one.kept_id == patient.pk,
            "by": people.get(one.made_by, one.made_by),
            "ended_by": people.get(one.ended_by, one.ended_by),
            "part": reverse("patient-part", args=[one.pk])
            if one.ended_at is None and decide(page.actor, "patient.join", one.kept.policy_facts()).allowed
            else "",
        }
        for one in found
    ]
    return SafeString(render_to_string("pathways/joins_section.html", {"rows": rows}))


def two_keys(kept: Patient, other: Patient) -> list[tuple[str, str]]:
    """What is to be seen before two keys are joined: whose each is, and that the dates of birth differ, if they do."""
    one, two = queries.facts_of(kept), queries.facts_of(other)
    rows = [("join.kept-here", _key_words(kept, one)), ("join.retires", _key_words(other, two))]
    if one.born and two.born and one.born != two.born:
        rows.append(("join.mind", say("join.births-differ")))
    return rows


def _key_words(patient: Patient, facts: KeyFacts) -> str:
    birth = say("join.born", day=wording.when(facts.born)) if facts.born else say("join.born-unknown")
    if not facts.registrations:
        held = say("join.no-registrations")
    else:
        held = say(
            "join.registrations",
            number=facts.registrations,
            first=wording.when(facts.first),
            last=wording.when(facts.last),
            hospitals=", ".join(facts.hospitals),
        )
    return f"{patient.label or patient.pseudonym}. {birth} {held}"


def _event(row: RecordEvent, names: shown.Names) -> str:
    return f"{shown.code_words(row.code, names)}, {wording.when(row.time)} ({row.source} {row.source_id})"


def _is_unnamed(page: Page, row: RecordEvent) -> bool:
    return page.record.hospitals.get(row.org, row.org) == row.org
