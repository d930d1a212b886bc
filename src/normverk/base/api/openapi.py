"""OpenAPI 3.1, made from the routes and what each app says of its operations; a test finds routes nobody described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from django.urls import URLPattern, URLResolver, get_resolver

from normverk import __version__
from normverk.base.policy.table import ACTIONS
from normverk.base.routes import ROUTE_ACTIONS

PREFIX: Final = "api/v1/"
_ARGUMENT: Final = re.compile(r"<(?:(\w+):)?(\w+)>")


class Problem(msgspec.Struct, frozen=True):
    """RFC 9457: what was refused or went wrong."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


@dataclass(frozen=True)
class Query:
    """A parameter after the question mark."""

    name: str
    meaning: str
    required: bool = False


@dataclass(frozen=True)
class Operation:
    """What a route does, for programs. `answer` and `body` are msgspec types, or None for other media or no body."""

    route: str
    method: str
    summary: str
    answer: Any = None
    media: str = "application/json"
    body: Any = None
    queries: tuple[Query, ...] = ()
    refusals: tuple[int, ...] = (404,)


OPERATIONS: Final[dict[str, Operation]] = {}


def describe(*operations: Operation) -> None:
    """Registers operations; each app calls this in its urls.py, beside the routes."""
    OPERATIONS.update({operation.route: operation for operation in operations})


def api_routes() -> dict[str, str]:
    """Route name to address for everything under /api/v1."""
    return {name: address for name, address in _routes(get_resolver().url_patterns) if address.startswith(PREFIX)}


def document() -> dict[str, Any]:
    """The whole description as an OpenAPI 3.1 document."""
    routes = api_routes()  # first: to look routes up is what has apps describe theirs
    types = {id(t): t for operation in OPERATIONS.values() for t in (operation.answer, operation.body) if t is not None}
    all_types = [*types.values(), Problem]
    schemas, components = msgspec.json.schema_components(all_types, ref_template="#/components/schemas/{name}")
    by_type = {id(t): schema for t, schema in zip(all_types, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for name, address in sorted(routes.items(), key=lambda pair: pair[1]):
        operation = OPERATIONS[name]
        paths.setdefault("/" + _ARGUMENT.sub(r"{\2}", address), {})[operation.method] = _operation(
            operation, address, by_type
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "normverk",
            "version": __version__,
            "description": "From a reported need to daily practice, and back.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation, address: str, by_type: dict[int, Any]) -> dict[str, Any]:
    arguments = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for _, name in _ARGUMENT.findall(address)
    ]
    queries = [
        {"name": q.name, "in": "query", "required": q.required, "description": q.meaning, "schema": {"type": "string"}}
        for q in operation.queries
    ]
    answer: dict[str, Any] = {"description": operation.summary}
    schema = by_type[id(operation.answer)] if operation.answer is not None else {}
    answer["content"] = {operation.media: {"schema": schema}}
    problem = {"application/problem+json": {"schema": by_type[id(Problem)]}}
    plain: dict[str, Any] = {
        "operationId": operation.route,
        "summary": operation.summary,
        "description": f"Policy: {ACTIONS[ROUTE_ACTIONS[operation.route]].meaning}",
        "parameters": [*arguments, *queries],
        "responses": {
            "200": answer,
            **{
                str(status): {"description": "A problem (RFC 9457).", "content": problem}
                for status in operation.refusals
            },
        },
    }
    if operation.body is not None:
        plain["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": by_type[id(operation.body)]}},
        }
        plain["security"] = [{"token": []}]
    return plain


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, address)
        elif pattern.name:
            yield pattern.name, address
