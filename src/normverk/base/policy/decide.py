"""Deciding: an actor, an action by name, and the facts of the object it is done to."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from normverk.base.policy.actor import Actor
from normverk.base.policy.table import ACTIONS

Facts = Mapping[str, Any]
"""What the policy may look at: plain values that an object gives with `policy_facts()`."""

asked: ContextVar[tuple[str, ...]] = ContextVar("asked", default=())
"""The actions the policy has been asked about and allowed in the running request."""


class Denied(Exception):  # noqa: N818  (the domain's word for it)
    """The policy says no. Carries the action, never the object's content."""

    def __init__(self, action: str, actor: Actor) -> None:
        super().__init__(f"{actor.id} may not do «{action}» here")
        self.action = action
        self.actor = actor


@dataclass(frozen=True)
class Answer:
    """Yes or no, and which line of the table said yes."""

    allowed: bool
    because: str


def decide(actor: Actor, action: str, facts: Facts | None = None) -> Answer:
    """Whether `actor` may do `action` to an object with these `facts`; KeyError for an action the table lacks."""
    for permit in ACTIONS[action].permits:
        for grant in actor.grants:
            if grant.role is permit.role and permit.holds(actor, grant, facts or {}):
                if action not in asked.get():  # a worker that runs for months asks the same again and again
                    asked.set((*asked.get(), action))
                return Answer(True, f"{permit.role} {permit.condition_name}".strip())
    return Answer(False, "no line of the policy allows it")


def require(actor: Actor, action: str, facts: Facts | None = None) -> None:
    """Returns when `actor` may do `action`; raises Denied otherwise."""
    if not decide(actor, action, facts).allowed:
        raise Denied(action, actor)
