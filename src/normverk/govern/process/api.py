"""Needs and cases for programs: the types of the answers, how they are made, and their description. Never a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from normverk.base.api.openapi import Operation, describe
from normverk.govern.process import queries
from normverk.govern.process.gate import Judged, gate_of
from normverk.govern.process.models import Case, Decision, GateCheck, Need
from normverk.learn.whatif.queries import trials_of
from normverk.norm.text import Text


class NeedAnswer(msgspec.Struct, frozen=True):
    """A need that has been read through. `assessment` is inquire, improve-existing, decline or merged; 1 is most urgent."""

    ref: str
    title: str
    text: str
    language: str
    source: str
    reported_at: datetime
    assessment: str
    assessment_text: str
    priority: int | None
    merged_into: str | None
    case: str | None


class NeedList(msgspec.Struct, frozen=True):
    """All needs that have been read through, newest first."""

    needs: tuple[NeedAnswer, ...]


class CaseInList(msgspec.Struct, frozen=True):
    """A case in short. `definition` is the digest of the exact process it is pinned to."""

    ref: str
    need: str
    edition: str
    process: str
    definition: str
    phase: str
    state: str
    opened_at: datetime
    ended_at: datetime | None


class CaseList(msgspec.Struct, frozen=True):
    """All cases, those under way first."""

    cases: tuple[CaseInList, ...]


class RuleSource(msgspec.Struct, frozen=True):
    """Where a rule comes from, the digest of the sentence it rests on, and how an unclear source was read."""

    document: str
    heading: str
    sentence: str
    url: str
    reading: str


class RuleAnswer(msgspec.Struct, frozen=True):
    """A rule as it was answered: met, not-met or cannot-tell, with the facts it looked at, and its waiver if any."""

    rule: str
    strength: str
    outcome: str
    facts: dict[str, Any]
    text: Text
    source: RuleSource
    waiver: str | None


class DecisionAnswer(msgspec.Struct, frozen=True):
    """A decision at the end of a phase: on, back, stop or postpone, with every rule as it was judged that day.

    `evidence` are the digests of what trials had told when it was decided; see /whatif/evidence/.
    """

    ref: str
    phase: str
    outcome: str
    to_phase: str | None
    reason: str
    conditions: str
    decided_at: datetime
    revision: str
    evidence: tuple[str, ...]
    checks: tuple[RuleAnswer, ...]


class WaiverAnswer(msgspec.Struct, frozen=True):
    """A rule that was let be in this case, and why. `lapsed_by` is the decision that sent the case back."""

    ref: str
    rule: str
    reason: str
    decided_at: datetime
    lapsed_by: str | None


class PhaseAnswer(msgspec.Struct, frozen=True):
    """A phase of the case's process: done, current, postponed, stopped or ahead, and how often it was gone through."""

    id: str
    name: Text
    state: str
    runs: int


class GateAnswer(msgspec.Struct, frozen=True):
    """The gate of the present phase as its rules are answered now; `open` when nothing is left but to decide."""

    phase: str
    open: bool
    rules: tuple[RuleAnswer, ...]


class CaseAnswer(msgspec.Struct, frozen=True):
    """A case with all that was decided in it. `release` is the digest of the release built from its edition, `trials`
    those of the drafts that were tried, the newest first."""

    case: CaseInList
    phases: tuple[PhaseAnswer, ...]
    decisions: tuple[DecisionAnswer, ...]
    waivers: tuple[WaiverAnswer, ...]
    hearings: tuple[str, ...]
    trials: tuple[str, ...]
    release: str | None
    gate: GateAnswer | None


def need_answer(need: Need) -> NeedAnswer:
    """A public need."""
    case = queries.case_of_need(need)
    return NeedAnswer(
        ref=need.ref,
        title=need.title,
        text=need.text,
        language=need.language,
        source=need.source,
        reported_at=need.reported_at,
        assessment=need.assessment,
        assessment_text=need.assessment_text,
        priority=need.priority,
        merged_into=need.merged_into_id,
        case=case.ref if case else None,
    )


def case_in_list(case: Case) -> CaseInList:
    """A case in short."""
    return CaseInList(
        ref=case.ref,
        need=case.need_id,
        edition=case.edition.ref,
        process=f"{case.definition.code} {case.definition.version}",
        definition=case.definition_id,
        phase=case.phase,
        state=case.state,
        opened_at=case.opened_at,
        ended_at=case.ended_at,
    )


def case_answer(case: Case, now: datetime) -> CaseAnswer:
    """A whole case with its gate as it stands at `now`; no gate once the case has ended."""
    release = queries.release_of(case)
    gate = gate_of(case, now) if case.state in {"running", "postponed"} else None
    return CaseAnswer(
        case=case_in_list(case),
        phases=tuple(
            PhaseAnswer(station.phase.id, station.phase.name, station.state, len(station.runs))
            for station in queries.line_of(case)
        ),
        decisions=tuple(_decision(decision) for decision in queries.decisions_of(case)),
        waivers=tuple(
            WaiverAnswer(row.ref, row.rule, row.reason, row.decided_at, row.lapsed_by_id)
            for row in queries.waivers_of(case)
        ),
        hearings=tuple(hearing.ref for hearing in queries.hearings_of(case)),
        trials=tuple(trial.digest for trial in trials_of(case.ref)),
        release=release.digest if release else None,
        gate=GateAnswer(gate.phase.id, gate.is_open, tuple(_judged(row) for row in gate.judged)) if gate else None,
    )


def _decision(decision: Decision) -> DecisionAnswer:
    return DecisionAnswer(
        ref=decision.ref,
        phase=decision.phase,
        outcome=decision.outcome,
        to_phase=decision.to_phase or None,
        reason=decision.reason,
        conditions=decision.conditions,
        decided_at=decision.decided_at,
        revision=decision.revision,
        evidence=tuple(decision.evidence),
        checks=tuple(_check(check) for check in queries.checks_of(decision)),
    )


def _check(check: GateCheck) -> RuleAnswer:
    return RuleAnswer(
        check.rule,
        check.strength,
        check.outcome,
        check.facts,
        Text(**check.text),
        RuleSource(**check.source),
        check.waiver_id,
    )


def _judged(judged: Judged) -> RuleAnswer:
    rule, result, cited = judged.finding.rule, judged.finding.result, judged.finding.rule.citation
    return RuleAnswer(
        rule.id,
        str(rule.strength),
        str(result.outcome),
        dict(result.facts),
        rule.text,
        RuleSource(cited.document, cited.heading, cited.sentence, cited.url, cited.reading),
        judged.waiver.ref if judged.waiver else None,
    )


describe(
    Operation("api-needs", "get", "All needs that have been read through, newest first.", NeedList, refusals=()),
    Operation("api-need", "get", "One need that has been read through.", NeedAnswer),
    Operation("api-cases", "get", "All cases, those under way first.", CaseList, refusals=()),
    Operation(
        "api-case", "get", "One case with its decisions, checks, waivers, and its gate as it stands.", CaseAnswer
    ),
)
