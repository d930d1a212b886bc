"""What the pages of proposals show: rows and details with every word in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from normverk.base.languages import catalogue, current_language, say
from normverk.norm.days import local_date, parse_moment
from normverk.norm.text import Text
from normverk.publish.queries import LoadedPathway
from normverk.use.pathways.models import Organisation, Patient
from normverk.use.pathways.queries.norms import loaded_pathways
from normverk.use.proposals.models import Measurement, Proposal
from normverk.web.templatetags.components import day as day_words
from normverk.web.templatetags.components import moment as moment_words

COLORS: Final = {
    "waiting": "warning", "flagged": "danger", "differs": "danger", "registered": "neutral", "confirmed": "success",
    "corrected": "success", "refused": "neutral", "information": "info", "withdrawn": "neutral", "superseded": "neutral",
}  # fmt: skip
FORMS: Final = {"fhir": "FHIR", "hl7": "HL7 v2", "csv": "CSV"}
_SYSTEMS: Final = {"icd-10": "ICD-10", "atc": "ATC", "nkpk": "NKPK", "snomed": "SNOMED CT"}
_STRENGTHS: Final = {"high": "success", "medium": "info", "low": "warning"}


@dataclass(frozen=True)
class Row:
    """A proposal on a list. `may` is true when the reader may answer it here."""

    id: UUID
    patient: Patient
    words: str
    code: str
    day: date
    hospital: str
    pathway: str
    state_key: str
    color: str
    strength_key: str
    strength_color: str
    why: str
    note: str
    flag_key: str
    checked: bool
    may: bool


@dataclass(frozen=True)
class Detail:
    """One proposal with its why."""

    row: Row
    held: Proposal
    rule: str
    source: str
    source_note: str
    facts: tuple[tuple[str, str], ...]
    registered: str


class _Names:
    """Titles of pathways and codes, and hospitals' names, read once for a page."""

    def __init__(self) -> None:
        newest: dict[str, LoadedPathway] = {}
        for held in loaded_pathways().values():
            known = newest.get(held.definition.id)
            if known is None or known.definition.valid_from < held.definition.valid_from:
                newest[held.definition.id] = held
        self.pathways = {id: held.definition for id, held in newest.items()}
        self.codes = {
            code.code: code.display
            for definition in self.pathways.values()
            for milestone in definition.milestones
            for code in milestone.codes
        }
        self.hospitals = {one.number: str(one) for one in Organisation.objects.all()}

    def pathway(self, id: str) -> str:
        definition = self.pathways.get(id)
        return definition.title.in_language(current_language()) if definition else id

    def hospital(self, number: str) -> str:
        return self.hospitals.get(number, number)


def pathway_titles() -> dict[str, str]:
    """Pathway id to title."""
    names = _Names()
    return {id: names.pathway(id) for id in names.pathways}


def rows(
    found: Iterable[Proposal], *, chosen: Collection[UUID] = frozenset(), deciding: frozenset[str] = frozenset()
) -> list[Row]:
    """The rows of a list. `deciding` are the hospitals that the reader may answer for (the empty string: all)."""
    names = _Names()
    return [_row(one, names, one.pk in chosen, "" in deciding or one.org in deciding) for one in found]


def detail(held: Proposal) -> Detail:
    """One proposal."""
    names = _Names()
    rule = held.why["rule"]
    source = rule["source"]
    registered = held.why["registered"]
    return Detail(
        row=_row(held, names, False, True),
        held=held,
        rule=rule["id"],
        source=source["title"],
        source_note=source.get("note", ""),
        facts=tuple(_fact_lines(held.why["fact"], names)),
        registered=_registered(registered, names) if registered else "",
    )


def codes_and_treatments(held: Proposal) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The codes and the treatments that the pathway's norm knows, with their words."""
    names = _Names()
    definition = names.pathways.get(held.pathway)
    if definition is None:
        return [(held.code, held.code)], []
    codes = [
        (code.code, f"{code.code} – {code.display}") for milestone in definition.milestones for code in milestone.codes
    ]
    language = current_language()
    branches = {
        branch.id: branch.title.in_language(language)
        for clock in definition.clocks
        for branch in clock.branches
        if branch.id
    }
    return codes, sorted(branches.items())


def measurement(held: Measurement | None) -> dict[str, Any] | None:
    """The figures of a measurement as the page shows them, pathway by pathway; None when nothing has been measured."""
    if held is None:
        return None
    measured = [("cancer", held.figures), ("mental", held.figures.get("mental"))]
    parts = [_measured(say(f"proposals.measured.{name}"), figures) for name, figures in measured if figures]
    return {"parts": parts, "cost": held.figures["cost"]}


def _measured(title: str, figures: dict[str, Any]) -> dict[str, Any]:
    hospitals = [{**one, "form": FORMS.get(one["form"], one["form"])} for one in figures["hospitals"]]
    return {
        "title": title,
        "hospitals": [*hospitals, {**figures["all"], "hospital": say("proposals.measured.all")}],
        "letters": figures["letters"],
    }


def _row(held: Proposal, names: _Names, checked: bool, may: bool) -> Row:
    rule = held.why["rule"]
    missing = held.why["missing"]
    code = held.registered_code or held.code
    return Row(
        id=held.pk,
        patient=held.patient,
        words=names.codes.get(code, "") if code else say("proposals.biopsy"),
        code=code,
        day=local_date(parse_moment(held.registered_time or held.time)),
        hospital=names.hospital(held.registered_org or held.org),
        pathway=names.pathway(held.pathway),
        state_key=f"proposals.state.{held.state}",
        color=COLORS[held.state],
        strength_key=f"data-rule.strength.{held.strength}",
        strength_color=_STRENGTHS[held.strength],
        why=Text(**rule["why"]).in_language(current_language()),
        note=say("proposals.missing", codes=", ".join(missing)) if missing else "",
        flag_key=f"proposals.flag.{held.flag}" if held.flag else "",
        checked=checked and held.state == "waiting",
        may=may and held.state == "waiting",
    )


def _registered(held: dict[str, Any], names: _Names) -> str:
    day = local_date(parse_moment(held["time"])).isoformat()
    return say("proposals.registered-as", code=held["code"], day=day, hospital=names.hospital(held["org"]))


def _fact_lines(fact: dict[str, Any], names: _Names) -> Iterable[tuple[str, str]]:
    """The fact's own fields as names and words, those that are empty left out."""
    yield say("proposals.fact.kind"), say(f"data-rule.kind.{fact['kind']}")
    for field in ("state", "urgency", "asked_by_role"):
        if fact.get(field):
            yield say(f"proposals.fact.{field.replace('_', '-')}"), _in_words(field, fact[field])
    for field in ("org", "asked_by"):
        if fact.get(field):
            yield say(f"proposals.fact.{field.replace('_', '-')}"), names.hospital(fact[field])
    for field in ("received", "authored", "started", "ended"):
        if fact.get(field):
            yield say(f"proposals.fact.{field.replace('_', '-')}"), _when(fact[field])
    for field in ("what", "about"):
        codes = [f"{one['code']} ({_SYSTEMS.get(one['system'], one['system'])})" for one in fact.get(field, ())]
        if codes:
            yield say(f"proposals.fact.{field.replace('_', '-')}"), ", ".join(codes)
    if fact.get("categories"):
        yield say("proposals.fact.categories"), ", ".join(fact["categories"])
    if fact.get("age") is not None:
        yield say("proposals.fact.age"), str(fact["age"])
    yield say("proposals.fact.source"), f"{fact['source']} {fact['source_id']}"
    yield say("proposals.fact.version"), str(fact["version"])


def _when(time: str) -> str:
    return day_words(time) if len(time) == 10 else moment_words(time)


def _in_words(field: str, held: str) -> str:
    """The record's own word, and before it ours where there is one: what the rule looked at must stay to be seen."""
    key = f"proposals.fact.{field.replace('_', '-')}.{held}"
    return f"{say(key)} ({held})" if key in catalogue() else held


def complaint_words(kind: str, language: str | None = None) -> str:
    """The words of a complaint's kind; those that record events share stand with them."""
    key = f"proposals.set-aside.{kind}"
    return say(key if key in catalogue() else f"intake.kind.{kind}", language)
