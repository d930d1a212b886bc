"""Any sequence of things people do to a case keeps the process: no phase left without a decision, none skipped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from normverk.base.events.queries import faults
from normverk.base.policy import Denied
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import save_draft, submit_for_review
from normverk.govern.process.actions import Waived, assess_change, decide, waive_rule
from normverk.govern.process.definition import OUTCOMES, definition
from normverk.govern.process.models import Decision, GateCheck, PhaseRun, Waiver
from normverk.govern.process.queries import hearings_of
from tests.govern.catalogue.samples import same
from tests.govern.process.walking import DECIDER, GOOD_INQUIRY, OWNER, WHY_WAIVED, Walk, begin

PHASES = [phase.id for phase in definition().phases]
BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Case(RuleBasedStateMachine):
    """Persons who try everything, in any order, on one case; what is refused leaves nothing behind."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.walk: Walk = begin(BEGUN)

    def teardown(self) -> None:
        """Takes away all that this run has written."""
        transaction.savepoint_rollback(self.savepoint)

    @property
    def under_way(self) -> bool:
        """Whether the case can still change."""
        return self.walk.case.state in {"running", "postponed"}

    def later(self) -> datetime:
        """A day later than what was done last."""
        self.walk = self.walk.later(1).fresh()
        return self.walk.now

    @rule(
        outcome=st.sampled_from(["on", "on", "on", *OUTCOMES]),
        to_phase=st.sampled_from(["", *PHASES]),
        waive=st.booleans(),
    )
    def somebody_decides(self, outcome: str, to_phase: str, waive: bool) -> None:
        """A decision maker decides anything; it is carried out, or refused without a trace."""
        now, before = self.later(), (self.walk.case.phase, Decision.objects.count(), Waiver.objects.count())
        try:
            decision, gate = decide(
                case=self.walk.case,
                outcome=outcome,
                to_phase=to_phase if outcome == "back" else "",
                reason="So it is decided.",
                waive=(Waived("hearing.needed", WHY_WAIVED),) if waive else (),
                actor=DECIDER,
                now=now,
            )
        except Broken:
            self.walk = self.walk.fresh()
            assert (self.walk.case.phase, Decision.objects.count(), Waiver.objects.count()) == before
            return
        self.walk = self.walk.fresh()
        assert outcome != "on" or gate.is_open
        assert GateCheck.objects.filter(decision=decision).count() == len(gate.judged)

    @rule()
    def the_writer_tries_to_decide(self) -> None:
        """Who wrote never decides."""
        with pytest.raises(Denied):
            decide(case=self.walk.case, outcome="on", reason="Mine.", actor=OWNER, now=self.walk.now)

    @precondition(lambda self: self.under_way)
    @rule()
    def the_owner_inquires(self) -> None:
        """The norm owner writes the inquiry, which is refused after the approval."""
        self.later()
        try:
            self.walk = self.walk.inquire(GOOD_INQUIRY)
        except Broken:
            assert self.walk.case.edition.state not in {"draft", "review"}

    @rule(words=st.sampled_from(["Et formål.", "Et annet formål."]))
    def the_owner_writes(self, words: str) -> None:
        """The norm owner writes in the draft, which is refused when it is none."""
        now, edition = self.later(), self.walk.case.edition
        content = msgspec.structs.replace(edition.revision.read(), purpose=same(words))
        try:
            save_draft(edition=edition, content=content, begun_from=edition.revision_id, actor=OWNER, now=now)
        except Broken:
            assert edition.state != "draft"
        self.walk = self.walk.fresh()

    @precondition(lambda self: self.walk.case.edition.state == "draft")
    @rule()
    def the_owner_hands_in(self) -> None:
        """The norm owner hands the draft in for review."""
        submit_for_review(edition=self.walk.case.edition, actor=OWNER, now=self.later())
        self.walk = self.walk.fresh()

    @precondition(lambda self: self.walk.case.phase == PHASES[3] and self.under_way)
    @rule()
    def there_is_a_hearing(self) -> None:
        """A hearing is held and treated, unless one is under way."""
        self.later()
        try:
            self.walk = self.walk.hear(100)
        except Broken:
            self.walk = self.walk.fresh()

    @precondition(lambda self: self.under_way)
    @rule()
    def a_rule_is_waived(self) -> None:
        """A decision maker waives the need for a hearing."""
        waive_rule(case=self.walk.case, rule="hearing.needed", reason=WHY_WAIVED, actor=DECIDER, now=self.later())

    @precondition(lambda self: hearings_of(self.walk.case) != [])
    @rule(material=st.booleans())
    def a_change_is_judged(self, material: bool) -> None:
        """The norm owner judges what changed after the hearing; ValueError says that nothing has."""
        try:
            assess_change(case=self.walk.case, material=material, reason="Looked at.", actor=OWNER, now=self.later())
        except ValueError:
            assert hearings_of(self.walk.case)[0].revision_id == self.walk.case.edition.revision_id

    @invariant()
    def no_phase_is_left_without_a_decision(self) -> None:
        """Every run that ended names the decision that ended it, in the phase it was made for."""
        for run in PhaseRun.objects.filter(case=self.walk.case).select_related("left_by"):
            assert (run.left_at is None) == (run.left_by is None)
            if run.left_by is not None:
                assert (run.left_by.phase, run.left_by.decided_at) == (run.phase, run.left_at)

    @invariant()
    def no_phase_is_skipped(self) -> None:
        """From run to run the case goes one phase on, or back to where the decision said."""
        runs = list(PhaseRun.objects.filter(case=self.walk.case).select_related("left_by").order_by("pk"))
        assert runs[0].phase == PHASES[0]
        for run, following in pairwise(runs):
            step = PHASES.index(following.phase) - PHASES.index(run.phase)
            assert run.left_by is not None
            assert step == 1 if run.left_by.outcome == "on" else step < 0 and run.left_by.outcome == "back"
        still_in = [run.phase for run in runs if run.left_at is None]
        assert still_in == ([self.walk.case.phase] if self.under_way else [])

    @invariant()
    def nothing_is_approved_but_by_the_decision_of_its_phase(self) -> None:
        """An approved edition has its decision to go on from the phase that approves."""
        approved = self.walk.case.edition.approved_at is not None
        decided = Decision.objects.filter(case=self.walk.case, phase=PHASES[3], outcome="on")
        assert approved == decided.exists()

    @invariant()
    def the_log_explains_every_row(self) -> None:
        """Replaying the log gives the tables."""
        assert list(faults()) == []


@pytest.mark.django_db
def test_any_order_of_doings_keeps_the_process() -> None:
    run_state_machine_as_test(
        Case,
        settings=settings(
            max_examples=settings().max_examples // 8,
            stateful_step_count=25,
            deadline=timedelta(seconds=60),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_the_machine_reaches_the_end(now: datetime) -> None:
    """What the machine may do is enough to bring a case to its approval; otherwise it would prove little."""
    machine = Case()
    machine.somebody_decides("on", "", False)
    machine.the_owner_inquires()
    machine.somebody_decides("on", "", False)
    machine.somebody_decides("on", "", False)
    machine.there_is_a_hearing()
    machine.the_owner_hands_in()
    machine.somebody_decides("on", "", False)
    machine.no_phase_is_skipped()
    machine.nothing_is_approved_but_by_the_decision_of_its_phase()
    assert machine.walk.case.edition.state == "approved"
