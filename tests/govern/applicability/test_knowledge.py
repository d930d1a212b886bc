"""Laws of the stored catalogue: whatever is done later, an answer for a past knowledge never changes, and no row is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normverk.base.events.queries import faults
from normverk.base.rules import Broken
from normverk.govern.applicability import queries
from normverk.govern.applicability.actions import correct_row, decide_proposal, end_row, propose_row, record_row
from normverk.govern.applicability.importing import BadFile
from normverk.govern.applicability.models import ApplicabilityRow, NormVersion
from normverk.norm.applicability import Action, Level
from tests.govern.applicability.samples import DECIDER, OWNER, mandatory, plain, take_in

pytestmark = pytest.mark.django_db

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
ON = (date(2024, 6, 1), date(2026, 1, 1), date(2026, 7, 1))
DAYS = st.sampled_from([date(2025, 1, 1), date(2026, 1, 1), date(2026, 6, 1), date(2027, 1, 1)])
ROWS = st.builds(
    mandatory,
    actor=st.sampled_from(["hospital", "general-practice", None]),
    action=st.sampled_from([Action.SEND, Action.RECEIVE, None]),
    level=st.sampled_from([*Level, None]),
    valid_from=DAYS,
    valid_to=st.none() | DAYS,
    parallel=st.booleans(),
)
STEPS = st.tuples(st.sampled_from(["record", "correct", "end", "decide", "import"]), ROWS, st.integers(0, 30), DAYS)


def answers(known: datetime) -> list[Any]:
    """Every answer for a moment of knowledge, as plain as it can be compared."""
    return [
        (answer.row.id, answer.standing, answer.phase, answer.doubts, answer.row.valid_to, answer.row.level)
        for on in ON
        for actor in ("hospital", "general-practice")
        for answer, _ in queries.ask(actor=actor, action=None, on=on, known_on=known)
    ]


def step(what: str, row: Any, number: int, day: date, now: datetime) -> None:
    """Does one thing to the catalogue; what the rules refuse leaves nothing behind."""
    version = NormVersion.objects.select_related("norm").get()
    held = list(ApplicabilityRow.objects.filter(recorded_to__isnull=True).order_by("recorded_from", "pk"))
    one = held[number % len(held)] if held else None
    if what == "record":
        record_row(version=version, row=row, actor=OWNER, now=now)
    elif what == "decide":
        proposal, _ = propose_row(version=version, row=row, reason="Trengs.", actor=OWNER, now=now)
        decide_proposal(proposal=proposal, accept=bool(number % 2), reason="Ja.", actor=DECIDER, now=now)
    elif what == "import":
        take_in(plain(), now, correction="Filen er riktig." if number % 2 else "")
    elif one is not None and what == "end":
        end_row(row=one, last_day=day, reason="Utdatert.", legal_basis="§ 9", actor=DECIDER, now=now)
    elif one is not None:
        correct_row(row=one, new=row, reason="Feil.", actor=DECIDER if one.proposal_id else OWNER, now=now)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=8))
def test_answers_for_a_past_knowledge_stand_and_no_row_is_lost(db: None, steps: list[Any]) -> None:
    with transaction.atomic():
        take_in(plain(), BEGUN)
        known, kept = [(BEGUN, answers(BEGUN))], set(ApplicabilityRow.objects.values_list("pk", flat=True))
        for number, (what, row, choice, day) in enumerate(steps, start=1):
            now = BEGUN + timedelta(days=number)
            try:
                with transaction.atomic():
                    step(what, row, choice, day, now)
            except (Broken, BadFile):
                assert answers(now) == known[-1][1]
            rows = set(ApplicabilityRow.objects.values_list("pk", flat=True))
            assert kept <= rows
            kept = rows
            assert all(answers(moment) == told for moment, told in known)
            assert queries.all_contradictions(now) == ()
            known.append((now, answers(now)))
        assert list(faults()) == []
        transaction.set_rollback(True)
