"""Revoking an exemption: once, while it lasts, with a reason, forward in time, and without changing what was known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Denied
from normverk.base.rules import Broken
from normverk.govern.applicability import queries
from normverk.govern.applicability.actions import record_row, revoke_exemption
from normverk.govern.applicability.models import Exemption
from tests.govern.applicability.samples import DECIDER, ORGANISATION, OWNER, VENDOR, mandatory, version_of
from tests.govern.applicability.test_departures import broken, exempt

pytestmark = pytest.mark.django_db

KEY = ("epikrise", "1.2", "hospital", "send")


def granted(now: datetime, **more: Any) -> Exemption:
    """An exemption that began ten days before `now` and ends ninety days after it."""
    version = version_of(now)
    row = mandatory(valid_from=now.date() - timedelta(days=100))
    record_row(version=version, row=row, actor=OWNER, now=now)
    days = {"valid_from": now.date() - timedelta(days=10), "valid_to": now.date() + timedelta(days=90)}
    exemption, _ = exempt(now, version=version, **{**days, **more})
    return exemption  # type: ignore[no-any-return]


def revoke(exemption: Exemption, now: datetime, **more: Any) -> Exemption | None:
    held: dict[str, Any] = {"last_day": now.date(), "reason": "Byttet er gjort.", "actor": DECIDER, "now": now}
    rest, _ = revoke_exemption(exemption=exemption, **{**held, **more})
    return rest


def is_exempt(on: date, known_on: datetime) -> bool:
    return KEY in queries.exempted(on=on, known_on=known_on)


def test_a_revoked_exemption_ends_on_its_new_last_day_and_what_was_known_before_stands(now: datetime) -> None:
    exemption, later = granted(now), now + timedelta(days=5)
    last = later.date() + timedelta(days=20)
    before = [is_exempt(now.date() + timedelta(days=day), later - timedelta(seconds=1)) for day in range(-20, 120)]
    rest = revoke(exemption, later, last_day=last)
    assert rest is not None
    assert (rest.valid_to, rest.legal_ground, rest.shortens_id) == (last, exemption.legal_ground, exemption.pk)
    assert is_exempt(last, later)
    assert not is_exempt(last + timedelta(days=1), later)
    assert queries.is_exempted(exemption.version, ORGANISATION, last)
    assert not queries.is_exempted(exemption.version, ORGANISATION, last + timedelta(days=1))
    assert before == [
        is_exempt(now.date() + timedelta(days=day), later - timedelta(seconds=1)) for day in range(-20, 120)
    ]
    told = Event.objects.get(type="applicability.exemption-revoked")
    assert (told.reason, told.data["rest"], told.data["last"]) == ("Byttet er gjort.", str(rest.pk), last.isoformat())
    assert list(faults()) == []


def test_of_one_that_has_not_begun_nothing_is_left(now: datetime) -> None:
    begins = now.date() + timedelta(days=3)
    exemption = granted(now, valid_from=begins)
    assert revoke(exemption, now + timedelta(days=1)) is None
    assert not is_exempt(begins, now + timedelta(days=1))
    assert is_exempt(begins, now)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"reason": " "}, "exemption.revoked-with-reason"),
        ({"last_day": date(2000, 1, 1)}, "exemption.revoked-forward"),
        ({"last_day": date(2999, 1, 1)}, "exemption.revoked-forward"),
    ],
)
def test_without_reason_or_backwards_or_longer_it_is_refused(now: datetime, wrong: Any, rule: str) -> None:
    exemption = granted(now)
    with pytest.raises(Broken) as refused:
        revoke(exemption, now, **wrong)
    assert broken(refused) == {rule}
    assert Exemption.objects.get().recorded_to is None


def test_it_is_revoked_once_and_neither_is_what_was_left_of_it(now: datetime) -> None:
    exemption = granted(now)
    rest = revoke(exemption, now, last_day=now.date() + timedelta(days=5))
    assert rest is not None
    for one in (exemption, rest):
        with pytest.raises(Broken) as refused:
            revoke(one, now + timedelta(days=1))
        assert broken(refused) == {"exemption.revoked-once"}
    assert Exemption.objects.count() == 2


def test_one_that_has_run_out_is_not_revoked(now: datetime) -> None:
    exemption = granted(now)
    with pytest.raises(Broken) as refused:
        revoke(exemption, now + timedelta(days=91), last_day=exemption.valid_to - timedelta(days=1))
    assert broken(refused) == {"exemption.revoked-once", "exemption.revoked-forward"}


def test_only_a_decision_maker_revokes(now: datetime) -> None:
    exemption = granted(now)
    for actor in (OWNER, VENDOR):
        with pytest.raises(Denied):
            revoke(exemption, now, actor=actor)


def test_the_database_refuses_to_say_that_it_shortens_another(now: datetime) -> None:
    exemption = granted(now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Exemption.objects.update(shortens=exemption)
