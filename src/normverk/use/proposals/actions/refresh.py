"""Working out what is proposed of a patient anew, and setting the rows right by it.

Everything follows from the facts and registrations that hold, so this can run as often as one likes: the same input
changes nothing. What a person has decided is never changed; where the fact under it has gone or changed, a flag says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction

from normverk.norm.days import local_date
from normverk.norm.derivation import RuleSet
from normverk.use.pathways.engine import Norms
from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries.events import chunks
from normverk.use.pathways.queries.joins import counted_under, heads_of
from normverk.use.pathways.queries.norms import loaded_norms
from normverk.use.proposals.engine import Proposal as Proposed
from normverk.use.proposals.engine import RecordFact, Registered, candidates, propose
from normverk.use.proposals.models import DECIDED, LIVE, Proposal, StoredFact
from normverk.use.proposals.queries.facts import loaded_rules, refused_elsewhere, registered_of, settled_facts

Key = tuple[str, str, str, str]
_STATES = {"proposed": "waiting", "registered": "registered", "differs": "differs", "information": "information"}


def follow_intake(patients: Sequence[Patient], now: datetime, as_of: date | None) -> None:
    """What follows when registered codes have come in, or keys have been joined: what was proposed may be registered now."""
    if not StoredFact.objects.exists():
        return
    for chunk in chunks(patients):
        everybody = {*counted_under(heads_of(chunk)), *(patient.pk for patient in chunk)}
        if StoredFact.objects.filter(patient__in=list(everybody)).exists():
            refresh(patients=chunk, now=now)


@transaction.atomic
def refresh(*, patients: Iterable[Patient], now: datetime) -> Counter[str]:
    """Works these patients out anew in the caller's transaction; returns how many rows were made, by state.

    Whoever they are counted under is worked out with them.
    """
    norms = loaded_norms()
    known = _Known(norms, loaded_rules(norms))
    made: Counter[str] = Counter()
    for given in chunks(patients):
        chunk = list({patient.pk: patient for patient in (*heads_of(given), *given)}.values())
        facts, registered, refused = settled_facts(chunk), registered_of(chunk), refused_elsewhere(chunk)
        under = counted_under(chunk)
        rows: dict[Any, dict[Key, Proposal]] = {}
        for row in Proposal.objects.filter(patient__in=chunk, state__in=LIVE):
            rows.setdefault(row.patient_id, {})[_row_key(row)] = row
        new: list[Proposal] = []
        for patient in chunk:
            name = patient.pseudonym
            own = rows.get(patient.pk, {})
            if under.get(patient.pk) != name:
                _rest(own.values())
                continue
            held = _Held(patient, facts.get(name, []), registered.get(name, []), own, refused.get(name, []))
            if held.facts or held.rows:
                new += _set_right(held, known, now)
        Proposal.objects.bulk_create(new, batch_size=200)
        made.update(row.state for row in new)
    return made


@dataclass(frozen=True)
class _Known:
    """What the norms say: the rule sets, and which codes are known on which day."""

    norms: Norms
    rules: tuple[RuleSet, ...]


@dataclass(frozen=True)
class _Held:
    """What is there of one patient: facts, registered codes, the proposals that say something, by their keys, and what has
    been refused under other keys of the same person."""

    patient: Patient
    facts: list[RecordFact]
    registered: list[Registered]
    rows: dict[Key, Proposal]
    refused_elsewhere: list[Proposal]


def _rest(rows: Iterable[Proposal]) -> None:
    """Lets what waits under a key that has gone out of use rest: it is proposed under the key that is kept. What a person
    has decided stays as it is, and is there again if the two are parted."""
    for row in rows:
        if row.state not in DECIDED:
            row.state = "withdrawn"
            row.save(update_fields=["state"])


def _set_right(held: _Held, known: _Known, now: datetime) -> list[Proposal]:
    """Moves the rows of one patient to what follows now; returns the new ones, which are not yet written."""
    found: dict[Key, Proposed] = {}
    says: dict[Key, tuple[str, ...]] = {}
    answered = (*held.rows.values(), *held.refused_elsewhere)
    refused = frozenset(_says(row) for row in answered if row.state == "refused")
    for one in known.rules:
        says |= {(one.pathway, *candidate.key): candidate.says for candidate in reversed(candidates(held.facts, one))}
        for proposal in propose(held.facts, held.registered, one, refused=refused):
            if not proposal.code or known.norms.standing(proposal.code, proposal.candidate.day) == "known":
                found[one.pathway, *proposal.key] = proposal
    for row in held.refused_elsewhere:
        same = found.get(_row_key(row))
        if same is not None and same.candidate.says == _says(row):
            del found[_row_key(row)]
    versions = {fact.identity: fact.version for fact in held.facts}
    new = [
        made
        for key, proposal in sorted(found.items(), key=lambda pair: pair[0])
        if (made := _meet(held.patient, proposal, held.rows.get(key), now)) is not None
    ]
    for key, row in held.rows.items():
        _keep_or_let_go(row, found.get(key), says.get(key), versions.get((row.fact_source, row.fact_source_id)))
    return new


def _meet(patient: Patient, proposal: Proposed, row: Proposal | None, now: datetime) -> Proposal | None:
    """The new row, where what follows now is not what the row already says."""
    if row is None:
        return _new(patient, proposal, _next_revision(patient, proposal), now)
    if row.state in {"confirmed", "corrected"}:
        return None
    if _says(row) != proposal.candidate.says:
        row.state = "superseded"
        row.save(update_fields=["state"])
        return _new(patient, proposal, row.revision + 1, now)
    if row.state != "refused":
        _follow(row, proposal)
    return None


def _follow(row: Proposal, proposal: Proposed) -> None:
    """The same proposal, perhaps registered meanwhile, or of another strength now that more is known."""
    why = _why(proposal)
    fresh = (
        _STATES[proposal.standing],
        proposal.strength.value,
        proposal.candidate.rule.id,
        proposal.candidate.fact.version,
    )
    if (row.state, row.strength, row.rule, row.fact_version) != fresh or row.why != why:
        row.state, row.strength, row.rule, row.fact_version = fresh
        row.why = why
        row.save(update_fields=["state", "strength", "rule", "fact_version", "why"])


def _keep_or_let_go(
    row: Proposal, proposal: Proposed | None, says: tuple[str, ...] | None, version: int | None
) -> None:
    """What becomes of a row that nothing follows for any more, and of a confirmed one whose fact has changed."""
    if row.state in {"confirmed", "corrected"}:
        flag = ""
        if version is None:
            flag = "fact-voided"
        elif version != row.fact_version and says != _says(row):
            flag = "fact-changed"
        if flag == row.kept_flag:
            flag = ""
        if flag != row.flag:
            row.flag = flag
            row.save(update_fields=["flag"])
    elif proposal is None and row.state not in {"superseded", "refused"}:
        row.state = "withdrawn"
        row.save(update_fields=["state"])


def _new(patient: Patient, proposal: Proposed, revision: int, now: datetime) -> Proposal:
    candidate = proposal.candidate
    return Proposal(
        patient=patient,
        pathway=proposal.pathway,
        mark=candidate.rule.mark,
        code=proposal.code,
        time=candidate.time.isoformat(),
        day=local_date(candidate.time),
        org=candidate.org,
        treatment=candidate.rule.treatment,
        rule=candidate.rule.id,
        strength=proposal.strength.value,
        fact_source=candidate.fact.source,
        fact_source_id=candidate.fact.source_id,
        fact_version=candidate.fact.version,
        why=_why(proposal),
        state=_STATES[proposal.standing],
        revision=revision,
        proposed_at=now,
    )


def _next_revision(patient: Patient, proposal: Proposed) -> int:
    source, source_id, mark = proposal.key
    earlier = Proposal.objects.filter(
        patient=patient, pathway=proposal.pathway, fact_source=source, fact_source_id=source_id, mark=mark
    )
    return 1 + max(earlier.values_list("revision", flat=True), default=0)


def _why(proposal: Proposed) -> dict[str, Any]:
    """What the proposal was made from: the rule and the fact in full, and what was found or missed around them."""
    held = proposal.registered
    why: dict[str, Any] = {
        "rule": msgspec.to_builtins(proposal.candidate.rule),
        "fact": msgspec.to_builtins(proposal.candidate.fact),
        "missing": list(proposal.missing),
        "registered": None,
    }
    if held is not None:
        why["registered"] = {
            "code": held.code,
            "time": held.time.isoformat(),
            "org": held.org,
            "source": held.source,
            "source_id": held.source_id,
        }
    return why


def _row_key(row: Proposal) -> Key:
    return (row.pathway, row.fact_source, row.fact_source_id, row.mark)


def _says(row: Proposal) -> tuple[str, ...]:
    return (row.fact_source, row.fact_source_id, row.mark, row.time, row.org, row.treatment)
