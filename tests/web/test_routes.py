"""Every address of every app: named, under the policy, and never a fault or a leak for somebody who just comes by."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter, PathConverter, SlugConverter, StringConverter, UUIDConverter

from normverk.base.policy import Role
from normverk.base.policy.table import ACTIONS
from normverk.base.problems import is_machine
from normverk.base.routes import ROUTE_ACTIONS

pytestmark = pytest.mark.django_db

MADE_UP = {
    IntConverter: 987654,
    SlugConverter: "made-up",
    StringConverter: "made-up",
    PathConverter: "made/up",
    UUIDConverter: "00000000-0000-4000-8000-000000000000",
}


def patterns(found: list[object] | None = None) -> Iterator[URLPattern]:
    """Every pattern of this installation."""
    for pattern in get_resolver().url_patterns if found is None else found:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern.url_patterns)


ROUTES = sorted({pattern.name or str(pattern.pattern): pattern for pattern in patterns()}.items())


def address_of(pattern: URLPattern) -> str:
    """An address of the route, with made-up values for its parameters."""
    converters = pattern.pattern.converters
    return reverse(pattern.name, kwargs={name: _value(converter) for name, converter in converters.items()})


def _value(converter: object) -> object:
    return next((MADE_UP[kind] for kind in type(converter).__mro__ if kind in MADE_UP), "made-up")


def open_to_visitors(action: str) -> bool:
    """True when some line of the policy lets a visitor do the action, with or without a condition."""
    return any(permit.role is Role.VISITOR for permit in ACTIONS[action].permits)


def test_every_route_is_named_and_stands_under_the_policy():
    assert [name for name, _ in ROUTES if name not in ROUTE_ACTIONS] == []


def test_no_two_routes_share_an_address():
    addresses = [str(pattern.pattern) for pattern in patterns()]
    assert sorted(addresses) == sorted(set(addresses))


NOT_READY_YET = {"readyz", "api-search", "search-file"}
"""Here nothing runs beside the pages and no search index is made: these say so, with 503."""


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "pattern"), ROUTES, ids=[name for name, _ in ROUTES])
def test_a_visitor_meets_no_fault_and_sees_nothing_closed(name, pattern, method, client):
    address = address_of(pattern)
    answer = getattr(client, method)(address)
    assert answer.status_code < 500 or (answer.status_code == 503 and name in NOT_READY_YET)
    if not open_to_visitors(ROUTE_ACTIONS[name]):
        assert not 200 <= answer.status_code < 300
        if answer.status_code == 302:
            assert answer["Location"].startswith("/login/?next=")
    if answer.status_code >= 400 and answer.content and is_machine(answer.wsgi_request):
        assert answer["Content-Type"] in {"application/problem+json", "application/fhir+json"}
