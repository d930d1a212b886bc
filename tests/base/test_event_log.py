"""The event log finds a changed byte, a deleted, a swapped and a cut-off event, and a row written behind its back."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from normverk.base.accounts.actions import make_account
from normverk.base.accounts.models import Account
from normverk.base.events.models import Event, Head
from normverk.base.events.queries import Checkpoint, faults, head
from normverk.base.policy import Actor, Grant, Role

pytestmark = pytest.mark.django_db

GUARDS = {
    "sqlite": ("DROP TRIGGER event_is_not_changed", "DROP TRIGGER event_is_not_removed"),
    "postgresql": ("DROP TRIGGER event_is_append_only ON events_event",),
}


def without_guard() -> None:
    """What somebody with the database's own password could do; the test's transaction puts the guards back."""
    with connection.cursor() as cursor:
        for statement in GUARDS[connection.vendor]:
            cursor.execute(statement)


@pytest.fixture
def five_events(administrator: Actor, now: datetime) -> None:
    """Five accounts made, so five events."""
    for number in range(5):
        make_account(
            username=f"user{number}",
            display_name=f"User {number}",
            grants=(Grant(Role.CLINICIAN),),
            actor=administrator,
            now=now,
        )


def kinds(checkpoints: tuple[Checkpoint, ...] = ()) -> list[tuple[int, str]]:
    """The faults found, in short."""
    return [(fault.seq, fault.kind) for fault in faults(checkpoints)]


def test_an_untouched_log_has_no_fault(five_events: None) -> None:
    assert kinds() == []


def test_the_database_refuses_to_change_or_remove_an_event(five_events: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(seq=3).update(reason="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(seq=3).delete()


def test_a_changed_byte_is_found(five_events: None) -> None:
    without_guard()
    Event.objects.filter(seq=3).update(reason="x")
    assert kinds() == [(3, "changed")]


def test_a_deleted_event_is_found(five_events: None) -> None:
    without_guard()
    Event.objects.filter(seq=3).delete()
    assert (3, "missing") in kinds()


def test_two_swapped_events_are_found(five_events: None) -> None:
    without_guard()
    Event.objects.filter(seq=2).update(seq=99)
    Event.objects.filter(seq=3).update(seq=2)
    Event.objects.filter(seq=99).update(seq=3)
    assert {seq for seq, _ in kinds()} >= {2, 3}


def test_a_cut_off_end_is_found(five_events: None) -> None:
    without_guard()
    Event.objects.filter(seq__gte=4).delete()
    assert (0, "cut-off") in kinds()


def test_a_cut_off_end_is_found_by_the_checkpoint_even_when_the_head_is_put_back(five_events: None) -> None:
    seen = head()
    without_guard()
    Event.objects.filter(seq=5).delete()
    last = Event.objects.get(seq=4)
    Head.objects.update(seq=4, hash=last.hash)
    assert (0, "cut-off") in kinds((seen,))


def test_a_row_changed_without_an_event_is_found(five_events: None) -> None:
    Account.objects.filter(username="user1").update(active=False)
    assert [kind for _, kind in kinds()] == ["row-differs"]
