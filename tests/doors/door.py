"""A door: one address of a route with the facts of its object, and what every app's doors are made with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from normverk.base.policy import Actor
from tests.world import World

Facts = Mapping[str, Any] | Callable[[Actor], Mapping[str, Any]]
PUBLIC: Final[Mapping[str, Any]] = {"public": True}


@dataclass(frozen=True)
class Door:
    """One address of a route, the facts of its object, and what those who may get.

    `get` and `post` are the status of an answer to somebody the policy allows; 405 is everybody's. `form` is what a
    correct form holds, so that a refusal is never owed to a faulty form. `writes` is true when posting it leaves an
    event in the log, `seen` when looking does.
    """

    kwargs: Mapping[str, Any] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    get: int = 200
    post: int = 405
    form: Mapping[str, Any] = field(default_factory=dict)
    body: bytes = b""
    writes: bool = True
    seen: bool = False

    def facts_for(self, actor: Actor) -> Mapping[str, Any]:
        """The facts, where some depend on who asks."""
        return self.facts(actor) if callable(self.facts) else self.facts


def route_names(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The name of every route of this installation, from the resolver."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from route_names(pattern.url_patterns)
        else:
            yield pattern.name or f"unnamed: {pattern.pattern}"


def address(name: str, door: Door) -> str:
    """The address of a door."""
    return reverse(name, kwargs=dict(door.kwargs))


def responsible(world: World, name: str, **more: Any) -> dict[str, Any]:
    """The facts of what a norm owner is responsible for and has written."""
    owner = world.actors[name].id
    return {"public": True, "responsible": owner, "authors": (owner,), **more}
