"""An index made from another database than the one in use is as none, and the worker makes one of this."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client

from normverk.base.backup.events import BackupRestored
from normverk.base.events.actions import record
from normverk.base.events.queries import Checkpoint, head
from normverk.base.jobs.worker import run_due
from normverk.base.policy import operator
from normverk.publish.search.answers import Asked
from normverk.publish.search.belonging import is_of_this_log
from normverk.publish.search.document import documents
from normverk.publish.search.index import build
from normverk.publish.search.jobs import build_own, build_when_missing
from normverk.publish.search.queries import index_path, search
from normverk.publish.search.reading import NotBuilt
from tests.publish.examples import publish_first, publish_second

pytestmark = pytest.mark.django_db


def found(now: datetime) -> int:
    """How many documents this installation's index has."""
    return search(Asked(), today=now.date()).total


def restored(now: datetime) -> None:
    """What restoring a backup writes in the log it has put in place."""
    with transaction.atomic():
        data = BackupRestored(made_at=now.isoformat(), seq=head().seq, hash=head().hash)
        record(data=data, subject="database", actor=operator(), now=now)


def test_what_is_published_later_leaves_the_index_this_logs_own(now: datetime) -> None:
    publish_first(now)
    build_own(now=now)
    before = found(now)
    publish_second(now)
    assert found(now) == before
    run_due(now_fn=lambda: now)
    assert found(now) > before


def test_after_a_restore_there_is_no_index_until_the_worker_has_made_one(client: Client, now: datetime) -> None:
    publish_first(now)
    build_own(now=now)
    held = found(now)
    restored(now)
    with pytest.raises(NotBuilt):
        found(now)
    assert client.get("/api/v1/search").status_code == 503
    assert "ikke klart" in client.get("/search/").content.decode()
    build_when_missing(now)
    assert found(now) == held
    made = index_path().stat()
    build_when_missing(now)
    assert index_path().stat() == made


def test_renewing_after_a_restore_makes_the_whole_index(now: datetime) -> None:
    publish_first(now)
    build([], index_path(), now=now, log=head())
    restored(now)
    publish_second(now)
    run_due(now_fn=lambda: now)
    assert found(now) == len(list(documents()))


def test_an_index_of_another_log_is_not_of_this(now: datetime) -> None:
    publish_first(now)
    end = head()
    assert is_of_this_log(end)
    assert not is_of_this_log(Checkpoint(end.seq, "f" * 64))
    assert not is_of_this_log(Checkpoint(end.seq + 1, end.hash))


def test_where_there_is_none_the_worker_makes_one(now: datetime) -> None:
    index_path().unlink(missing_ok=True)
    build_when_missing(now)
    assert found(now) == len(list(documents()))
