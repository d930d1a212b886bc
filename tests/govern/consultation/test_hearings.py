"""Opening, extending, withdrawing: what the rules of hearings let through, and what the log says of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.events.queries import faults, history
from normverk.base.policy import Actor, Denied, Role
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import save_draft
from normverk.govern.catalogue.models import Edition
from normverk.govern.consultation.actions import extend_consultation, open_consultation, withdraw_consultation
from normverk.govern.consultation.models import Consultation
from normverk.govern.consultation.queries import facts_for_gate, listed
from normverk.govern.consultation.rules import ExtensionFacts
from normverk.govern.consultation.rules.running import extension_gives_time
from normverk.govern.consultation.timing import Status, status_at
from normverk.norm.content import digest
from tests.conftest import actor_with
from tests.govern.consultation.conftest import AFTER, CLOSES, DURING, OPENS, at, content

pytestmark = pytest.mark.django_db

ORDER = list(Status)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def broken_by(raised: pytest.ExceptionInfo[Broken]) -> list[str]:
    """The rules that refused."""
    return [finding.rule.id for finding in raised.value.findings]


def test_a_hearing_freezes_the_present_revision(hearing: Consultation, edition: Edition, owner: Actor) -> None:
    heard = edition.revision_id
    save_draft(edition=edition, content=content("Ny tekst"), begun_from=heard, actor=owner, now=DURING)
    facts = facts_for_gate(edition.id, AFTER)
    assert (facts.revision_digest, facts.frozen, facts.changed_since) == (heard, True, True)
    assert digest(Consultation.objects.get().revision.read()) == heard
    assert list(faults()) == []


def test_references_run_by_year(hearing: Consultation, edition: Edition, owner: Actor) -> None:
    withdraw_consultation(consultation=hearing, reason="Feil tabell.", actor=owner, now=DURING)
    second, _ = open_consultation(
        edition=edition, opens=date(2026, 4, 1), closes=date(2026, 7, 1), actor=owner, now=DURING
    )
    assert [hearing.ref, second.ref] == ["H-2026-001", "H-2026-002"]
    assert facts_for_gate(edition.id, DURING).ref == "H-2026-002"


def test_five_weeks_are_refused_and_nothing_is_written(edition: Edition, owner: Actor) -> None:
    with pytest.raises(Broken) as raised:
        open_consultation(edition=edition, opens=OPENS, closes=OPENS + timedelta(days=35), actor=owner, now=at(OPENS))
    assert broken_by(raised) == ["hearing.six-weeks"]
    assert (Consultation.objects.count(), list(faults())) == (0, [])


def test_five_weeks_are_let_through_by_a_written_waiver_that_everybody_can_see(edition: Edition, owner: Actor) -> None:
    hearing, findings = open_consultation(
        edition=edition,
        opens=OPENS,
        closes=OPENS + timedelta(days=35),
        waived=frozenset({"hearing.six-weeks"}),
        waiver_ref="S-2026-001/1",
        deviation_reason="Pasientsikkerheten haster.",
        actor=owner,
        now=at(OPENS),
    )
    assert hearing.deviation_rules == ["hearing.six-weeks", "hearing.three-months"]
    assert (hearing.deviation_waiver, hearing.deviation_reason) == ("S-2026-001/1", "Pasientsikkerheten haster.")
    assert [finding.rule.id for finding in findings if finding.refuses] == ["hearing.six-weeks"]
    event = history("consultation/H-2026-001").get()
    assert (event.data["waiver"], event.reason) == ("S-2026-001/1", "Pasientsikkerheten haster.")
    assert list(faults()) == []


def test_a_waiver_without_its_decision_is_no_waiver(edition: Edition, owner: Actor) -> None:
    with pytest.raises(Broken) as raised:
        open_consultation(
            edition=edition,
            opens=OPENS,
            closes=OPENS + timedelta(days=35),
            waived=frozenset({"hearing.six-weeks"}),
            actor=owner,
            now=at(OPENS),
        )
    assert broken_by(raised) == ["hearing.waiver-in-writing"]


def test_the_rules_of_opening_itself_cannot_be_waived(edition: Edition, owner: Actor) -> None:
    with pytest.raises(Broken) as raised:
        open_consultation(
            edition=edition,
            opens=OPENS,
            closes=OPENS,
            waived=frozenset({"hearing.six-weeks", "hearing.has-length"}),
            waiver_ref="S-2026-001/1",
            actor=owner,
            now=at(OPENS),
        )
    assert broken_by(raised) == ["hearing.has-length"]


def test_shorter_than_three_months_only_warns(edition: Edition, owner: Actor) -> None:
    hearing, findings = open_consultation(
        edition=edition, opens=OPENS, closes=OPENS + timedelta(days=42), actor=owner, now=at(OPENS)
    )
    assert [finding.rule.id for finding in findings if finding.warns] == [
        "hearing.short-with-reason",
        "hearing.three-months",
    ]
    assert (hearing.deviation_rules, hearing.deviation_waiver) == (["hearing.three-months"], "")


def test_a_closed_circle_is_refused(edition: Edition, owner: Actor) -> None:
    with pytest.raises(Broken) as raised:
        open_consultation(edition=edition, opens=OPENS, closes=CLOSES, open_to_all=False, actor=owner, now=at(OPENS))
    assert broken_by(raised) == ["hearing.open-to-all"]


def test_days_before_the_announcement_do_not_count(edition: Edition, owner: Actor) -> None:
    with pytest.raises(Broken) as raised:
        open_consultation(edition=edition, opens=OPENS, closes=CLOSES, actor=owner, now=DURING)
    assert broken_by(raised) == ["hearing.not-backdated"]


def test_one_hearing_at_a_time(hearing: Consultation, edition: Edition, owner: Actor) -> None:
    with pytest.raises(Broken) as raised:
        open_consultation(edition=edition, opens=date(2026, 4, 1), closes=date(2026, 7, 1), actor=owner, now=DURING)
    assert broken_by(raised) == ["hearing.one-at-a-time"]


def test_only_the_one_responsible_opens_extends_and_withdraws(
    hearing: Consultation, edition: Edition, stranger: Actor
) -> None:
    for actor in (stranger, actor_with(Role.DECISION_MAKER), actor_with(Role.ADMINISTRATOR)):
        with pytest.raises(Denied):
            open_consultation(edition=edition, opens=OPENS, closes=CLOSES, actor=actor, now=at(OPENS))
        with pytest.raises(Denied):
            extend_consultation(
                consultation=hearing, closes=CLOSES + timedelta(days=1), reason="", actor=actor, now=DURING
            )
        with pytest.raises(Denied):
            withdraw_consultation(consultation=hearing, reason="x", actor=actor, now=DURING)


def test_an_extension_gives_time_and_stands_in_the_log(hearing: Consultation, owner: Actor) -> None:
    extended = extend_consultation(
        consultation=hearing, closes=date(2026, 6, 30), reason="Mange har bedt om det.", actor=owner, now=DURING
    )
    assert extended.closes == date(2026, 6, 30)
    assert extended.status(AFTER) is Status.OPEN
    last = history("consultation/H-2026-001").last()
    assert last is not None
    assert (last.type, last.data, last.reason) == (
        "hearing.extended",
        {"before": "2026-06-02", "after": "2026-06-30"},
        "Mange har bedt om det.",
    )
    assert list(faults()) == []


@pytest.mark.parametrize("days", [0, -1, -30])
def test_an_extension_never_shortens(hearing: Consultation, owner: Actor, days: int) -> None:
    with pytest.raises(Broken) as raised:
        extend_consultation(
            consultation=hearing, closes=CLOSES + timedelta(days=days), reason="x", actor=owner, now=DURING
        )
    assert broken_by(raised) == ["hearing.extension-gives-time"]
    assert Consultation.objects.get().closes == CLOSES


@given(before=DAYS, after=DAYS)
def test_the_rule_of_extension_lets_no_deadline_come_earlier(before: date, after: date) -> None:
    outcome = extension_gives_time(ExtensionFacts(Status.OPEN, before, after)).outcome
    assert (outcome == "met") == (after > before)


def test_a_deadline_that_has_passed_is_not_extended(hearing: Consultation, owner: Actor) -> None:
    with pytest.raises(Broken) as raised:
        extend_consultation(consultation=hearing, closes=date(2026, 7, 1), reason="x", actor=owner, now=AFTER)
    assert broken_by(raised) == ["hearing.extended-while-running"]


def test_a_withdrawal_says_why(hearing: Consultation, owner: Actor) -> None:
    with pytest.raises(Broken) as raised:
        withdraw_consultation(consultation=hearing, reason="  ", actor=owner, now=DURING)
    assert broken_by(raised) == ["hearing.withdrawal-reasoned"]
    withdrawn = withdraw_consultation(consultation=hearing, reason="Feil tabell.", actor=owner, now=DURING)
    assert withdrawn.status(DURING) is Status.WITHDRAWN
    assert facts_for_gate(hearing.edition_id, DURING).held is False
    assert list(faults()) == []


def test_the_last_day_ends_at_midnight_in_norway(hearing: Consultation) -> None:
    assert hearing.status(datetime.fromisoformat("2026-06-02T23:59:59+02:00")) is Status.OPEN
    assert hearing.status(datetime.fromisoformat("2026-06-03T00:00:00+02:00")) is Status.CLOSED
    assert hearing.status(datetime.fromisoformat("2026-06-02T22:00:00+00:00")) is Status.CLOSED
    assert hearing.status(datetime.fromisoformat("2026-03-01T23:59:59+01:00")) is Status.PLANNED


@given(
    opens=DAYS,
    days=st.integers(1, 400),
    withdrawn=st.none() | st.integers(0, 500),
    moments=st.lists(st.integers(-400, 900), min_size=2, max_size=6),
)
def test_a_hearing_never_goes_back(opens: date, days: int, withdrawn: int | None, moments: list[int]) -> None:
    withdrawn_at = None if withdrawn is None else at(opens + timedelta(days=withdrawn))
    seen = [
        ORDER.index(status_at(opens, opens + timedelta(days=days), withdrawn_at, at(opens + timedelta(days=moment))))
        for moment in sorted(moments)
    ]
    assert seen == sorted(seen)


def test_open_hearings_come_first_the_nearest_deadline_on_top(hearing: Consultation, owner: Actor) -> None:
    assert [(row.consultation.ref, row.status, row.days_left) for row in listed(at(CLOSES))] == [
        ("H-2026-001", Status.OPEN, 0)
    ]
    assert [row.status for row in listed(AFTER)] == [Status.CLOSED]


def test_the_database_itself_refuses_a_hearing_without_length_and_a_withdrawal_without_reason(
    hearing: Consultation,
) -> None:
    rows = Consultation.objects.filter(pk=hearing.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(closes=OPENS)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(withdrawn_at=DURING)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(kind="other")


def test_a_round_of_input_has_no_shortest_length_and_is_no_hearing_at_the_gate(edition: Edition, owner: Actor) -> None:
    round_of_input, _ = open_consultation(
        edition=edition,
        opens=OPENS,
        closes=OPENS + timedelta(days=10),
        kind="input-round",
        actor=owner,
        now=at(OPENS),
    )
    assert round_of_input.deviation_rules == []
    assert facts_for_gate(edition.id, DURING).held is False
