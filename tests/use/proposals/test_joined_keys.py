"""Facts under two keys that are one person: what is proposed, what rests meanwhile, and that parting gives it back."""

from __future__ import annotations

from typing import Any

import pytest

from normverk.base.events.queries import faults
from normverk.base.policy import Role
from normverk.use.pathways.actions import part_patients
from normverk.use.pathways.models import Patient, PatientJoin
from normverk.use.proposals.actions import confirm, refuse
from normverk.use.proposals.models import Proposal
from tests.conftest import actor_with
from tests.use.pathways.conftest import AS_OF, NOW, Intake, plain
from tests.use.pathways.events import event
from tests.use.proposals.bundles import decision, referral, surgery, visit
from tests.use.proposals.conftest import Take, coordinator, ids

pytestmark = pytest.mark.django_db
OTHER = {"subject": {"reference": "Patient/p2"}}
LINK = {"resourceType": "Patient", "id": "p1", "link": [{"type": "replaces", "other": {"reference": "Patient/p2"}}]}


def standing() -> set[tuple[str, str, str]]:
    """Whose, code and state of every proposal that says something."""
    rows = Proposal.objects.exclude(state__in=("superseded", "withdrawn")).select_related("patient")
    return {(row.patient.pseudonym, row.mark, row.state) for row in rows}


def part() -> None:
    """Parts the two again."""
    part_patients(
        join=PatientJoin.objects.get(ended_at=None),
        reason="To personer",
        actor=actor_with(Role.PATHWAY_COORDINATOR),
        now=NOW,
        as_of=AS_OF,
    )


def facts(take: Take) -> None:
    """A referral and a visit under one key, a decision and an operation under another."""
    take(*referral(), visit(), decision(**OTHER), surgery(**OTHER))


def test_what_waits_is_proposed_under_the_key_that_is_kept_and_given_back_by_parting(take: Take) -> None:
    facts(take)
    before = standing()
    take(LINK)
    assert standing() == {("p1", mark, "waiting") for mark in ("A01A", "A01S", "A01CK", "A01FK")}
    part()
    assert standing() == before
    assert list(faults()) == []


def test_what_is_registered_under_one_key_is_not_proposed_again_under_the_other(take: Take, intake: Intake) -> None:
    facts(take)
    intake([plain(event("CK", "2022-01-17", org="310000019"), recorded="2022-02-01T00:00:00Z")])
    take(LINK)
    assert ("p1", "A01CK", "registered") in standing()


def test_what_was_confirmed_or_refused_before_stays_said(take: Take) -> None:
    take(*(one | OTHER for one in (*referral(), visit(), decision(), surgery())))
    given: dict[str, Any] = {"today": AS_OF, "actor": coordinator(), "now": NOW}
    confirm(proposals=ids("A01CK"), as_of=AS_OF, **given)
    refuse(proposals=ids("A01FK"), reason="Ikke behandling", **given)
    take(LINK)
    waiting = {row for row in standing() if row[2] == "waiting"}
    assert waiting == {("p1", "A01A", "waiting"), ("p1", "A01S", "waiting")}
    assert {("p2", "A01CK", "confirmed"), ("p2", "A01FK", "refused")} <= standing()
    assert not Proposal.objects.exclude(flag="").exists()
    assert Patient.objects.count() == 2
