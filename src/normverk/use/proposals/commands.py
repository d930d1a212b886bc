"""normverk pathway derive: what the data rules propose from a file of the record; printed, or taken in to be answered."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show, table
from normverk.base.policy import operator
from normverk.norm.derivation import RuleSet
from normverk.publish import default_rules_mental
from normverk.publish.default_rules import CODE_SYSTEM, prefixes, read_rules, rules_for
from normverk.use.pathways.engine import RecordEvent, settle
from normverk.use.pathways.intake import Complaint, Line, read_bundle, read_lines, read_text
from normverk.use.proposals.engine import Proposal, RecordFact, Registered, propose
from normverk.use.proposals.readers import Form, Mapping, complained, facts_in, read_mapping

FORMS: Final[tuple[Form, ...]] = ("fhir", "hl7", "csv")
_HEADS = ("patient", "pathway", "code", "time", "org", "strength", "standing", "rule")


def add_commands(commands: Subparsers) -> None:
    """Adds `derive` to the group `pathway`."""
    pathway = add_group(commands, "pathway", help="Pathway clocks: take in record events and judge them.")
    derive = add_command(
        pathway,
        "derive",
        run_derive,
        help="Propose pathway codes from what the record knows: FHIR R4, HL7 v2, or CSV with a mapping file.",
        example="normverk pathway derive --fhir bundle.json --events registered.ndjson --json",
    )
    forms = derive.add_mutually_exclusive_group(required=True)
    forms.add_argument("--fhir", metavar="FILE", help="a FHIR R4 bundle")
    forms.add_argument("--hl7", metavar="FILE", help="HL7 v2 messages: ADT, SIU, ORU and REF, one after another")
    forms.add_argument("--csv", metavar="FILE", help="a CSV file, read by --mapping")
    derive.add_argument("--mapping", metavar="FILE", help="TOML: which column of the CSV file is what")
    derive.add_argument(
        "--rules",
        metavar="FILE",
        help="JSON: rule sets (default: those of the pathways for cancer, and for mental health and substance use)",
    )
    derive.add_argument("--events", metavar="FILE", help="NDJSON: codes registered already")
    derive.add_argument("--store", action="store_true", help="take the facts in here, to be answered on the page")


def run_derive(parsed: argparse.Namespace) -> int:
    """Prints the proposals, or takes the facts in; exit code 1 when nothing in the file could be used."""
    from normverk.use.proposals.actions import read_facts

    form: Form = next(one for one in FORMS if getattr(parsed, one))
    name = getattr(parsed, form)
    mapping = _mapping(parsed)
    if parsed.store:
        return _store(parsed, form, name, mapping)
    content = _read(name)
    lines = read_facts(content=content, name=name, form=form, mapping=mapping)
    _complain(name, complained(lines))
    events = (
        _events_in(read_lines(read_text(_read(parsed.events), parsed.events)), parsed.events) if parsed.events else []
    )
    if form == "fhir":
        # What is registered already travels in the same bundle, as procedures with a code of the pathways' own list.
        text = read_text(content, name)
        events += [
            line.event
            for line in read_bundle(text, name, {CODE_SYSTEM, default_rules_mental.code_system()})
            if line.event is not None
        ]
    facts = facts_in(lines)
    answers = [
        plain(patient, one) for patient, found in proposals_by_patient(facts, events, _rules(parsed)) for one in found
    ]
    if parsed.json:
        for answer in answers:
            print(json.dumps(answer, ensure_ascii=False))
    else:
        print(table([_HEADS, *(tuple(str(answer[head] or "–") for head in _HEADS) for answer in answers)]))
    return 1 if lines and not facts else 0


def proposals_by_patient(
    facts: Iterable[RecordFact], events: Iterable[RecordEvent], rules: Sequence[RuleSet]
) -> list[tuple[str, tuple[Proposal, ...]]]:
    """What each patient's facts come to by all of the rule sets, the patients in order of their pseudonyms."""
    by_patient: dict[str, list[RecordFact]] = defaultdict(list)
    for fact in facts:
        by_patient[fact.patient].append(fact)
    registered: dict[str, list[Registered]] = defaultdict(list)
    for event in settle(events):
        registered[event.patient].append(Registered(event.code, event.time, event.org, event.source, event.source_id))
    return [
        (patient, tuple(one for held in rules for one in propose(by_patient[patient], registered[patient], held)))
        for patient in sorted(by_patient)
    ]


def plain(patient: str, one: Proposal) -> dict[str, Any]:
    """A proposal as plain data: what is proposed, and why."""
    candidate = one.candidate
    held = one.registered
    return {
        "patient": patient,
        "pathway": one.pathway,
        "code": one.code,
        "milestone": candidate.rule.milestone,
        "time": one.time.isoformat(),
        "org": candidate.org,
        "treatment": candidate.rule.treatment,
        "strength": one.strength.value,
        "standing": one.standing,
        "rule": candidate.rule.id,
        "why": candidate.rule.why.plain(),
        "basis": candidate.rule.source.title,
        "fact": {
            "kind": candidate.fact.kind.value,
            "source": candidate.fact.source,
            "source_id": candidate.fact.source_id,
            "version": candidate.fact.version,
        },
        "missing": list(one.missing),
        "registered": {"code": held.code, "time": held.time.isoformat(), "org": held.org} if held else None,
    }


def _store(parsed: argparse.Namespace, form: Form, name: str, mapping: Mapping | None) -> int:
    from normverk.use.proposals.actions import take_facts

    if parsed.rules or parsed.events:
        raise Unusable(
            "--store uses the rules of the loaded norms and the codes registered here; leave out --rules and --events"
        )
    report = take_facts(
        content=_read(name), name=name, form=form, mapping=mapping, actor=operator(), now=datetime.now(UTC)
    )
    _complain(name, report.complaints)
    answer = {"file": name, "lines": report.lines, "counts": report.counts, "proposals": report.proposals}
    told = ", ".join(f"{number} {state}" for state, number in sorted(report.proposals.items())) or "nothing new"
    show(parsed, answer, f"{name}: {report.lines} facts and messages; proposals: {told}")
    return 0 if {"taken-in", "unchanged"} & set(report.counts) or not report.lines else 1


def _mapping(parsed: argparse.Namespace) -> Mapping | None:
    if bool(parsed.csv) != bool(parsed.mapping):
        raise Unusable("--csv and --mapping go together: the mapping file says which column is what")
    return read_mapping(_read(parsed.mapping), parsed.mapping) if parsed.mapping else None


def _rules(parsed: argparse.Namespace) -> tuple[RuleSet, ...]:
    if parsed.rules:
        return read_rules(_read(parsed.rules), parsed.rules)
    mental = (default_rules_mental.rules_for(prefix) for prefix in default_rules_mental.prefixes())
    return (*(rules_for(prefix) for prefix in prefixes()), *mental)


def _events_in(lines: Iterable[Line], name: str) -> list[RecordEvent]:
    found = list(lines)
    _complain(name, [(f"line {line.number}", line.complaint) for line in found if line.complaint is not None])
    return [line.event for line in found if line.event is not None]


def _complain(name: str, complaints: Iterable[tuple[str, Complaint]]) -> None:
    from normverk.use.proposals.shown import complaint_words

    for place, complaint in complaints:
        detail = f" ({complaint.detail})" if complaint.detail else ""
        print(f"{name}: {place}: {complaint.kind}: {complaint_words(complaint.kind, 'en')}{detail}", file=sys.stderr)


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as wrong:
        raise Unusable(f"{name}: {wrong.strerror or wrong}") from None
