"""What all tests share: a database of their own, and actors of every role."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime

os.environ.setdefault("NORMVERK_DATA", tempfile.mkdtemp(prefix="normverk-test-"))
os.environ.setdefault("NORMVERK_DEMONSTRATION", "1")
os.environ.setdefault("NORMVERK_SECRET_KEY", "only-for-tests")

import pytest
from hypothesis import settings

from normverk.base.policy import Actor, Grant, Role

settings.register_profile("quick", max_examples=60, deadline=None)
settings.register_profile("ci", max_examples=400, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture
def now() -> datetime:
    """A fixed moment, so that no test depends on the day it runs."""
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def actor_with(role: Role, *, id: str | None = None, organisation: str = "") -> Actor:
    """An actor with one role beside a visitor's."""
    return Actor(id or f"test-{role}", f"Test {role}", frozenset({Grant(Role.VISITOR), Grant(role, organisation)}))


@pytest.fixture
def administrator() -> Iterator[Actor]:
    """An actor who may run the system."""
    return actor_with(Role.ADMINISTRATOR)
