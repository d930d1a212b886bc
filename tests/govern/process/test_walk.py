"""A case from need to published edition through its actions, and everything that refuses to let it through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client

from normverk.base.events.models import Event
from normverk.base.events.queries import faults, history
from normverk.base.jobs.models import Job
from normverk.base.jobs.worker import run_due
from normverk.base.policy import Actor, Denied, Role
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import save_draft
from normverk.govern.catalogue.models import Edition
from normverk.govern.process.actions import (
    Waived,
    assess_change,
    assess_need,
    decide,
    open_case,
    save_inquiry,
    waive_rule,
)
from normverk.govern.process.actions.publishing import publish_approved
from normverk.govern.process.definition import definition
from normverk.govern.process.gate import gate_of
from normverk.govern.process.models import Case, Decision, GateCheck, PhaseRun, Waiver
from normverk.govern.process.queries import decisions_of, line_of, release_of, waivers_of
from normverk.govern.trace.queries import find_trace
from normverk.norm.content import Section
from normverk.norm.text import Text
from normverk.norm.units import Unit
from normverk.publish.actions import make_key
from normverk.publish.models import Release
from normverk.publish.package import decode_package
from normverk.publish.queries import withdrawal
from tests.conftest import actor_with
from tests.govern.catalogue.samples import draft_edition, pathway_content, same
from tests.govern.process.walking import (
    DECIDER,
    GOOD_INQUIRY,
    OWNER,
    REASON,
    WHY_WAIVED,
    Walk,
    a_need,
    assessed_need,
    at_hearing_phase,
    begin,
    ready_to_approve,
    waive_six_weeks,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def signing(settings: Any, tmp_path: Path, now: datetime, administrator: Actor) -> None:
    """A data folder of its own with a signing key."""
    settings.DATA = tmp_path
    make_key(actor=administrator, now=now)


def refused(walk: Walk, **arguments: object) -> list[str]:
    """The ids of the rules that refuse to let the case go on."""
    with pytest.raises(Broken) as broken:
        decide(case=walk.case, outcome="on", reason=REASON, actor=DECIDER, now=walk.now, **arguments)  # type: ignore[arg-type]
    return [finding.rule.id for finding in broken.value.findings]


def test_a_need_becomes_a_published_edition(signing: None, now: datetime) -> None:
    walk = ready_to_approve(now).on()
    assert (walk.case.phase, walk.case.edition.state) == ("realisere", "approved")
    assert walk.case.edition.approved_at == walk.now
    done = run_due(now_fn=lambda: walk.now)
    assert (done.done, done.failed) == (2, 0)  # the release is built, and found by search
    walk = walk.fresh()
    release = release_of(walk.case)
    assert release is not None
    assert walk.case.edition.state == "published"
    walk = walk.on().on()
    assert (walk.case.state, walk.case.phase) == ("closed", "vedlikeholde")
    assert [run.phase for run in PhaseRun.objects.filter(case=walk.case).order_by("pk")] == [
        phase.id for phase in definition().phases
    ]
    assert [decision.phase for decision in decisions_of(walk.case)] == [phase.id for phase in definition().phases]
    assert list(faults()) == []


def test_the_release_carries_the_whole_way_in_order(signing: None, now: datetime) -> None:
    walk = ready_to_approve(now).on()
    run_due(now_fn=lambda: walk.now)
    release = Release.objects.get(edition_ref=walk.case.edition.ref)
    links = decode_package(bytes(release.file)).chain.links
    assert [link.kind for link in links] == [
        "need", "case", "decision", "inquiry", "decision", "decision", "hearing", "decision", "edition",
    ]  # fmt: skip
    assert all(link.url.startswith("http") for link in links)
    assert not any(name in str(links) for name in ("Nordmann", OWNER.id, DECIDER.id))


def test_the_release_is_built_once_however_often_the_job_runs(signing: None, now: datetime) -> None:
    walk = ready_to_approve(now).on()
    run_due(now_fn=lambda: walk.now)
    Job.objects.update(state="waiting", finished_at=None)
    run_due(now_fn=lambda: walk.now)
    assert Release.objects.count() == 1
    assert list(faults()) == []


def test_stopping_what_is_published_withdraws_its_release_once_with_the_decisions_reasons(
    signing: None, now: datetime
) -> None:
    walk = ready_to_approve(now).on()
    run_due(now_fn=lambda: walk.now)
    walk = walk.fresh().on().later(30)
    assert walk.case.phase == "vedlikeholde"
    decision, _ = decide(case=walk.case, outcome="stop", reason="Fristen er feil.", actor=DECIDER, now=walk.now)
    assert walk.fresh().case.edition.state == "withdrawn"
    for _ in range(2):
        run_due(now_fn=lambda: walk.now)
        Job.objects.update(state="waiting", finished_at=None)
    release = release_of(walk.case)
    assert release is not None
    assert (release.status, withdrawal(release)) == ("withdrawn", Text(nb="Fristen er feil."))
    (withdrawn,) = Event.objects.filter(type="release.withdrawn")
    decided = Event.objects.get(seq=withdrawn.cause)
    assert (decided.type, decided.data["decision"]) == ("case.decided", decision.ref)
    trace = find_trace(walk.case.product.slug, walk.case.edition.number)
    assert trace is not None
    assert trace.withdrawn == Text(nb="Fristen er feil.")
    assert "Fristen er feil." in Client().get(f"/trace/{walk.case.edition.ref}/").content.decode()
    assert list(faults()) == []


def test_stopping_before_the_release_is_built_leaves_none(signing: None, now: datetime) -> None:
    walk = ready_to_approve(now).on()
    decide(case=walk.case, outcome="stop", reason="Fristen er feil.", actor=DECIDER, now=walk.now)
    counts = run_due(now_fn=lambda: walk.now)
    assert (counts.done, counts.failed) == (2, 0)
    assert (walk.fresh().case.edition.state, Release.objects.count()) == ("withdrawn", 0)


def test_a_five_week_hearing_is_refused_at_the_gate_with_rule_text_and_paragraph(now: datetime) -> None:
    walk = at_hearing_phase(now).hear(35, waiver="somewhere else", waived=frozenset({"hearing.six-weeks"})).submit()
    with pytest.raises(Broken) as broken:
        decide(case=walk.case, outcome="on", reason=REASON, actor=DECIDER, now=walk.now)
    (finding,) = broken.value.findings
    assert finding.rule.id == "hearing.six-weeks"
    assert finding.rule.text.nb == "Høringsfristen er ikke kortere enn seks uker."
    assert (finding.rule.citation.document, finding.rule.citation.heading) == ("S1", "Høring")
    assert finding.result.facts["days"] == 35
    assert Decision.objects.filter(case=walk.case, phase="innspill-og-evaluere").count() == 0


def test_with_a_reasoned_waiver_the_short_hearing_goes_on_and_the_waiver_is_kept(now: datetime) -> None:
    walk = at_hearing_phase(now)
    ref = waive_six_weeks(walk)
    walk = walk.hear(35, waiver=ref, waived=frozenset({"hearing.six-weeks"})).submit().on()
    check = GateCheck.objects.get(decision__case=walk.case, rule="hearing.six-weeks", waiver__isnull=False)
    assert (check.outcome, check.facts["days"], check.waiver.ref if check.waiver else "") == ("not-met", 35, ref)
    assert walk.case.edition.state == "approved"
    assert list(faults()) == []


def test_a_waiver_can_be_given_with_the_decision(now: datetime) -> None:
    walk = at_hearing_phase(now).submit()
    assert refused(walk) == ["hearing.needed"]
    decision, _gate = decide(
        case=walk.case,
        outcome="on",
        reason=REASON,
        waive=(Waived("hearing.needed", WHY_WAIVED),),
        actor=DECIDER,
        now=walk.now,
    )
    (waiver,) = waivers_of(walk.case)
    assert [event.type for event in history(f"case/{walk.case.ref}")][-2:] == ["rule.waived", "case.decided"]
    assert decision.checks.get(rule="hearing.needed").waiver == waiver


def test_a_refused_decision_leaves_no_waiver_behind(now: datetime) -> None:
    walk = at_hearing_phase(now)
    assert "edition.handed-in" in refused(walk, waive=(Waived("hearing.needed", WHY_WAIVED),))
    assert Waiver.objects.count() == 0


@pytest.mark.parametrize(
    ("rule", "reason", "broken"),
    [
        ("hearing.six-weeks", "Haster.", "waiver.written-and-reasoned"),
        ("hearing.open-to-all", WHY_WAIVED, "waiver.rule-may-be-waived"),
        ("decision.not-own-work", WHY_WAIVED, "waiver.rule-may-be-waived"),
    ],
)
def test_only_listed_rules_are_waived_and_only_with_reasons(rule: str, reason: str, broken: str, now: datetime) -> None:
    walk = at_hearing_phase(now)
    with pytest.raises(Broken) as refusal:
        waive_rule(case=walk.case, rule=rule, reason=reason, actor=DECIDER, now=walk.now)
    assert [finding.rule.id for finding in refusal.value.findings] == [broken]


def test_a_waiver_lapses_when_the_case_is_sent_back(now: datetime) -> None:
    walk = at_hearing_phase(now)
    ref = waive_six_weeks(walk)
    decide(case=walk.case, outcome="back", to_phase="utrede", reason="Anew.", actor=DECIDER, now=walk.now)
    assert Waiver.objects.get(pk=ref).lapsed_by is not None
    assert list(faults()) == []


def test_nobody_decides_on_what_they_have_written(now: datetime) -> None:
    both = Actor(OWNER.id, "Both", OWNER.grants | DECIDER.grants)
    walk = begin(now)
    with pytest.raises(Denied):
        decide(case=walk.case, outcome="on", reason=REASON, actor=both, now=now)
    with pytest.raises(Denied):
        waive_rule(case=walk.case, rule="hearing.needed", reason=WHY_WAIVED, actor=both, now=now)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DECISION_MAKER])
def test_only_decision_makers_decide(role: Role, now: datetime) -> None:
    walk = begin(now)
    with pytest.raises(Denied):
        decide(case=walk.case, outcome="on", reason=REASON, actor=actor_with(role), now=now)


def test_another_norm_owner_neither_writes_the_inquiry_nor_judges_a_change(now: datetime) -> None:
    walk, other = begin(now), actor_with(Role.NORM_OWNER, id="owner-2")
    with pytest.raises(Denied):
        save_inquiry(case=walk.case, text=GOOD_INQUIRY, begun_from=0, actor=other, now=now)
    with pytest.raises(Denied):
        assess_change(case=walk.case, material=False, reason="Small.", actor=other, now=now)


def test_a_case_needs_an_assessed_need_and_a_need_has_one_case(now: datetime) -> None:
    with pytest.raises(Broken) as broken:
        open_case(need=a_need(now), product=begin(now).case.product, actor=OWNER, now=now)
    assert [finding.rule.id for finding in broken.value.findings] == ["case.need-assessed-first"]
    case = Case.objects.get()
    with pytest.raises(Broken) as broken:
        open_case(need=case.need, product=case.product, actor=OWNER, now=now)
    assert [finding.rule.id for finding in broken.value.findings] == ["case.one-for-a-need"]


def test_a_declined_need_opens_no_case(now: datetime) -> None:
    need = assess_need(need=a_need(now), assessment="decline", text="No.", priority=4, actor=OWNER, now=now)
    with pytest.raises(Broken):
        open_case(need=need, product=begin(now).case.product, actor=OWNER, now=now)


def test_the_inquiry_is_asked_for_everything_it_lacks(now: datetime) -> None:
    walk = begin(now).on()
    assert refused(walk) == ["inquiry.six-questions", "inquiry.purpose-scope-target"]
    walk = walk.inquire(replace(GOOD_INQUIRY, answers=("a", "b", "", "d", "e", "f"), scope=same("")))
    assert refused(walk) == ["inquiry.six-questions", "inquiry.purpose-scope-target"]
    gate = gate_of(walk.case, now)
    assert {j.finding.rule.id: j.finding.result.facts for j in gate.remaining}["inquiry.six-questions"] == {
        "unanswered": "3"
    }
    assert walk.inquire().on().case.phase == "utarbeide-utkast"


def test_saving_an_outdated_inquiry_is_refused(now: datetime) -> None:
    walk = begin(now).on().inquire().inquire()
    with pytest.raises(Broken) as broken:
        save_inquiry(case=walk.case, text=GOOD_INQUIRY, begun_from=1, actor=OWNER, now=now)
    assert [finding.rule.id for finding in broken.value.findings] == ["edition.newer-text-is-not-lost"]


def test_approval_waits_for_the_hearing_to_end_and_every_answer_to_be_treated(now: datetime) -> None:
    from normverk.base.policy import visitor
    from normverk.govern.consultation.actions import PartText, Sender, open_consultation, send_response
    from normverk.norm.days import local_date

    walk = at_hearing_phase(now)
    opens = local_date(now)
    hearing, _ = open_consultation(
        edition=walk.case.edition, opens=opens, closes=local_date(walk.later(95).now), actor=OWNER, now=now
    )
    send_response(
        consultation=hearing,
        sender=Sender("Kari Nordmann (oppdiktet)"),
        parts=(PartText("", "objects", "Nei."),),
        language="nb",
        actor=visitor(),
        now=now,
    )
    walk = walk.submit()
    assert refused(walk) == ["hearing.deadline-passed", "hearing.answers-public", "hearing.parts-treated"]
    assert refused(walk.later(96)) == ["hearing.parts-treated"]


def test_a_norm_whose_basis_is_withdrawn_is_stopped_at_the_gate_and_not_released(signing: None, now: datetime) -> None:
    basis = draft_edition(now, owner=OWNER, slug="forskriften")
    unit = Unit("regulation", law=f"/products/{basis.product.slug}/")
    content = pathway_content(valid_from=date(2026, 9, 1))
    content = msgspec.structs.replace(content, sections=(*content.sections, Section("krav", same("Krav"), unit=unit)))
    Edition.objects.filter(pk=basis.pk).update(state="published", approved_at=now, published_at=now)
    walk = begin(now, content=content).later(1).on().later(1).inquire().later(1).on().later(1).on().later(1)
    walk = walk.hear().submit()
    assert list(gate_of(walk.case, walk.now).remaining) == []
    Edition.objects.filter(pk=basis.pk).update(state="withdrawn")
    gate = gate_of(walk.case, walk.now)
    (stopped,) = [judged.finding for judged in gate.remaining]
    assert "rests-on-lower" in str(stopped.result.facts)
    with pytest.raises(Broken):
        walk.on()
    Edition.objects.filter(pk=basis.pk).update(state="published")
    approved = walk.on().case
    Edition.objects.filter(pk=basis.pk).update(state="withdrawn")
    with pytest.raises(Broken, match=r"release\.content-has-no-error"):
        publish_approved(case=approved, actor=DECIDER, now=walk.now)
    assert not Release.objects.exists()


def test_a_text_changed_after_the_hearing_is_judged_before_approval(now: datetime) -> None:
    walk = at_hearing_phase(now).hear()
    edition = walk.case.edition
    content = msgspec.structs.replace(edition.revision.read(), purpose=same("Et annet formål."))
    save_draft(edition=edition, content=content, begun_from=edition.revision_id, actor=OWNER, now=walk.now)
    walk = walk.fresh().submit()
    assert refused(walk) == ["change.heard-or-assessed"]
    assess_change(case=walk.case, material=True, reason="It changes who it is for.", actor=OWNER, now=walk.now)
    assert refused(walk) == ["change.heard-or-assessed"]
    later = walk.later(1)
    assess_change(case=walk.case, material=False, reason="On second thoughts only words.", actor=OWNER, now=later.now)
    assert later.on().case.edition.state == "approved"
    assert list(faults()) == []


def test_a_norm_with_an_error_is_not_approved(now: datetime) -> None:
    walk = at_hearing_phase(now)
    edition = walk.case.edition
    content = edition.revision.read()
    assert content.pathway is not None
    clocks = tuple(
        msgspec.structs.replace(clock, parts=("OF1",)) if clock.id == "OF4" else clock
        for clock in content.pathway.clocks
    )
    wrong = msgspec.structs.replace(content, pathway=msgspec.structs.replace(content.pathway, clocks=clocks))
    save_draft(edition=edition, content=wrong, begun_from=edition.revision_id, actor=OWNER, now=now)
    assert refused(walk.fresh().hear().submit()) == ["edition.norm-check"]


def test_maintenance_waits_for_the_publication(now: datetime) -> None:
    assert refused(ready_to_approve(now).on()) == ["edition.published"]


def test_a_postponed_case_stays_in_its_phase_and_can_go_on(now: datetime) -> None:
    walk = begin(now)
    decide(case=walk.case, outcome="postpone", reason="Wait for spring.", actor=DECIDER, now=now)
    walk = walk.fresh()
    assert (walk.case.state, walk.case.phase) == ("postponed", "identifisere-behov")
    walk = walk.on()
    assert (walk.case.state, walk.case.phase) == ("running", "utrede")
    assert list(faults()) == []


def test_a_stopped_case_gives_up_its_draft_and_takes_no_more_decisions(now: datetime) -> None:
    walk = begin(now)
    decide(case=walk.case, outcome="stop", reason="Not needed after all.", actor=DECIDER, now=now)
    walk = walk.fresh()
    assert (walk.case.state, walk.case.edition.state) == ("stopped", "discarded")
    assert refused(walk) == ["decision.case-under-way"]
    assert list(faults()) == []


def test_a_case_sent_back_from_review_has_a_draft_again_and_walks_on_from_there(now: datetime) -> None:
    walk = ready_to_approve(now)
    decide(
        case=walk.case, outcome="back", to_phase="utarbeide-utkast", reason="More work.", actor=DECIDER, now=walk.now
    )
    walk = walk.fresh()
    assert (walk.case.phase, walk.case.edition.state) == ("utarbeide-utkast", "draft")
    assert [len(station.runs) for station in line_of(walk.on().case)] == [1, 1, 2, 2, 0, 0]
    assert list(faults()) == []


@pytest.mark.parametrize("outcome", ["back", "stop", "postpone"])
def test_other_decisions_than_going_on_are_kept_with_the_gate_as_it_was(outcome: str, now: datetime) -> None:
    walk = begin(now).on()
    to_phase = "identifisere-behov" if outcome == "back" else ""
    decision, gate = decide(case=walk.case, outcome=outcome, to_phase=to_phase, reason=REASON, actor=DECIDER, now=now)
    assert not gate.is_open
    assert decision.checks.count() == len(gate.judged) > 0


def test_a_case_stays_readable_when_the_process_changes(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = begin(now)
    newer = msgspec.structs.replace(definition(), version="2099-01")
    monkeypatch.setattr("normverk.govern.process.actions.cases.definition", lambda name: newer)
    other = begin(now, slug="annet").case
    assert (walk.fresh().case.process().version, other.process().version) == (definition().version, "2099-01")
    assert walk.fresh().case.definition_id == definition().digest
    assert list(faults()) == []


def test_a_draft_that_says_nothing_takes_what_it_is_for_from_the_inquiry(now: datetime) -> None:
    from normverk.govern.process.actions.cases import NewProduct

    product = NewProduct("tekst", "guide", same("Oppdiktet veileder"), "Demonstrasjonsdirektoratet")
    case = open_case(need=assessed_need(now), product=product, actor=OWNER, now=now)
    content = Walk(case, now).fresh().inquire().case.edition.revision.read()
    assert (content.purpose, content.scope) == (GOOD_INQUIRY.purpose, GOOD_INQUIRY.scope)
    assert list(faults()) == []


def test_a_language_left_behind_is_an_open_finding_at_the_gate_and_known_when_the_release_is_built(
    signing: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but the history can tell: the languages are all there, and as long as each other."""
    walk = at_hearing_phase(now).hear()
    edition = walk.case.edition
    held = edition.revision.read()
    content = msgspec.structs.replace(held, purpose=msgspec.structs.replace(held.purpose, nb=f"{held.purpose.nb} Ja."))
    save_draft(edition=edition, content=content, begun_from=edition.revision_id, actor=OWNER, now=walk.now)
    walk = walk.fresh().submit()
    findings = [judged.finding for judged in gate_of(walk.case, walk.now).judged]
    (checked,) = [one for one in findings if one.rule.id == "edition.norm-check"]
    assert "languages-out-of-step" in str(checked.result.facts)
    seen: list[Any] = []
    monkeypatch.setattr("normverk.publish.actions.releases.lint", lambda content, **known: seen.append(known) or ())
    Edition.objects.filter(pk=edition.pk).update(state="approved", approved_at=now)
    publish_approved(case=walk.case, actor=DECIDER, now=walk.now)
    (known,) = seen
    assert [content.purpose for _, content in known["history"]][-2:] == [held.purpose, content.purpose]
