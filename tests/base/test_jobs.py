"""Jobs: nothing asked for is lost, nothing takes effect twice, and what cannot be done is seen."""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.db import IntegrityError, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.jobs import commands, leases, queries
from normverk.base.jobs.actions import enqueue, post, receive_once, revive
from normverk.base.jobs.kinds import HEADERS, KINDS, JobKind, handles, headers_for
from normverk.base.jobs.models import Job, OutboxMessage, Received, State
from normverk.base.jobs.worker import Counts, run_due, run_forever
from normverk.base.policy import Actor, Denied, visitor

pytestmark = pytest.mark.django_db


class Mark(msgspec.Struct, frozen=True):
    """The payload of the jobs here; the effect is a row with its name."""

    name: str


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    """Kinds of jobs that exist in these tests only."""
    kept, kept_headers = dict(KINDS), dict(HEADERS)
    KINDS["test.mark"] = JobKind(Mark, mark)
    KINDS["test.fail"] = JobKind(Mark, mark_and_fail)
    yield
    KINDS.clear()
    KINDS.update(kept)
    HEADERS.clear()
    HEADERS.update(kept_headers)


def mark(payload: Mark, *, now: datetime, job: Job) -> None:
    """An effect inside the database."""
    Received.objects.create(key=payload.name, received_at=now)


def mark_and_fail(payload: Mark, *, now: datetime, job: Job) -> None:
    """An effect followed by a failure whose message quotes what must not be kept."""
    Received.objects.create(key=payload.name, received_at=now)
    raise LookupError("13116900216 Kari Nordmann")


def ask(name: str, now: datetime, *, kind: str = "test.mark", **more: Any) -> Job:
    """Asks for a job, as an action would."""
    with transaction.atomic():
        return enqueue(kind=kind, payload=Mark(name), now=now, **more)


def effects() -> list[str]:
    """The effects that have happened."""
    return sorted(Received.objects.values_list("key", flat=True))


def at(moment: datetime) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: moment


def test_a_job_is_done_once_and_is_then_done(now: datetime) -> None:
    job = ask("a", now)
    assert run_due(now_fn=at(now)) == Counts(done=1)
    assert run_due(now_fn=at(now)) == Counts()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished_at, job.lease_token, effects()) == (State.DONE, 1, now, "", ["a"])


def test_jobs_are_done_in_the_order_they_are_due_and_at_most_as_many_as_asked_for(now: datetime) -> None:
    ask("later", now, run_after=now + timedelta(minutes=1))
    ask("second", now)
    ask("first", now, run_after=now - timedelta(minutes=1))
    assert (run_due(now_fn=at(now), limit=1), effects()) == (Counts(done=1), ["first"])
    assert (run_due(now_fn=at(now)), effects()) == (Counts(done=1), ["first", "second"])
    assert (run_due(now_fn=at(now + timedelta(minutes=1))), len(effects())) == (Counts(done=1), 3)


def test_a_caller_that_is_rolled_back_has_asked_for_nothing(now: datetime) -> None:
    with transaction.atomic():
        enqueue(kind="test.mark", payload=Mark("a"), now=now)
        post(kind="test", destination="https://hub.example/", body={}, now=now)
        receive_once("site:1", now)
        transaction.set_rollback(True)
    assert (Job.objects.count(), OutboxMessage.objects.count(), Received.objects.count()) == (0, 0, 0)


def test_asking_outside_a_transaction_is_refused(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    for ask_outside in (
        lambda: enqueue(kind="test.mark", payload=Mark("a"), now=now),
        lambda: post(kind="test", destination="https://hub.example/", body={}, now=now),
        lambda: receive_once("site:1", now),
    ):
        with monkeypatch.context() as outside:
            outside.setattr(connections["default"], "in_atomic_block", False)
            with pytest.raises(RuntimeError, match="transaction"):
                ask_outside()


def test_the_same_key_is_the_same_job_also_after_it_is_done(now: datetime) -> None:
    first = ask("a", now, key="only-once")
    assert ask("b", now, key="only-once") == first
    run_due(now_fn=at(now))
    assert ask("c", now, key="only-once") == first
    assert (run_due(now_fn=at(now)), effects()) == (Counts(), ["a"])


def test_unknown_kinds_and_wrong_payloads_are_refused_when_asked_for(now: datetime) -> None:
    class Other(msgspec.Struct):
        name: str

    with pytest.raises(KeyError):
        ask("a", now, kind="test.unheard-of")
    with pytest.raises(TypeError, match="takes Mark, not Other"):
        enqueue(kind="test.mark", payload=Other("a"), now=now)


def test_a_kind_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        handles("test.mark", Mark)(mark_and_fail)


def test_what_a_killed_worker_left_is_done_again_when_its_lease_runs_out(now: datetime) -> None:
    ask("a", now)
    left = leases.take(Job, now=now)
    assert left is not None
    before = now + leases.LEASE - timedelta(seconds=1)
    assert run_due(now_fn=at(before)) == Counts()
    assert run_due(now_fn=at(now + leases.LEASE)) == Counts(done=1)
    left.refresh_from_db()
    assert (left.state, left.attempts, effects()) == (State.DONE, 2, ["a"])


def test_a_worker_whose_lease_was_taken_over_can_neither_finish_nor_fail_the_job(now: datetime) -> None:
    ask("a", now)
    slow = leases.take(Job, now=now)
    other = leases.take(Job, now=now + leases.LEASE)
    assert slow is not None
    assert other is not None
    for late in (
        lambda: leases.hold(Job, slow),
        lambda: leases.finish(slow, now=now),
        lambda: leases.fail(slow, error="E", now=now),
    ):
        with pytest.raises(leases.LeaseLost):
            late()
    assert leases.hold(Job, other).lease_token == other.lease_token


def test_the_effect_of_a_worker_that_loses_its_lease_while_working_is_rolled_back(now: datetime) -> None:
    def lose_the_lease(payload: Mark, *, now: datetime, job: Job) -> None:
        mark(payload, now=now, job=job)
        Job.objects.filter(pk=job.pk).update(lease_token="somebody-else")

    KINDS["test.mark"] = JobKind(Mark, lose_the_lease)
    ask("a", now)
    assert (run_due(now_fn=at(now)), effects()) == (Counts(lost=1), [])


def test_a_failure_leaves_no_effect_and_only_its_type(now: datetime) -> None:
    job = ask("a", now, kind="test.fail")
    assert run_due(now_fn=at(now)) == Counts(failed=1)
    job.refresh_from_db()
    assert (job.state, job.last_error, effects()) == (State.WAITING, "LookupError", [])
    assert job.run_after == now + timedelta(seconds=10)


@given(st.integers(1, 1000))
def test_each_pause_is_longer_than_the_one_before_and_never_more_than_six_hours(attempts: int) -> None:
    assert leases.pause(attempts) <= leases.pause(attempts + 1) <= timedelta(hours=6)


def test_after_so_many_tries_a_job_is_dead_and_seen_in_the_log(now: datetime) -> None:
    job, moment = ask("a", now, kind="test.fail"), now
    for _ in range(leases.ATTEMPTS[Job]):
        assert run_due(now_fn=at(moment)) == Counts(failed=1)
        moment += timedelta(hours=7)
    assert run_due(now_fn=at(moment)) == Counts()
    assert [(e.subject, e.type, e.data["error"]) for e in Event.objects.all()] == [
        (f"job/{job.id}", "job.died", "LookupError")
    ]
    assert (queries.dead(), queries.tally()["jobs"]["dead"], list(faults())) == ((job,), 1, [])


def test_a_job_that_kills_its_worker_every_time_is_dead_too(now: datetime) -> None:
    job, moment = ask("a", now), now
    for _ in range(leases.ATTEMPTS[Job]):
        assert leases.take(Job, now=moment) is not None
        moment += leases.LEASE
    assert leases.take(Job, now=moment) is None
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.DEAD, "LeaseExpired")


def test_a_dead_job_can_be_let_try_again_by_those_who_may(administrator: Actor, now: datetime) -> None:
    ask("a", now)
    Job.objects.update(state=State.DEAD, finished_at=now, attempts=8)
    job = Job.objects.get()
    with pytest.raises(Denied):
        revive(work=job, actor=visitor(), now=now)
    revive(work=job, actor=administrator, now=now)
    with pytest.raises(ValueError, match="not dead"):
        revive(work=job, actor=administrator, now=now)
    assert (run_due(now_fn=at(now)), effects()) == (Counts(done=1), ["a"])


def test_the_database_refuses_a_running_job_without_a_lease(now: datetime) -> None:
    ask("a", now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(state=State.RUNNING)


def test_work_left_lying_is_seen(now: datetime) -> None:
    assert queries.overdue_since(now) is None
    ask("a", now)
    assert queries.overdue_since(now + timedelta(hours=1)) == now


def test_a_key_is_received_once(now: datetime) -> None:
    assert [receive_once(key, now) for key in ("a:1", "a:1", "b:1")] == [True, False, True]
    for key in ("", "x" * 201):
        with pytest.raises(ValueError, match="200 signs"):
            receive_once(key, now)


class Receiver(BaseHTTPRequestHandler):
    """A receiver that answers with the codes it is told, and keeps what it got."""

    codes: list[int] = []
    got: list[tuple[str, str | None, Any]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.got.append((self.headers["Idempotency-Key"], self.headers["Authorization"], body))
        self.send_response(self.codes.pop(0))
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def receiver() -> Iterator[str]:
    """The address of a running receiver."""
    Receiver.codes, Receiver.got = [], []
    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/histograms"
        server.shutdown()
        thread.join()


def test_a_message_is_sent_with_its_key_and_headers_until_it_is_taken(receiver: str, now: datetime) -> None:
    key = UUID("11111111-2222-4333-8444-555555555555")
    headers_for("histogram", lambda: {"Authorization": "Bearer secret"})
    post(kind="histogram", destination=receiver, body={"n": 3}, now=now, id=key)
    Receiver.codes = [503, 302, 204]
    moments = (now, now + timedelta(minutes=1), now + timedelta(hours=1), now + timedelta(hours=2))
    counts = [run_due(now_fn=at(moment)) for moment in moments]
    assert counts == [Counts(failed=1), Counts(failed=1), Counts(done=1), Counts()]
    assert Receiver.got == [(str(key), "Bearer secret", {"n": 3})] * 3


def test_a_receiver_that_is_away_is_waited_for(now: datetime) -> None:
    message = post(kind="histogram", destination="http://127.0.0.1:9/", body={}, now=now)
    assert run_due(now_fn=at(now)) == Counts(failed=1)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.WAITING, "URLError")


def test_messages_go_to_http_addresses_only(now: datetime) -> None:
    with pytest.raises(ValueError, match="http"):
        post(kind="histogram", destination="file:///etc/passwd", body={}, now=now)


def test_the_worker_goes_on_until_it_is_stopped_also_when_a_round_fails(now: datetime) -> None:
    rounds: list[datetime] = []
    stop = threading.Event()

    def each_round(moment: datetime) -> None:
        rounds.append(moment)
        if len(rounds) == 1:
            raise OSError("the disk is full")
        stop.set()

    ask("a", now)
    run_forever(now_fn=at(now), stop=stop, each_round=each_round, pause_seconds=0)
    assert (rounds, effects()) == ([now, now], ["a"])


def test_what_apps_ask_for_every_minute_is_done_though_one_fails(
    now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[datetime] = []

    def failing(moment: datetime) -> None:
        raise LookupError

    monkeypatch.setattr(commands, "_now", at(now))
    monkeypatch.setattr(commands, "EVERY_MINUTE", [failing, done.append])
    assert commands.run(argparse.Namespace(forever=False, json=False)) == 0
    assert done == [now]
    assert "a task of every minute failed" in caplog.text
