"""A thread that writes beside this one: the same rows in the same order, nobody reads too early, and a fault is never lost."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from normverk.base.beside import Scribe, scribe, written_beside
from normverk.base.bulk import erase, pour, read
from normverk.base.jobs.models import Job
from tests.base.test_bulk import FIELDS, row

sqlite = pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL is a process of its own")


def poured(many: int, worth_it: bool) -> list[tuple[Any, ...]]:
    """What stands in the table when rows were poured in two pieces, in the order of the keys that the database gave."""
    with transaction.atomic():
        with written_beside(worth_it):
            pour(Job, FIELDS, map(row, range(many)))
            pour(Job, FIELDS, map(row, range(many, many + 50)))
        rows = read("SELECT attempts, key, run_after FROM jobs_job ORDER BY id")
        transaction.set_rollback(True)
    return rows


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("many", [0, 1, 500, 501, 20_000])
def test_the_thread_writes_what_would_have_been_written_without_it(many: int) -> None:
    assert poured(many, worth_it=True) == poured(many, worth_it=False)
    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_sees_all_that_was_poured_before() -> None:
    with transaction.atomic(), written_beside(True):
        pour(Job, FIELDS, map(row, range(9000)))
        assert Job.objects.count() == 9000
        pour(Job, FIELDS, map(row, range(9000, 18_000)))
        assert read("SELECT count(*) FROM jobs_job") == [(18_000,)]
        pour(Job, FIELDS, map(row, range(18_000, 27_000)))
        erase(Job, "key", ["k26999"])
        pour(Job, FIELDS, map(row, range(27_000, 36_000)))
    assert Job.objects.count() == 35_999


@pytest.mark.django_db(transaction=True)
def test_whoever_rolls_back_to_before_a_refused_row_may_go_on() -> None:
    with transaction.atomic(), written_beside(True):
        pour(Job, FIELDS, map(row, range(9000)))
        with pytest.raises(IntegrityError), transaction.atomic():
            pour(Job, FIELDS, [*map(row, range(9000, 20_000)), row(5), *map(row, range(20_000, 40_000))])
        pour(Job, FIELDS, map(row, range(9000, 18_000)))
    assert Job.objects.count() == 18_000


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("then", [lambda: None, Job.objects.count, lambda: read("SELECT 1")])
def test_a_row_that_is_refused_takes_the_whole_transaction_with_it(then: Callable[[], object]) -> None:
    def work() -> None:
        with written_beside(True):
            pour(Job, FIELDS, [*map(row, range(50_000)), row(3), *map(row, range(50_000, 90_000))])
            then()

    with pytest.raises(IntegrityError), transaction.atomic():
        work()
    assert Job.objects.count() == 0


@sqlite
@pytest.mark.django_db(transaction=True)
def test_nothing_is_carried_out_after_what_has_failed() -> None:
    done: list[str] = []
    held = threading.Event()

    def execute(statement: str, values: object) -> None:
        held.wait(10)
        done.append(statement)
        if statement == "second":
            raise sqlite3.IntegrityError("refused")

    def hand_over() -> None:
        with written_beside(True):
            writing = scribe()
            assert writing is not None
            writing._execute = execute
            for statement in ("first", "second", "third"):
                writing.hand_over(statement, ())
            held.set()

    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        hand_over()
    assert done == ["first", "second"]


@sqlite
@pytest.mark.django_db(transaction=True)
def test_the_thread_is_gone_when_the_transaction_is_given_up() -> None:
    def stopped() -> None:
        with written_beside(True):
            pour(Job, FIELDS, map(row, range(20_000)))
            raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        stopped()
    assert [one for one in threading.enumerate() if one.name.startswith("scribe")] == []
    assert scribe() is None
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_there_is_a_thread_only_where_it_is_worth_it_and_only_one() -> None:
    with written_beside(False):
        assert scribe() is None
    with written_beside(True):
        first: Scribe | None = scribe()
        assert (first is None) == (connection.vendor == "postgresql")
        with written_beside(True):
            assert scribe() is first
        assert scribe() is first
