"""Facts, registered codes and rules, as the engine reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from normverk.norm.derivation import RuleSet
from normverk.publish.default_rules import rules_of
from normverk.use.pathways.engine import Norms
from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries.events import live_events
from normverk.use.pathways.queries.joins import counted_by_another, counted_under
from normverk.use.proposals.engine import RecordFact, Registered, fact_of
from normverk.use.proposals.models import Proposal, StoredFact

SOURCE: Final = "proposal"
"""The source of the record events that confirmed proposals make; their source id is the proposal's."""


def stored_fact(row: StoredFact) -> RecordFact:
    """The stored version as a value."""
    return fact_of(row.content)


def settled_facts(patients: Sequence[Patient]) -> dict[str, list[RecordFact]]:
    """The facts that hold of these patients, by pseudonym, with what came under keys that are joined to theirs."""
    under = counted_under(patients)
    found: dict[str, list[RecordFact]] = defaultdict(list)
    for row in StoredFact.objects.filter(patient__in=list(under), current=True, status="active"):
        fact, name = stored_fact(row), under[row.patient_id]
        found[name].append(fact if fact.patient == name else msgspec.structs.replace(fact, patient=name))
    return found


def refused_elsewhere(patients: Sequence[Patient]) -> dict[str, list[Proposal]]:
    """What has been refused under keys that are joined to these patients', by the pseudonym it counts under."""
    under = counted_by_another(patients)
    found: dict[str, list[Proposal]] = defaultdict(list)
    for row in Proposal.objects.filter(patient__in=list(under), state="refused") if under else ():
        found[under[row.patient_id]].append(row)
    return found


def registered_of(patients: Sequence[Patient]) -> dict[str, list[Registered]]:
    """The registered codes that hold of these patients, by pseudonym, with the facts that confirmed ones came from."""
    events = live_events(patients)
    ids = [event.source_id for event in events if event.source == SOURCE]
    facts = {
        str(row.id): (row.fact_source, row.fact_source_id) for row in Proposal.objects.filter(patient__in=list(counted_under(patients)))
    } if ids else {}  # fmt: skip
    found: dict[str, list[Registered]] = defaultdict(list)
    for event in events:
        came_from = facts.get(event.source_id) if event.source == SOURCE else None
        found[event.patient].append(
            Registered(event.code, event.time, event.org, event.source, event.source_id, came_from)
        )
    return found


def loaded_rules(norms: Norms) -> tuple[RuleSet, ...]:
    """The rule sets of the loaded norms: those of each pathway's newest edition."""
    newest: Iterable[RuleSet | None] = (
        rules_of(pathway.editions[-1].definition) for pathway in norms.pathways.values()
    )
    return tuple(rules for rules in newest if rules is not None)
