"""The gate of a phase: the facts its rules look at, gathered from the tables, and every rule's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from normverk.base.rules import Finding, judge
from normverk.govern.catalogue.reviewing import review_of
from normverk.govern.consultation.queries import facts_for_gate
from normverk.govern.consultation.rules import HearingFacts
from normverk.govern.findings.queries import findings_of
from normverk.govern.process.definition import Phase
from normverk.govern.process.models import QUESTIONS, Case, ChangeAssessment, Inquiry, Waiver
from normverk.govern.process.rules import (
    ChangeFacts,
    EditionFacts,
    HearingNeedFacts,
    InquiryFacts,
    KindAnalysisFacts,
    KindFacts,
    LevelFacts,
    NeedFacts,
    ReviewFacts,
)
from normverk.govern.process.rules.inquiry import NOT_BEGUN
from normverk.norm.days import local_date
from normverk.norm.kinds import KINDS, missing_fields


@dataclass(frozen=True)
class Judged:
    """One rule of the gate with its answer, and the waiver that lets it be, if any."""

    finding: Finding
    waiver: Waiver | None

    @property
    def stops(self) -> bool:
        """True when a decision to go on is refused because of this rule."""
        return self.finding.refuses and self.waiver is None


@dataclass(frozen=True)
class Gate:
    """All rules of one phase as they are answered at one moment."""

    phase: Phase
    judged: tuple[Judged, ...]

    @property
    def is_open(self) -> bool:
        """True when a decision to go on would not be refused."""
        return not any(judged.stops for judged in self.judged)

    @property
    def remaining(self) -> tuple[Judged, ...]:
        """What is left before it can be decided to go on."""
        return tuple(judged for judged in self.judged if judged.stops)


def gate_of(case: Case, now: datetime) -> Gate:
    """The gate of the phase the case is in, as its rules are answered at `now`."""
    phase = case.current_phase()
    waivers = {waiver.rule: waiver for waiver in Waiver.objects.filter(case=case, lapsed_by__isnull=True)}
    findings = _judge(case, phase, now)
    return Gate(
        phase,
        tuple(Judged(finding, waivers.get(finding.rule.id) if finding.refuses else None) for finding in findings),
    )


def _judge(case: Case, phase: Phase, now: datetime) -> tuple[Finding, ...]:
    """Every rule of the phase with its answer, in the order of the definition."""
    found = {
        finding.rule.id: finding
        for facts in facts_of(case, now)
        for finding in judge(facts, on=local_date(now), only=phase.rules)
    }
    return tuple(found[rule] for rule in phase.rules if rule in found)


def facts_of(case: Case, now: datetime) -> tuple[Any, ...]:
    """Everything the rules of gates look at. A hearing that was not held is judged only by the rule that it is needed."""
    hearing = facts_for_gate(case.edition_id, now)
    inquiry = Inquiry.objects.filter(case=case).first()
    facts: tuple[Any, ...] = (
        NeedFacts(case.need.ref, case.need.assessment, case.need.priority),
        _inquiry_facts(inquiry),
        LevelFacts(inquiry.level if inquiry else "", _earlier_levels(case)),
        KindAnalysisFacts(case.product.kind, inquiry.analysis if inquiry else "", least_analysis(case.product.kind)),
        _edition_facts(case),
        KindFacts(case.product.kind, missing_fields(case.edition.revision.read())),
        _review_facts(case),
        HearingNeedFacts(inquiry.essential_effects if inquiry else None, hearing.ref),
        _change_facts(case, hearing),
    )
    return (*facts, hearing) if hearing.held else facts


def least_analysis(kind: str) -> str:
    """The analysis that an inquiry of this kind of product begins with; KeyError for an unknown kind."""
    least = {known.id: known.analysis[0] for known in KINDS.values()}[kind]  # type: ignore[index]
    return "full" if least == "socioeconomic" else least


def _review_facts(case: Case) -> ReviewFacts:
    state = review_of(case.edition)
    return ReviewFacts(state.verdict, len(state.open_comments))


def _inquiry_facts(inquiry: Inquiry | None) -> InquiryFacts:
    if inquiry is None:
        return NOT_BEGUN
    answers = [*inquiry.answers, *[""] * QUESTIONS][:QUESTIONS]
    return InquiryFacts(
        begun=True,
        unanswered=tuple(number for number, answer in enumerate(answers, start=1) if not str(answer).strip()),
        purpose=_says(inquiry.purpose),
        scope=_says(inquiry.scope),
        target_group=_says(inquiry.target_group),
        planned_owner=bool(inquiry.planned_owner.strip()),
        level=inquiry.level,
        analysis=inquiry.analysis,
        larger_effects=inquiry.larger_effects,
        involvement=bool(inquiry.involvement.strip()),
        uptake=bool(inquiry.uptake.strip()),
    )


def _earlier_levels(case: Case) -> tuple[str, ...]:
    """The levels of the product's editions that have been published already."""
    rows = Inquiry.objects.filter(
        case__product=case.product, case__edition__state__in=("published", "superseded")
    ).exclude(case=case)
    return tuple(sorted(set(rows.values_list("level", flat=True))))


def _edition_facts(case: Case) -> EditionFacts:
    edition = case.edition
    content = edition.revision.read()
    found = findings_of(edition)
    errors = sorted({one.finding.check for one in found if one.finding.strength == "error"})
    warnings = sorted({one.finding.check for one in found if one.finding.strength == "warning" and one.answer is None})
    answered = [f"{one.answer.check_id} ({one.answer.place}): {one.answer.reason}" for one in found if one.answer]
    return EditionFacts(
        state=edition.state,
        purpose=bool(content.purpose.in_language("nb")),
        scope=bool(content.scope.in_language("nb")),
        target_group=bool(content.target_group.in_language("nb")),
        says_something=bool(content.sections) or content.pathway is not None,
        valid_from=_iso(edition.valid_from),
        lint_errors=tuple(errors),
        lint_open=tuple(warnings),
        lint_answered=tuple(answered),
    )


def _change_facts(case: Case, hearing: HearingFacts) -> ChangeFacts:
    present = case.edition.revision_id
    heard = hearing.revision_digest if hearing.held else ""
    newest = (
        ChangeAssessment.objects.filter(case=case, heard=heard, present=present).order_by("assessed_at", "ref").last()
    )
    return ChangeFacts(heard, present, newest.material if newest else None)


def _says(text: dict[str, str]) -> bool:
    return any(words.strip() for words in text.values())


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
