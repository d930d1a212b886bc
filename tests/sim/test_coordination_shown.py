"""The demonstration's coordinator follows those whose limits pass soonest, and has a day's work; made once only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from normverk.base.policy import system
from normverk.publish.actions import make_key
from normverk.sim.demonstration.cases import tell
from normverk.sim.demonstration.coordination import FOLLOWED, MEETING, coordinate
from normverk.sim.demonstration.persons import make_persons, person
from normverk.sim.demonstration.stories import finished
from normverk.sim.generator import generate, to_ndjson
from normverk.use.coordination.models import Delay, MeetingItem, PlanVersion, Task
from normverk.use.pathways.actions.intake import take_in
from normverk.use.pathways.models import ClockState, CourseCoordinator, Oddity, Transfer

NOW, AS_OF = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2022, 4, 30)
pytestmark = pytest.mark.django_db


def clocks() -> set[tuple[object, ...]]:
    """What every clock says. The work of a day changes none of it, or the figures that were sent before would be others."""
    return set(ClockState.objects.values_list("patient_id", "pathway", "period", "clock", "verdict", "due_on", "org"))


def test_a_day_of_work_is_there_and_is_made_once(settings: Any, tmp_path: Any) -> None:
    settings.DATA, settings.AS_OF = tmp_path, AS_OF
    make_key(actor=system(), now=NOW)
    make_persons(now=NOW)
    for story in finished():
        tell(story)
    events = to_ndjson(generate(seed=1, patients=600).events)
    take_in(content=events, name="e.ndjson", form="ndjson", actor=system(), now=NOW, as_of=AS_OF)
    before = clocks()
    coordinate(now=NOW, as_of=AS_OF)
    assert clocks() == before
    followed = CourseCoordinator.objects.filter(coordinator=person("demo-koordinator").id)
    counts = (followed.count(), Task.objects.count(), MeetingItem.objects.count())
    assert counts == (min(FOLLOWED, counts[0]), 4, MEETING)
    assert counts[0] >= MEETING
    assert (Delay.objects.count(), PlanVersion.objects.count()) == (1, 1)
    assert Transfer.objects.filter(received_on=None, withdrawn_at=None).count() == 1
    assert {one.kind for one in Oddity.objects.all()} == {"sources-disagree"}
    coordinate(now=NOW, as_of=AS_OF)
    assert (followed.count(), Task.objects.count(), MeetingItem.objects.count()) == counts
