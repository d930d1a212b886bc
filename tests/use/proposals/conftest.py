"""What the database tests share: the breast cancer norm loaded, and files of facts taken in."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from normverk.base.policy import Role
from normverk.sim.organisations import VEST
from normverk.use.proposals.actions import FactReport, take_facts
from normverk.use.proposals.models import Proposal
from tests.conftest import actor_with
from tests.use.pathways.conftest import NOW, Intake, fixed_day, intake, releases
from tests.use.proposals.bundles import bundle

__all__ = ["Intake", "fixed_day", "intake", "releases"]

Take = Callable[..., FactReport]


@pytest.fixture
def take(releases: None) -> Take:
    """Takes in resources as one FHIR bundle."""

    def run(*resources: dict[str, Any]) -> FactReport:
        content = json.dumps(bundle(*resources)).encode()
        return take_facts(
            content=content, name="facts.json", form="fhir", actor=actor_with(Role.ADMINISTRATOR), now=NOW
        )

    return run


def coordinator(at: str = VEST.number) -> Any:
    """A coordinator at one hospital."""
    return actor_with(Role.PATHWAY_COORDINATOR, organisation=at)


def standing() -> list[tuple[str, str, str]]:
    """Every proposal that says something: code, day and state."""
    rows = Proposal.objects.exclude(state__in=("superseded", "withdrawn")).order_by("day", "mark")
    return [(row.mark, row.day.isoformat(), row.state) for row in rows]


def ids(*marks: str) -> Sequence[Any]:
    """The ids of the waiting proposals with these codes."""
    return [Proposal.objects.get(mark=mark, state="waiting").pk for mark in marks]
