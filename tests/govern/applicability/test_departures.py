"""Departing from a norm: exemption in time and with legal ground, and follow or explain."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from normverk.base.events.queries import faults
from normverk.base.policy import Actor, Denied, Grant, Role
from normverk.base.rules import Broken
from normverk.govern.applicability import queries
from normverk.govern.applicability.actions import grant_exemption, record_row, record_stance
from normverk.govern.applicability.models import Exemption, Stance
from normverk.norm.applicability import Action, Level
from tests.govern.applicability.samples import DECIDER, ORGANISATION, OWNER, VENDOR, mandatory, version_of

pytestmark = pytest.mark.django_db


def exempt(now: datetime, **more: Any) -> Any:
    """An exemption from the mandatory sample."""
    held: dict[str, Any] = {
        "organisation": ORGANISATION,
        "organisation_name": "Demosykehuset Vest",
        "actor_kind": "hospital",
        "action": Action.SEND,
        "valid_from": date(2026, 1, 1),
        "valid_to": date(2026, 12, 31),
        "legal_ground": "§ 8",
        "reason": "Særlig byrdefullt.",
        "actor": DECIDER,
        "now": now,
    }
    return grant_exemption(**{**held, **more})


def stand(now: datetime, **more: Any) -> Any:
    """A stance of the vendor's organisation."""
    held: dict[str, Any] = {
        "organisation": ORGANISATION,
        "organisation_name": "Demosykehuset Vest",
        "stance": "does-not-follow",
        "reason": "Journalsystemet byttes til våren, og det nye følger normen.",
        "actor": VENDOR,
        "now": now,
    }
    return record_stance(**{**held, **more})


def broken(raised: Any) -> set[str]:
    return {finding.rule.id for finding in raised.value.findings}


def test_an_exemption_is_for_one_organisation_in_a_time_with_a_legal_ground(now: datetime) -> None:
    version = version_of(now)
    record_row(version=version, row=mandatory(), actor=OWNER, now=now)
    exempt(now, version=version)
    assert queries.is_exempted(version, ORGANISATION, date(2026, 12, 31))
    assert not queries.is_exempted(version, ORGANISATION, date(2027, 1, 1))
    assert not queries.is_exempted(version, "310000027", date(2026, 12, 31))
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"legal_ground": " "}, "exemption.legal-ground"),
        ({"reason": ""}, "exemption.legal-ground"),
        ({"action": Action.RECEIVE}, "exemption.legal-ground"),
        ({"valid_from": date(2025, 1, 1)}, "exemption.legal-ground"),
        ({"valid_to": None}, "exemption.time-limited"),
        ({"valid_to": date(2025, 12, 31)}, "exemption.time-limited"),
    ],
)
def test_an_exemption_without_ground_end_or_anything_mandatory_is_refused(now: datetime, wrong: Any, rule: str) -> None:
    version = version_of(now)
    record_row(version=version, row=mandatory(), actor=OWNER, now=now)
    with pytest.raises(Broken) as refused:
        exempt(now, version=version, **wrong)
    assert broken(refused) == {rule}
    assert Exemption.objects.count() == 0


def test_only_a_decision_maker_exempts(now: datetime) -> None:
    version = version_of(now)
    record_row(version=version, row=mandatory(), actor=OWNER, now=now)
    for actor in (OWNER, VENDOR):
        with pytest.raises(Denied):
            exempt(now, version=version, actor=actor)


@pytest.mark.parametrize("stance", ["adapts", "does-not-follow"])
def test_whoever_does_not_follow_writes_why(now: datetime, stance: str) -> None:
    version = version_of(now)
    with pytest.raises(Broken) as refused:
        stand(now, version=version, stance=stance, reason="  ")
    assert broken(refused) == {"stance.explained"}
    stand(now, version=version, stance="follows", reason="")
    stand(now, version=version, stance=stance)
    assert [row.stance for row in queries.stances_of(version.norm)] == [stance, "follows"]
    assert list(faults()) == []


def test_a_new_stance_closes_the_one_before_it_and_both_can_be_read(now: datetime) -> None:
    version = version_of(now)
    stand(now, version=version)
    later = now + timedelta(days=1)
    stand(later, version=version, stance="follows", reason="")
    held = Stance.objects.filter(recorded_to__isnull=True).get()
    assert (held.stance, Stance.objects.exclude(pk=held.pk).get().recorded_to) == ("follows", later)


def test_not_following_what_is_mandatory_is_warned_about_unless_exempted(now: datetime) -> None:
    version = version_of(now)
    record_row(version=version, row=mandatory(), actor=OWNER, now=now)
    _, findings = stand(now, version=version)
    assert [one.rule.id for one in findings if one.warns] == ["stance.mandatory-followed"]
    exempt(now, version=version)
    _, findings = stand(now, version=version)
    assert [one.rule.id for one in findings if one.warns] == []


def test_a_short_reason_for_leaving_a_recommended_standard_is_warned_about(now: datetime) -> None:
    _, findings = stand(now, version=version_of(now), reason="Dyrt.")
    assert [one.rule.id for one in findings if one.warns] == ["stance.recommended-followed"]
    assert findings[0].rule.strength == "skal"
    assert findings[-1].result.facts["level"] == Level.RECOMMENDED


@pytest.mark.parametrize(
    "actor",
    [
        Actor("a", "", frozenset({Grant(Role.VENDOR)})),
        Actor("b", "", frozenset({Grant(Role.VENDOR, "310000027")})),
        Actor("c", "", frozenset({Grant(Role.NORM_OWNER, ORGANISATION)})),
        Actor("d", "", frozenset({Grant(Role.CLINICIAN, ORGANISATION)})),
    ],
    ids=["everywhere", "elsewhere", "owner", "clinician"],
)
def test_one_speaks_for_ones_own_organisation_only(now: datetime, actor: Actor) -> None:
    version = version_of(now)
    with pytest.raises(Denied):
        stand(now, version=version, actor=actor)


@pytest.mark.parametrize("role", [Role.VENDOR, Role.RESPONDENT, Role.PATHWAY_COORDINATOR])
def test_each_role_that_may_speak_for_its_organisation(now: datetime, role: Role) -> None:
    actor = Actor("x", "", frozenset({Grant(role, ORGANISATION)}))
    taken, _ = stand(now, version=version_of(now), actor=actor)
    assert taken.recorded_by == "x"


def test_a_stance_there_is_none_of_is_a_fault_of_the_caller(now: datetime) -> None:
    with pytest.raises(ValueError, match="maybe"):
        stand(now, version=version_of(now), stance="maybe")


@pytest.mark.parametrize("table", [Exemption, Stance])
def test_the_database_refuses_to_change_or_remove_them(now: datetime, table: Any) -> None:
    version = version_of(now)
    record_row(version=version, row=mandatory(), actor=OWNER, now=now)
    exempt(now, version=version)
    stand(now, version=version)
    for change in (lambda: table.objects.update(reason="En annen."), lambda: table.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
