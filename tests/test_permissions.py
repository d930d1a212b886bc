"""Who may do what to which object: every route, every role, one's own object and another's, reading and writing.

What must happen is worked out from the policy table and the facts in tests/doors. A route without a door fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from normverk.base.events.models import Event
from normverk.base.events.queries import head
from normverk.base.policy import Actor, Role, decide
from normverk.base.policy.table import ACTIONS
from normverk.base.problems import is_machine
from normverk.base.routes import ROUTE_ACTIONS
from tests.doors import Door, address, doors, route_names
from tests.world import PROGRAMS, REPORTER, UNREAD, WITHHELD, World, identifies, undone, world  # noqa: F401

pytestmark = pytest.mark.django_db

SEEN: Final = frozenset({"patient.seen", "patients.listed"})
"""The only events that looking may leave behind: that somebody looked."""
KEPT_BESIDE: Final = ("django_session", "accounts_loginfailure")
"""Tables that say nothing of the objects: who is logged in, and how often somebody failed to."""
TOLD_LATER: Final[Mapping[str, str]] = {"login": 'INSERT INTO "jobs_job"'}
"""A refused login asks for the log to be told of it when its quarter of an hour is over: nothing else may ask for work."""
DELIVERIES: Final = frozenset({"histograms", "trial-answers"})
"""Where programs deliver, with a token."""
FEW: Final = ("visitor", "demo-leverandor", "demo-normeier", "site-vest")
"""Nobody, somebody without business here, somebody responsible for something, and a program."""
ROUTES: Final = tuple(sorted(route_names()))


def test_every_route_has_a_door_here(world: World) -> None:  # noqa: F811
    assert sorted(doors(world)) == list(ROUTES) == sorted(ROUTE_ACTIONS)


def test_somebody_is_here_in_every_role(world: World) -> None:  # noqa: F811
    assert {grant.role for actor in world.actors.values() for grant in actor.grants} == set(Role)


def test_for_every_action_of_a_route_somebody_may_and_unless_it_is_open_somebody_may_not(world: World) -> None:  # noqa: F811
    for name, found in doors(world).items():
        allowed = {may(world.actors[who], name, door) for door in found for who in world.actors}
        somebody = any(permit.role is Role.VISITOR for permit in ACTIONS[ROUTE_ACTIONS[name]].permits)
        assert allowed >= ({True} if somebody else {True, False}), name


def everybody(world: World, name: str) -> tuple[str, ...]:  # noqa: F811
    """All actors; but where the table lets everybody in whoever they are, one of each kind will do."""
    permits = ACTIONS[ROUTE_ACTIONS[name]].permits
    open_to_all = any(permit.role is Role.VISITOR and not permit.condition_name for permit in permits)
    return FEW if open_to_all else tuple(world.actors)


@pytest.mark.parametrize("name", ROUTES)
def test_reading(world: World, name: str) -> None:  # noqa: F811
    read(world, name, everybody(world, name))


@pytest.mark.parametrize("name", ROUTES)
def test_writing(world: World, name: str) -> None:  # noqa: F811
    write(world, name, everybody(world, name))


@pytest.mark.slow
@pytest.mark.parametrize("name", ROUTES)
def test_whoever_they_are_also_where_everybody_is_let_in(world: World, name: str) -> None:  # noqa: F811
    rest = tuple(who for who in world.actors if who not in everybody(world, name))
    read(world, name, rest)
    write(world, name, rest)


def read(world: World, name: str, actors: tuple[str, ...]) -> None:  # noqa: F811
    """Opens every door of a route as each of these actors."""
    for door in doors(world)[name]:
        for who in actors:
            actor = world.actors[who]
            with undone(), written() as tables:
                before = head()
                answer = world.client(who).get(address(name, door))
                expect(answer, who, actor, name, door, door.get)
                seen = set(Event.objects.filter(seq__gt=before.seq).values_list("type", flat=True))
                looked = answer.status_code == 200 and door.seen
                assert seen == ({*SEEN} & seen if looked else set()), (name, who)
                assert bool(seen) is looked, (name, who)
                assert looked or tables == set(), (name, who, tables)
                assert_nothing_leaks(world, actor, answer, (name, who))


def write(world: World, name: str, actors: tuple[str, ...]) -> None:  # noqa: F811
    """Posts to every door of a route as each of these actors."""
    for door in doors(world)[name]:
        for who in actors:
            actor = world.actors[who]
            with undone(), written() as tables:
                before = head()
                answer = post(world.client(who), name, door)
                # A delivery needs a program's token: a person who is logged in is nobody here.
                asks = actor if name not in DELIVERIES or who in PROGRAMS else world.actors["visitor"]
                expect(answer, who, asks, name, door, door.post)
                changed = door.writes and door.post in {200, 302} and may(asks, name, door)
                assert (head() != before) is changed, (name, who)
                later = {sql for sql in tables if name in TOLD_LATER and sql.startswith(TOLD_LATER[name])}
                assert changed or tables == later, (name, who, tables)
                assert_nothing_leaks(world, actor, answer, (name, who))


def post(client: Client, name: str, door: Door) -> HttpResponse:
    """Sends the door's form, or its body as JSON."""
    if door.body:
        return client.post(address(name, door), door.body, content_type="application/json")  # type: ignore[return-value]
    return client.post(address(name, door), door.form)  # type: ignore[return-value]


def may(actor: Actor, name: str, door: Door) -> bool:
    """What the policy table says."""
    return decide(actor, ROUTE_ACTIONS[name], door.facts_for(actor)).allowed


def expect(answer: Any, who: str, actor: Actor, name: str, door: Door, allowed: int) -> None:
    """The one right answer: what those who may get, or the refusal that fits who asks."""
    shown = (name, who, dict(door.kwargs), answer.status_code, answer.get("Location", ""))
    if allowed in {404, 405} and (allowed == 405 or is_machine(answer.wsgi_request)):
        assert answer.status_code == allowed, shown
    elif may(actor, name, door):
        assert answer.status_code == allowed, shown
        assert "/login/" not in answer.get("Location", ""), shown
    elif is_machine(answer.wsgi_request):
        assert answer.status_code == (401 if actor.is_visitor else 403), shown
    elif who == "visitor":
        assert (answer.status_code, answer["Location"].partition("=")[0]) == (302, "/login/?next"), shown
    else:
        assert answer.status_code == 403, shown


def assert_nothing_leaks(world: World, actor: Actor, answer: Any, where: object) -> None:  # noqa: F811
    """No answer holds words that the policy keeps from this reader, whatever page it is."""
    if answer.status_code >= 400:
        return
    body = answer.content.decode(errors="replace")
    kept: list[tuple[str, bool]] = [(REPORTER, False)]
    for row, words in ((world.withheld, WITHHELD), (world.unread, UNREAD)):
        facts = {"public": False, "sender": row.sender, "responsible": row.consultation.edition.responsible}
        kept.append((words, decide(actor, "response.view", facts).allowed))
        kept.append((row.email, decide(actor, "response.treat", facts).allowed))
    kept.append((world.closed_need.title, decide(actor, "need.view", {"public": False}).allowed))
    for patient in (world.patient_vest, world.patient_nord):
        allowed = decide(actor, "patient.view", patient.policy_facts()).allowed
        kept += [(words, allowed) for words in (*identifies(patient), str(patient.pk))]
    assert [words for words, allowed in kept if words in body and not allowed] == [], where


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables that are written to meanwhile, as the database is asked to."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        verb = sql.lstrip().split(None, 1)[0].upper()
        if verb in {"INSERT", "UPDATE", "DELETE", "REPLACE"} and not any(table in sql for table in KEPT_BESIDE):
            tables.add(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables
