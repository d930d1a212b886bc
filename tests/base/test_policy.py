"""The policy: nobody may do anything that no line of the table allows, and every line holds only on its condition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.policy import Actor, Denied, Grant, Role, decide, operator, require, system, visitor
from normverk.base.policy import table as policy
from normverk.base.policy.decide import asked
from normverk.base.policy.enforce import deny_unless_decided
from normverk.base.policy.table import ACTIONS
from normverk.base.routes import ROUTE_ACTIONS, route
from tests.conftest import actor_with

ORGANISATION, OTHER = "310000003", "310000011"
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "public": st.sampled_from([True, False, None, "yes"]),
        "organisations": st.lists(st.sampled_from(["", ORGANISATION, OTHER])),
        "authors": st.lists(st.sampled_from(["", "me", "you"])),
        "responsible": st.sampled_from(["", "me", "you"]),
        "sender": st.sampled_from(["", "me", "you"]),
        "account": st.sampled_from(["", "me", "you"]),
        "site": st.sampled_from(["", "vest"]),
    },
)
OPEN_TO_VISITORS = {
    name: {permit.holds for permit in action.permits if permit.role is Role.VISITOR} for name, action in ACTIONS.items()
}


def test_an_action_that_is_not_in_the_table_cannot_be_asked_about() -> None:
    with pytest.raises(KeyError):
        decide(operator(), "weather.change")


@given(st.sampled_from(sorted(ACTIONS)), FACTS)
def test_somebody_without_any_role_may_do_nothing(action: str, facts: dict[str, Any]) -> None:
    assert not decide(Actor("me", "", frozenset()), action, facts).allowed


@given(st.sampled_from(sorted(ACTIONS)), FACTS)
def test_a_visitor_may_do_what_the_table_opens_to_everybody_and_nothing_else(
    action: str, facts: dict[str, Any]
) -> None:
    opened = OPEN_TO_VISITORS[action]
    expected = policy.always in opened or (policy.is_public in opened and facts.get("public") is True)
    assert decide(visitor(), action, facts).allowed == expected


@given(st.sampled_from(sorted(ACTIONS)), st.sampled_from(sorted(Role)), FACTS)
def test_a_role_gives_only_what_a_line_for_that_role_gives(action: str, role: Role, facts: dict[str, Any]) -> None:
    actor = Actor("me", "", frozenset({Grant(role, ORGANISATION)}))
    if decide(actor, action, facts).allowed:
        assert role in {permit.role for permit in ACTIONS[action].permits}


@given(st.sampled_from(sorted(ACTIONS)), FACTS, st.sets(st.sampled_from(sorted(Role))), st.sampled_from(sorted(Role)))
def test_one_more_role_never_takes_anything_away(
    action: str, facts: dict[str, Any], roles: set[Role], more: Role
) -> None:
    few = Actor("me", "", frozenset(Grant(role, ORGANISATION) for role in roles))
    many = Actor("me", "", few.grants | {Grant(more, ORGANISATION)})
    assert decide(few, action, facts).allowed <= decide(many, action, facts).allowed


@pytest.mark.parametrize(
    ("condition", "grant", "facts", "holds"),
    [
        (policy.always, Grant(Role.VISITOR), {}, True),
        (policy.is_public, Grant(Role.VISITOR), {"public": True}, True),
        (policy.is_public, Grant(Role.VISITOR), {"public": False}, False),
        (policy.is_public, Grant(Role.VISITOR), {"public": "yes"}, False),
        (policy.is_public, Grant(Role.VISITOR), {}, False),
        (policy.own_organisation, Grant(Role.CLINICIAN, ORGANISATION), {"organisations": (ORGANISATION, OTHER)}, True),
        (policy.own_organisation, Grant(Role.CLINICIAN, ORGANISATION), {"organisations": (OTHER,)}, False),
        (policy.own_organisation, Grant(Role.CLINICIAN, ORGANISATION), {}, False),
        (policy.own_organisation, Grant(Role.CLINICIAN), {"organisations": (OTHER,)}, True),
        (policy.not_own_work, Grant(Role.DECISION_MAKER), {"authors": ("you",)}, True),
        (policy.not_own_work, Grant(Role.DECISION_MAKER), {"authors": ("you", "me")}, False),
        (policy.not_own_work, Grant(Role.DECISION_MAKER), {}, False),
        (policy.own_case, Grant(Role.NORM_OWNER), {"responsible": "me"}, True),
        (policy.own_case, Grant(Role.NORM_OWNER), {"responsible": "you"}, False),
        (policy.own_case, Grant(Role.NORM_OWNER), {}, False),
        (policy.own_response, Grant(Role.RESPONDENT), {"sender": "me"}, True),
        (policy.own_response, Grant(Role.RESPONDENT), {"sender": "you"}, False),
        (policy.own_response, Grant(Role.RESPONDENT), {"sender": ""}, False),
        (policy.own_account, Grant(Role.CLINICIAN), {"account": "me"}, True),
        (policy.own_account, Grant(Role.CLINICIAN), {"account": "you"}, False),
        (policy.own_account, Grant(Role.CLINICIAN), {}, False),
        (policy.writes_here, Grant(Role.NORM_OWNER), {"responsible": "me"}, True),
        (policy.writes_here, Grant(Role.NORM_OWNER), {"responsible": "you", "writers": ("them", "me")}, True),
        (policy.writes_here, Grant(Role.NORM_OWNER), {"responsible": "you", "authors": ("me",)}, False),
        (policy.writes_here, Grant(Role.NORM_OWNER), {}, False),
        (policy.named_organisation, Grant(Role.VENDOR, ORGANISATION), {"organisations": (ORGANISATION,)}, True),
        (policy.named_organisation, Grant(Role.VENDOR, ORGANISATION), {"organisations": (OTHER,)}, False),
        (policy.named_organisation, Grant(Role.VENDOR), {"organisations": ("", OTHER)}, False),
        (policy.named_organisation, Grant(Role.VENDOR), {}, False),
        (policy.own_site, Grant(Role.SITE, "vest"), {"site": "vest"}, True),
        (policy.own_site, Grant(Role.SITE, "vest"), {"site": "midt"}, False),
        (policy.own_site, Grant(Role.SITE), {"site": ""}, False),
    ],
)
def test_each_condition(condition: policy.Condition, grant: Grant, facts: dict[str, Any], holds: bool) -> None:
    assert condition(Actor("me", "", frozenset({grant})), grant, facts) is holds


def test_every_condition_in_the_table_is_tested_here() -> None:
    tested = {mark.args[1][i][0] for mark in test_each_condition.pytestmark for i in range(len(mark.args[1]))}  # type: ignore[attr-defined]
    assert {permit.holds for action in ACTIONS.values() for permit in action.permits} <= tested


def test_refusing_names_the_action_and_the_actor_but_nothing_of_the_object() -> None:
    with pytest.raises(Denied) as refused:
        require(visitor(), "patient.view", {"organisations": (ORGANISATION,)})
    assert str(refused.value) == "visitor may not do «patient.view» here"


def test_whoever_writes_does_not_decide() -> None:
    decider = actor_with(Role.DECISION_MAKER, id="me")
    assert decide(decider, "case.decide", {"authors": ("you",)}).allowed
    assert not decide(decider, "case.decide", {"authors": ("me",)}).allowed


def test_the_machine_itself_may_run_the_system_but_not_decide_on_norms() -> None:
    for actor in (operator(), system()):
        assert decide(actor, "audit.verify").allowed
        assert not decide(actor, "case.decide", {"authors": ()}).allowed
        assert not decide(actor, "patients.list", {"organisations": (ORGANISATION,)}).allowed


def test_an_answer_gives_the_line_that_allowed_it() -> None:
    assert decide(visitor(), "need.view", {"public": True}).because == "visitor is public"
    assert decide(visitor(), "need.view", {"public": False}).because == "no line of the policy allows it"


def middleware(view: Callable[[HttpRequest], HttpResponse], name: str | None) -> HttpResponse:
    """What the net under the views lets out of a view on the route `name`."""
    request = RequestFactory().get("/")
    if name is not None:
        request.resolver_match = ResolverMatch(view, (), {}, url_name=name, route="x")
    return deny_unless_decided(view)(request)


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> str:
    """A route that must ask about seeing patients."""
    monkeypatch.setitem(ROUTE_ACTIONS, "test-route", "patients.list")
    return "test-route"


def test_an_answer_without_a_decision_does_not_leave_the_house(declared: str) -> None:
    for status in (200, 204, 302):
        with pytest.raises(RuntimeError, match=r"without the policy allowing patients\.list"):
            middleware(lambda request, status=status: HttpResponse(status=status), declared)  # type: ignore[misc]
    with pytest.raises(RuntimeError, match="without the policy"):
        middleware(lambda request: HttpResponse(), "route-nobody-declared")


def test_a_decision_about_something_else_or_a_no_is_not_enough(declared: str) -> None:
    def asks_about_something_else(request: HttpRequest) -> HttpResponse:
        require(visitor(), "page.view")
        return HttpResponse()

    def asks_and_does_not_listen(request: HttpRequest) -> HttpResponse:
        decide(visitor(), "patients.list")
        return HttpResponse()

    for view in (asks_about_something_else, asks_and_does_not_listen):
        with pytest.raises(RuntimeError):
            middleware(view, declared)


def test_an_answer_with_a_decision_leaves_and_so_does_a_refusal(declared: str) -> None:
    def asks(request: HttpRequest) -> HttpResponse:
        require(actor_with(Role.CLINICIAN), "patients.list", {"organisations": (ORGANISATION,)})
        return HttpResponse()

    before = asked.get()
    assert middleware(asks, declared).status_code == 200
    assert middleware(lambda request: HttpResponse(status=403), declared).status_code == 403
    assert asked.get() == before


def test_asking_the_same_for_months_does_not_fill_the_memory() -> None:
    token = asked.set(())
    for _ in range(3):
        require(visitor(), "page.view")
    assert asked.get() == ("page.view",)
    asked.reset(token)


def test_a_route_names_an_action_of_the_table_and_only_one() -> None:
    with pytest.raises(KeyError):
        route("x", lambda request: HttpResponse(), name="test-unknown", action="weather.change")
    route("x", lambda request: HttpResponse(), name="alive", action="page.view")
    with pytest.raises(ValueError, match="declared twice"):
        route("x", lambda request: HttpResponse(), name="alive", action="patients.list")
