"""Laws of the stored catalogue: whatever is done later, an answer for a past knowledge never changes, and no row is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normverk.base.events.queries import faults
from normverk.base.rules import Broken
from normverk.govern.applicability import queries
from normverk.govern.applicability.actions import (
    correct_norm,
    correct_row,
    decide_proposal,
    end_row,
    facts_of,
    grant_exemption,
    propose_row,
    record_row,
    revoke_exemption,
)
from normverk.govern.applicability.importing import BadFile
from normverk.govern.applicability.models import ApplicabilityRow, CataloguedNorm, Exemption, FormerFacts, NormVersion
from normverk.norm.applicability import Action, Level
from normverk.norm.text import Text
from tests.govern.applicability.samples import DECIDER, ORGANISATION, OWNER, mandatory, plain, take_in

pytestmark = pytest.mark.django_db

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
EXEMPTED_ON = tuple(BEGUN.date() + timedelta(days=day) for day in (-5, 0, 4, 8, 20))
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
WHAT = ["record", "correct", "end", "decide", "import", "exempt", "revoke", "correct-norm"]
STEPS = st.tuples(st.sampled_from(WHAT), ROWS, st.integers(0, 30), DAYS)


def answers(known: datetime) -> list[Any]:
    """Every answer for a moment of knowledge, with the norm's facts and who is exempted, as plain as it can be compared."""
    answered = [
        (
            answer.row.id,
            answer.standing,
            answer.phase,
            answer.doubts,
            answer.row.valid_to,
            answer.row.level,
            facts_of(norm),
        )
        for on in ON
        for actor in ("hospital", "general-practice")
        for theme in ("", "Meldinger", "Tema 1")
        for answer, norm in queries.ask(actor=actor, action=None, on=on, known_on=known, theme=theme)
    ]
    exempt = [
        (key, one.organisation, one.valid_from, one.valid_to)
        for on in EXEMPTED_ON
        for key, several in queries.exempted(on=on, known_on=known).items()
        for one in several
    ]
    return answered + exempt


def exemption_step(what: str, version: NormVersion, number: int, now: datetime) -> None:
    """Exempts an organisation from the mandatory row, or revokes an exemption, whether or not it still can be."""
    if what == "exempt":
        first = now.date() + timedelta(days=number - 15)
        grant_exemption(
            version=version,
            organisation=ORGANISATION,
            organisation_name="Demosykehuset Vest",
            actor_kind="hospital",
            action=Action.SEND,
            valid_from=first,
            valid_to=first + timedelta(days=number * 3),
            legal_ground="§ 8",
            reason="Byttes.",
            actor=DECIDER,
            now=now,
        )
    elif held := list(Exemption.objects.order_by("recorded_from", "pk")):
        one = held[number % len(held)]
        last = now.date() + timedelta(days=number - 3)
        revoke_exemption(exemption=one, last_day=last, reason="Byttet.", actor=DECIDER, now=now)


def step(what: str, row: Any, number: int, day: date, now: datetime) -> None:
    """Does one thing to the catalogue; what the rules refuse leaves nothing behind."""
    version = NormVersion.objects.select_related("norm").get()
    held = list(ApplicabilityRow.objects.filter(recorded_to__isnull=True).order_by("recorded_from", "pk"))
    one = held[number % len(held)] if held else None
    if what in {"exempt", "revoke"}:
        exemption_step(what, version, number, now)
    elif what == "record":
        record_row(version=version, row=row, actor=OWNER, now=now)
    elif what == "decide":
        proposal, _ = propose_row(version=version, row=row, reason="Trengs.", actor=OWNER, now=now)
        decide_proposal(proposal=proposal, accept=bool(number % 2), reason="Ja.", actor=DECIDER, now=now)
    elif what == "import":
        correction = "Filen er riktig." if number % 2 else ""
        take_in(plain(), now, correction=correction, over_corrections=number % 4 == 1)
    elif what == "correct-norm":
        facts = msgspec.structs.replace(
            facts_of(version.norm), title=Text(f"Tittel {number}"), theme=f"Tema {number % 3}"
        )
        seen = FormerFacts.objects.count()
        correct_norm(norm=version.norm, facts=facts, seen=seen, reason="Feil.", actor=OWNER, now=now)
    elif one is not None and what == "end":
        end_row(row=one, last_day=day, reason="Utdatert.", legal_basis="§ 9", actor=DECIDER, now=now)
    elif one is not None:
        correct_row(row=one, new=row, reason="Feil.", actor=DECIDER if one.proposal_id else OWNER, now=now)


def stored() -> set[tuple[str, Any]]:
    """Everything that is only ever added to."""
    tables = (ApplicabilityRow, Exemption, FormerFacts, CataloguedNorm)
    return {(table.__name__, pk) for table in tables for pk in table._base_manager.values_list("pk", flat=True)}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=8))
def test_answers_for_a_past_knowledge_stand_and_no_row_is_lost(db: None, steps: list[Any]) -> None:
    with transaction.atomic():
        take_in(plain(), BEGUN)
        version = NormVersion.objects.select_related("norm").get()
        record_row(version=version, row=mandatory(), actor=OWNER, now=BEGUN)
        known, kept = [(BEGUN, answers(BEGUN))], stored()
        for number, (what, row, choice, day) in enumerate(steps, start=1):
            now = BEGUN + timedelta(days=number)
            try:
                with transaction.atomic():
                    step(what, row, choice, day, now)
            except (Broken, BadFile):
                assert answers(now) == known[-1][1]
            rows = stored()
            assert kept <= rows
            kept = rows
            assert all(answers(moment) == told for moment, told in known)
            assert queries.all_contradictions(now) == ()
            known.append((now, answers(now)))
        assert list(faults()) == []
        transaction.set_rollback(True)
