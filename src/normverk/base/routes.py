"""Addresses. Every route names the action the policy must be asked about before it may answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.urls import URLPattern, path

from normverk.base.policy.table import ACTIONS

ROUTE_ACTIONS: Final[dict[str, str]] = {}
"""Route name to policy action; the enforcement middleware and the permission tests read it."""


FILE_ROUTES: Final[dict[str, int]] = {}
"""Route name to the largest file in bytes that its form takes; every other form takes none."""


def route(address: str, view: Callable[..., Any], *, name: str, action: str, takes_file: int = 0) -> URLPattern:
    """A Django path whose view must ask the policy about `action`; KeyError for an unknown action.

    `takes_file` is the size in bytes of the largest file that its form takes; 0: none.
    """
    ACTIONS[action]
    if ROUTE_ACTIONS.get(name, action) != action:
        raise ValueError(f"the route {name} is declared twice with different actions")
    ROUTE_ACTIONS[name] = action
    if takes_file:
        FILE_ROUTES[name] = takes_file
    return path(address, view, name=name)
