"""Answering proposals: what becomes a registration, what never does, and what becomes of it when the record changes."""

from __future__ import annotations

from datetime import date

import pytest

from normverk.base.events.models import Event
from normverk.base.policy import Denied, Role
from normverk.base.rules import Broken
from normverk.sim.organisations import NORD, VEST
from normverk.use.pathways.models import ClockState, RecordEvent
from normverk.use.proposals.actions import confirm, correct, keep, refuse, take_back
from normverk.use.proposals.models import Proposal
from tests.conftest import actor_with
from tests.use.pathways.conftest import AS_OF, NOW, Intake
from tests.use.pathways.events import event
from tests.use.proposals.bundles import decision, referral, surgery, visit
from tests.use.proposals.conftest import Take, coordinator, ids, standing

pytestmark = pytest.mark.django_db
COURSE = (*referral(), visit(), decision(), surgery())


def confirmed(*marks: str) -> None:
    """Confirms the waiting proposals with these codes."""
    confirm(proposals=ids(*marks), today=AS_OF, actor=coordinator(), now=NOW, as_of=AS_OF)


def registered() -> list[tuple[str, str, int, str]]:
    """The registrations that hold: code, day, version and status."""
    rows = RecordEvent.objects.filter(current=True).order_by("day", "code")
    return [(row.code, row.day.isoformat(), row.version, row.status) for row in rows]


def test_nothing_is_registered_until_a_person_confirms(take: Take) -> None:
    take(*COURSE)
    assert [state for *_, state in standing()] == ["waiting"] * 4
    assert RecordEvent.objects.count() == ClockState.objects.count() == 0


def test_confirming_many_at_once_makes_registrations_that_the_clocks_count(take: Take) -> None:
    take(*COURSE)
    confirmed("A01A", "A01S", "A01CK", "A01FK")
    assert registered() == [
        ("A01A", "2022-01-03", 1, "final"),
        ("A01S", "2022-01-10", 1, "final"),
        ("A01CK", "2022-01-17", 1, "final"),
        ("A01FK", "2022-01-27", 1, "final"),
    ]
    assert set(RecordEvent.objects.values_list("source", flat=True)) == {"proposal"}
    assert [state for *_, state in standing()] == ["confirmed"] * 4
    assert {(row.clock, row.verdict) for row in ClockState.objects.all()} >= {("OF1", "met"), ("OF4", "met")}


def test_each_answer_is_an_event_about_the_patient_by_who_gave_it(take: Take) -> None:
    take(*COURSE)
    confirmed("A01A", "A01S")
    told = Event.objects.filter(type="proposal.decided")
    assert {(one.actor, one.data["decision"]) for one in told} == {(coordinator().id, "confirmed")}
    patient = Proposal.objects.first().patient  # type: ignore[union-attr]
    assert {one.subject for one in told} == {f"patient/{patient.pk}"}


def test_the_same_click_twice_is_one_confirmation(take: Take) -> None:
    take(*COURSE)
    chosen = ids("A01A")
    for _ in range(2):
        confirm(proposals=chosen, today=AS_OF, actor=coordinator(), now=NOW, as_of=AS_OF)
    assert registered() == [("A01A", "2022-01-03", 1, "final")]
    assert Event.objects.filter(type="proposal.decided").count() == 1


def test_all_or_none(take: Take) -> None:
    take(*COURSE)
    chosen = ids("A01A", "A01S")
    refuse(proposals=chosen[1:], reason="Feil time", today=AS_OF, actor=coordinator(), now=NOW)
    with pytest.raises(Broken) as refused:
        confirm(proposals=chosen, today=AS_OF, actor=coordinator(), now=NOW, as_of=AS_OF)
    assert "proposal.is-open" in {finding.rule.id for finding in refused.value.findings}
    assert registered() == []


@pytest.mark.parametrize("actor", [coordinator(NORD.number), actor_with(Role.CLINICIAN, organisation=VEST.number)])
def test_only_a_coordinator_of_the_hospital_may_answer(take: Take, actor: object) -> None:
    take(*COURSE)
    with pytest.raises(Denied):
        confirm(proposals=ids("A01A"), today=AS_OF, actor=actor, now=NOW, as_of=AS_OF)  # type: ignore[arg-type]
    with pytest.raises(Denied):
        refuse(proposals=ids("A01A"), reason="Nei takk", today=AS_OF, actor=actor, now=NOW)  # type: ignore[arg-type]


def test_a_correction_registers_what_was_written_with_its_reason(take: Take) -> None:
    take(*COURSE)
    confirmed("A01A")
    (decision_id,) = ids("A01CK")
    correct(
        proposal=decision_id, code="A01CM", time=date(2022, 1, 19), org=VEST.number, treatment="", reason="Lunge.",
        today=AS_OF, actor=coordinator(), now=NOW, as_of=AS_OF,
    )  # fmt: skip
    assert registered()[1:] == [("A01CM", "2022-01-19", 1, "final")]
    row = Proposal.objects.get(pk=decision_id)
    assert (row.state, row.code, row.registered_code, row.reason) == ("corrected", "A01CK", "A01CM", "Lunge.")


@pytest.mark.parametrize(
    ("code", "day", "reason", "rule"),
    [
        ("A01CK", date(2022, 1, 17), "", "proposal.answer-says-why"),
        ("A99CK", date(2022, 1, 17), "Fordi.", "proposal.code-is-known"),
        ("A01CK", date(2022, 5, 1), "Fordi.", "proposal.day-has-come"),
    ],
)
def test_a_correction_is_held_to_the_rules(take: Take, code: str, day: date, reason: str, rule: str) -> None:
    take(*COURSE)
    with pytest.raises(Broken) as refused:
        correct(
            proposal=ids("A01CK")[0], code=code, time=day, org=VEST.number, treatment="", reason=reason, today=AS_OF,
            actor=coordinator(), now=NOW, as_of=AS_OF,
        )  # fmt: skip
    assert rule in {finding.rule.id for finding in refused.value.findings}
    assert registered() == []


def test_a_correction_for_another_hospital_than_ones_own_is_denied(take: Take) -> None:
    take(*COURSE)
    with pytest.raises(Denied):
        correct(
            proposal=ids("A01A")[0], code="A01A", time=date(2022, 1, 3), org=NORD.number, treatment="", reason="Nord.",
            today=AS_OF, actor=coordinator(), now=NOW, as_of=AS_OF,
        )  # fmt: skip


def test_what_is_refused_stays_refused_and_gives_its_place_to_the_next(take: Take) -> None:
    take(*COURSE, visit("2022-01-12", id="e2"))
    refuse(proposals=ids("A01S"), reason="Gjaldt noe annet", today=AS_OF, actor=coordinator(), now=NOW)
    assert [row for row in standing() if row[0] == "A01S"] == [
        ("A01S", "2022-01-10", "refused"),
        ("A01S", "2022-01-12", "waiting"),
    ]
    take(*COURSE, visit("2022-01-12", id="e2"))
    assert ("A01S", "2022-01-10", "refused") in standing()


def test_a_refused_fact_that_is_corrected_is_proposed_anew(take: Take) -> None:
    take(*COURSE)
    refuse(proposals=ids("A01S"), reason="Feil dato", today=AS_OF, actor=coordinator(), now=NOW)
    take(visit("2022-01-11", version=2))
    assert ("A01S", "2022-01-11", "waiting") in standing()


def test_a_code_registered_by_hand_asks_for_no_click(take: Take, intake: Intake) -> None:
    take(*COURSE)
    by_hand = {"org": VEST.number, "recorded": NOW}
    intake([event("A", "2022-01-03", **by_hand), event("S", "2022-01-11", **by_hand)])
    assert standing()[:2] == [("A01A", "2022-01-03", "registered"), ("A01S", "2022-01-10", "differs")]
    with pytest.raises(Broken):
        confirm(
            proposals=[Proposal.objects.get(mark="A01S").pk], today=AS_OF, actor=coordinator(), now=NOW, as_of=AS_OF
        )


def test_the_same_file_twice_changes_nothing(take: Take) -> None:
    take(*COURSE)
    before = list(Proposal.objects.values_list("pk", "state", "revision"))
    report = take(*COURSE)
    assert report.counts == {"unchanged": 4}
    assert list(Proposal.objects.values_list("pk", "state", "revision")) == before


def test_a_corrected_fact_supersedes_its_proposal(take: Take) -> None:
    take(*COURSE)
    take(visit("2022-01-08", version=2))
    assert [row for row in standing() if row[0] == "A01S"] == [("A01S", "2022-01-08", "waiting")]
    assert Proposal.objects.get(mark="A01S", state="superseded").revision == 1
    report = take(visit("2022-01-10"))
    assert report.counts == {"unchanged": 1}
    assert ("A01S", "2022-01-08", "waiting") in standing()


def test_a_voided_fact_withdraws_what_waited_and_flags_what_was_confirmed(take: Take) -> None:
    take(*COURSE)
    confirmed("A01A", "A01S")
    take(visit(version=2, status="entered-in-error"), surgery(version=2, status="entered-in-error"))
    assert Proposal.objects.get(mark="A01FK").state == "withdrawn"
    row = Proposal.objects.get(mark="A01S")
    assert (row.state, row.flag) == ("confirmed", "fact-voided")
    assert ("A01S", "2022-01-10", 1, "final") in registered()


def test_a_flagged_code_is_taken_back_or_kept_by_a_person_with_a_reason(take: Take) -> None:
    take(*COURSE)
    confirmed("A01A", "A01S", "A01CK")
    take(visit(version=2, status="entered-in-error"), decision("2022-01-18", version=2))
    voided, changed = Proposal.objects.get(mark="A01S"), Proposal.objects.get(mark="A01CK")
    assert (voided.flag, changed.flag) == ("fact-voided", "fact-changed")
    take_back(proposal=voided.pk, reason="Feil pasient", today=AS_OF, actor=coordinator(), now=NOW, as_of=AS_OF)
    keep(proposal=changed.pk, reason="Samtalen var den 17.", today=AS_OF, actor=coordinator(), now=NOW)
    assert ("A01S", "2022-01-10", 2, "entered-in-error") in registered()
    take(decision("2022-01-18", version=2))
    assert [(row.mark, row.flag) for row in Proposal.objects.exclude(flag="")] == []


def test_what_a_proposal_was_made_from_makes_it_again(take: Take) -> None:
    import msgspec

    from normverk.norm.derivation import DataRule
    from normverk.use.proposals.engine import fact_of
    from normverk.use.proposals.engine.match import fits

    take(*COURSE)
    for row in Proposal.objects.all():
        rule = msgspec.convert(row.why["rule"], DataRule)
        fact = fact_of(row.why["fact"])
        assert fits(fact, rule.match, frozenset({"ServiceRequest/r1"}))
        moment = next(filter(None, (fact.moment(field) for field in rule.dates)))
        assert (rule.code, moment.isoformat(), fact.org) == (row.code, row.time, row.org)


def test_codes_that_no_loaded_norm_knows_are_not_proposed(take: Take) -> None:
    from tests.use.proposals.bundles import ICD, concept

    take(*referral(reasonCode=[concept(ICD, "C34.1")]))
    assert standing() == []
