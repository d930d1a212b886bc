"""Rows: recorded with source, proposed and decided by two, lifted through the phases, corrected, ended. The log explains all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from normverk.base.events.queries import faults
from normverk.base.policy import Denied, Role, operator, visitor
from normverk.base.rules import Broken
from normverk.govern.applicability import queries
from normverk.govern.applicability.actions import correct_row, decide_proposal, end_row, propose_row, record_row
from normverk.govern.applicability.actions.rows import AlreadyClosed
from normverk.govern.applicability.models import ApplicabilityRow, Proposal
from normverk.norm.applicability import Action, Level
from normverk.publish.actions import make_key
from normverk.sim.demonstration.cases import tell
from normverk.sim.demonstration.persons import make_persons
from normverk.sim.demonstration.stories import finished
from tests.conftest import actor_with
from tests.govern.applicability.samples import DECIDER, OWNER, SOURCE, mandatory, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _log_is_whole(db: None) -> Iterator[None]:
    """After every test the log explains every row."""
    yield
    assert list(faults()) == []


def broken(raised: Any) -> set[str]:
    return {finding.rule.id for finding in raised.value.findings}


def applies(actor: str, on: date, known: datetime) -> set[tuple[str, str]]:
    found = queries.ask(actor=actor, action=None, on=on, known_on=known)
    return {(str(answer.row.action), str(answer.row.level)) for answer, _ in found}


def test_what_others_have_decided_is_recorded_with_its_source(now: datetime) -> None:
    row, findings = record_row(version=version_of(now), row=mandatory(), actor=OWNER, now=now)
    assert (row.level, row.legal_basis, row.source["title"]) == ("mandatory", "Forskrift § 6", "En kilde")
    assert [finding.rule.id for finding in findings if finding.warns] == []
    assert applies("hospital", date(2026, 1, 1), now) == {("send", "mandatory")}
    assert applies("hospital", date(2025, 12, 31), now) == set()


def test_it_is_told_when_we_cannot_see_that_it_was_recommended_first(now: datetime) -> None:
    version = version_of(now, versions=[{"label": "1.2"}])
    _, findings = record_row(version=version, row=mandatory(), actor=OWNER, now=now)
    assert [one.rule.id for one in findings if one.warns] == ["applicability.recommended-first-elsewhere"]


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"legal_basis": ""}, "applicability.mandatory-in-regulation"),
        ({"actor": None}, "applicability.mandatory-names-groups"),
        ({"valid_to": date(2025, 1, 1)}, "applicability.dates-in-order"),
        ({"source": type(SOURCE)("", "read")}, "applicability.elsewhere-with-source"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused_whole(now: datetime, wrong: Any, rule: str) -> None:
    version = version_of(now)
    before = ApplicabilityRow.objects.count()
    with pytest.raises(Broken) as refused:
        record_row(version=version, row=mandatory(**wrong), actor=OWNER, now=now)
    assert rule in broken(refused)
    assert ApplicabilityRow.objects.count() == before


def test_mandatory_for_some_and_recommended_for_others_but_one_level_for_each(now: datetime) -> None:
    version = version_of(now)
    record_row(version=version, row=mandatory(), actor=OWNER, now=now)
    with pytest.raises(Broken) as refused:
        record_row(version=version, row=mandatory(level=Level.RECOMMENDED), actor=OWNER, now=now)
    assert broken(refused) == {"applicability.one-level-at-a-time"}
    record_row(version=version, row=mandatory(level=Level.RECOMMENDED, action=Action.RECEIVE), actor=OWNER, now=now)
    assert applies("hospital", date(2026, 6, 1), now) == {("send", "mandatory"), ("receive", "recommended")}
    assert queries.all_contradictions(now) == ()


def test_knowledge_only_moves_forward(now: datetime) -> None:
    version = version_of(now)
    with pytest.raises(Broken) as refused:
        record_row(version=version, row=mandatory(), actor=OWNER, now=now - timedelta(days=1))
    assert broken(refused) == {"applicability.knowledge-in-order"}


def test_our_own_mandatory_row_needs_a_recommendation_before_it(now: datetime) -> None:
    version = version_of(now, versions=[{"label": "1.2"}])
    with pytest.raises(Broken) as refused:
        propose_row(version=version, row=mandatory(elsewhere=False), reason="Trengs.", actor=OWNER, now=now)
    assert broken(refused) == {"applicability.recommended-first"}


def test_who_proposes_does_not_decide_and_nobody_else_may_do_either(now: datetime) -> None:
    version = version_of(now)
    proposal, _ = propose_row(version=version, row=mandatory(elsewhere=False), reason="Trengs.", actor=OWNER, now=now)
    both = actor_with(Role.DECISION_MAKER, id="owner")
    for actor in (OWNER, both, visitor(), actor_with(Role.VENDOR)):
        with pytest.raises(Denied):
            decide_proposal(proposal=proposal, accept=True, reason="Ja.", actor=actor, now=now)
    with pytest.raises(Denied):
        propose_row(version=version, row=mandatory(), reason="Trengs.", actor=DECIDER, now=now)
    with pytest.raises(Denied):
        record_row(version=version, row=mandatory(), actor=visitor(), now=now)
    assert applies("hospital", date(2026, 6, 1), now) == set()
    decided, _ = decide_proposal(proposal=proposal, accept=True, reason="Ja.", actor=DECIDER, now=now)
    assert decided.state == "accepted"
    assert applies("hospital", date(2026, 6, 1), now) == {("send", "mandatory")}
    with pytest.raises(AlreadyClosed):
        decide_proposal(proposal=proposal, accept=False, reason="Nei.", actor=DECIDER, now=now)


def test_a_decision_that_is_no_reference_of_ours_is_shown_as_words(now: datetime) -> None:
    row = mandatory(decision="Sak 12/24 i Månen", level=Level.RECOMMENDED)
    record_row(version=version_of(now), row=row, actor=OWNER, now=now)
    page = Client().get("/applies/norms/epikrise/")
    assert (page.status_code, "<bdi>Sak 12/24 i Månen</bdi>" in page.content.decode()) == (200, True)


def test_a_rejected_proposal_makes_no_row(now: datetime) -> None:
    proposal, _ = propose_row(
        version=version_of(now), row=mandatory(elsewhere=False), reason="Trengs.", actor=OWNER, now=now
    )
    before = ApplicabilityRow.objects.count()
    decide_proposal(proposal=proposal, accept=False, reason="For tidlig.", actor=DECIDER, now=now)
    assert (Proposal.objects.get().state, ApplicabilityRow.objects.count()) == ("rejected", before)


def lifting(now: datetime, **more: Any) -> Any:
    """A guideline of ours for hospitals, and a lift of it to recommended by the case of a finished story."""
    make_persons(now=now)
    make_key(actor=operator(), now=now)
    case = tell(finished()[0])
    version = version_of(now, product=case.product.slug)
    row = mandatory(level=Level.GUIDELINE, valid_from=date(2025, 1, 1), legal_basis="")
    held, _ = record_row(version=version, row=row, actor=OWNER, now=now)
    lift = {"level": Level.RECOMMENDED, "decision": case.ref, "succeeds": str(held.pk), "elsewhere": False}
    return version, held, mandatory(**{**lift, **more})


def test_a_lift_names_an_approved_case_and_ends_the_level_before_it(now: datetime) -> None:
    version, held, lift = lifting(now)
    proposal, findings = propose_row(version=version, row=lift, reason="Gode erfaringer.", actor=OWNER, now=now)
    assert {"lift.decided", "lift.through-phases"} <= {finding.rule.id for finding in findings}
    later = now + timedelta(hours=1)
    decide_proposal(proposal=proposal, accept=True, reason="Ja.", actor=DECIDER, now=later)
    assert applies("hospital", date(2025, 12, 31), later) == {("send", "guideline")}
    assert applies("hospital", date(2026, 1, 1), later) == {("send", "recommended")}
    assert applies("hospital", date(2026, 1, 1), now) == {("send", "guideline")}  # as it was known then
    held.refresh_from_db()
    assert held.recorded_to == later


@pytest.mark.parametrize(
    ("wrong", "rules"),
    [
        ({"decision": ""}, {"lift.decided", "lift.through-phases"}),
        ({"decision": "S-1999-001"}, {"lift.decided", "lift.through-phases"}),
        ({"level": Level.MANDATORY, "legal_basis": "§ 6"}, {"lift.mandatory-analysed"}),
    ],
)
def test_a_lift_without_its_case_or_its_analysis_is_refused(now: datetime, wrong: Any, rules: set[str]) -> None:
    version, _, lift = lifting(now, **wrong)
    with pytest.raises(Broken) as refused:
        propose_row(version=version, row=lift, reason="Gode erfaringer.", actor=OWNER, now=now)
    assert broken(refused) == rules


def test_a_case_about_another_norm_lifts_nothing(now: datetime) -> None:
    version, _, lift = lifting(now)
    version.norm.product_slug = "noe-annet"
    version.norm.save()
    with pytest.raises(Broken) as refused:
        propose_row(version=version, row=lift, reason="Gode erfaringer.", actor=OWNER, now=now)
    assert broken(refused) == {"lift.decided"}
    version.norm.product_slug = "brystkreft"
    version.norm.save()


def test_a_correction_never_changes_what_was_known_before(now: datetime) -> None:
    row, _ = record_row(version=version_of(now), row=mandatory(), actor=OWNER, now=now)
    later = now + timedelta(days=1)
    new = mandatory(action=Action.RECEIVE)
    correct_row(row=row, new=new, reason="Feil kolonne.", actor=OWNER, now=later)
    assert applies("hospital", date(2026, 6, 1), now) == {("send", "mandatory")}
    assert applies("hospital", date(2026, 6, 1), later) == {("receive", "mandatory")}
    with pytest.raises(AlreadyClosed):
        correct_row(row=row, new=new, reason="En gang til.", actor=OWNER, now=later)
    row.refresh_from_db()
    assert (row.closed_by, row.closed_reason) == ("owner", "Feil kolonne.")


def test_what_is_repealed_has_a_last_day_a_reason_and_a_legal_basis(now: datetime) -> None:
    row, _ = record_row(version=version_of(now), row=mandatory(phase_out_from=date(2028, 1, 1)), actor=OWNER, now=now)
    last = {"row": row, "last_day": date(2026, 12, 31), "now": now, "actor": DECIDER}
    for reason, basis, rule in (
        ("", "§ 9", "applicability.ended-with-reason"),
        ("Utdatert.", "", "applicability.repealed-by-law"),
    ):
        with pytest.raises(Broken) as refused:
            end_row(**last, reason=reason, legal_basis=basis)
        assert rule in broken(refused)
    with pytest.raises(Denied):
        end_row(**{**last, "actor": OWNER}, reason="Utdatert.", legal_basis="§ 9")
    with pytest.raises(Broken):
        end_row(**{**last, "last_day": date(2025, 12, 31)}, reason="Utdatert.", legal_basis="§ 9")
    ended, _ = end_row(**last, reason="Utdatert.", legal_basis="§ 9")
    assert (ended.valid_to, ended.phase_out_from) == (date(2026, 12, 31), None)
    assert applies("hospital", date(2026, 12, 31), now) == {("send", "mandatory")}
    assert applies("hospital", date(2027, 1, 1), now) == set()
    with pytest.raises(Broken):
        end_row(**{**last, "row": ended}, reason="Igjen.", legal_basis="§ 9")


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(level="guide"),
        lambda rows: rows.update(valid_to=date(2030, 1, 1)),
        lambda rows: rows.update(actor=""),
        lambda rows: rows.delete(),
        lambda rows: rows.filter(recorded_to__isnull=False).update(recorded_to=None, closed_by="", closed_reason=""),
    ],
)
def test_the_database_refuses_to_change_or_remove_a_row(now: datetime, change: Any) -> None:
    row, _ = record_row(version=version_of(now), row=mandatory(), actor=OWNER, now=now)
    correct_row(row=row, new=mandatory(action=Action.USE), reason="Feil.", actor=OWNER, now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(ApplicabilityRow.objects.all())
