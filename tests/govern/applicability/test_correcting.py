"""Correcting what the catalogue says of a norm: with a reason, as seen, and never for the time before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.db import DatabaseError, transaction

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Denied
from normverk.base.rules import Broken
from normverk.govern.applicability import api, queries
from normverk.govern.applicability.actions import NormFacts, correct_norm, correct_row, facts_of
from normverk.govern.applicability.models import ApplicabilityRow, CataloguedNorm, FormerFacts
from normverk.norm.text import Text
from tests.govern.applicability.samples import OWNER, VENDOR, mandatory, plain, take_in
from tests.govern.applicability.test_departures import broken

pytestmark = pytest.mark.django_db


def norm() -> CataloguedNorm:
    return CataloguedNorm.objects.get(pk="epikrise")


def mend(now: datetime, *, reason: str = "Feil i kilden.", seen: int | None = None, **facts: Any) -> CataloguedNorm:
    """Corrects some of the sample norm's facts."""
    held = norm()
    looked = held.former.count() if seen is None else seen
    wanted = msgspec.structs.replace(facts_of(held), **facts)
    actor = facts.pop("actor", OWNER)
    corrected, _ = correct_norm(norm=held, facts=wanted, seen=looked, reason=reason, actor=actor, now=now)
    return corrected


def asked(known_on: datetime, theme: str = "") -> list[tuple[str, str]]:
    found = queries.ask(actor="general-practice", action=None, on=date(2024, 6, 1), known_on=known_on, theme=theme)
    return [(norm.title_text.nb, norm.publisher) for _, norm in found]


def test_the_former_title_still_answers_for_the_time_before(now: datetime) -> None:
    take_in(plain(), now)
    later, last = now + timedelta(days=1), now + timedelta(days=2)
    mend(later, title=Text("Epikrise for sykehus"), publisher="Utgiveren")
    mend(last, title=Text("Epikrisemelding"))
    assert asked(now) == asked(later - timedelta(seconds=1)) == [("Epikrise", "")]
    assert asked(later) == [("Epikrise for sykehus", "Utgiveren")]
    assert asked(last) == [("Epikrisemelding", "Utgiveren")]
    turns = {
        moment: [
            found.title_text.nb
            for _, found in queries.changes(first=date(2024, 1, 1), last=date(2024, 1, 1), known_on=moment)
        ]
        for moment in (now, last)
    }
    assert turns == {now: ["Epikrise"], last: ["Epikrisemelding"]}
    assert norm().title_text.nb == "Epikrisemelding"
    assert list(faults()) == []


def test_the_theme_that_was_known_then_finds_it_then(now: datetime) -> None:
    take_in(plain(), now)
    later = now + timedelta(days=1)
    mend(later, theme="Journal")
    assert (asked(now, "Meldinger"), asked(now, "Journal")) == ([("Epikrise", "")], [])
    assert (asked(later, "Meldinger"), asked(later, "Journal")) == ([], [("Epikrise", "")])


def test_the_event_has_what_changed_and_why(now: datetime) -> None:
    take_in(plain(), now)
    mend(now, number="HIS 2:2024", reason="Skrivefeil.")
    told = Event.objects.get(type="applicability.norm-corrected")
    assert (told.reason, told.data["before"], told.data["after"]) == (
        "Skrivefeil.",
        {"number": "HIS 1:2024"},
        {"number": "HIS 2:2024"},
    )


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"reason": " ", "number": "2"}, "norm.corrected-with-reason"),
        ({}, "norm.corrected-with-reason"),
        ({"title": Text("")}, "norm.corrected-with-reason"),
        ({"seen": 1, "number": "2"}, "norm.corrected-as-seen"),
        ({"seen": 0, "number": "2", "now": -1}, "norm.corrected-as-seen"),
    ],
)
def test_a_correction_without_reason_difference_or_sight_is_refused(now: datetime, wrong: Any, rule: str) -> None:
    take_in(plain(), now)
    moment = now + timedelta(days=wrong.pop("now", 1))
    with pytest.raises(Broken) as refused:
        mend(moment, **wrong)
    assert broken(refused) == {rule}
    assert (FormerFacts.objects.count(), norm().number) == (0, "HIS 1:2024")


def test_two_who_correct_at_once_do_not_undo_each_other(now: datetime) -> None:
    take_in(plain(), now)
    mend(now, number="HIS 2:2024", seen=0)
    with pytest.raises(Broken) as refused:
        mend(now, number="HIS 3:2024", seen=0)
    assert broken(refused) == {"norm.corrected-as-seen"}


def test_only_a_norm_owner_corrects(now: datetime) -> None:
    take_in(plain(), now)
    facts = NormFacts(title=Text("Annet"), kind="standard")
    with pytest.raises(Denied):
        correct_norm(norm=norm(), facts=facts, seen=0, reason="Feil.", actor=VENDOR, now=now)


def test_programs_are_told_what_was_said_before(now: datetime) -> None:
    take_in(plain(), now)
    mend(now + timedelta(days=1), address="https://example.org/ny")
    (former,) = api.norm_in_full(norm()).former
    assert (former.address, former.changed, former.by_hand, former.reason) == ("", ("address",), True, "Feil i kilden.")


def test_the_database_refuses_to_change_or_remove_what_was_said(now: datetime) -> None:
    take_in(plain(), now)
    mend(now, number="HIS 2:2024")
    for change in (lambda: FormerFacts.objects.update(reason="x"), lambda: FormerFacts.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_reading_the_file_again_keeps_the_correction_and_says_so_until_told_otherwise(now: datetime) -> None:
    take_in(plain(), now)
    mend(now + timedelta(days=1), title=Text("Rettet", "Retta", "Mended"), number="HIS 9:2024", reason="Feil i listen.")
    events = Event.objects.count()
    again = take_in(plain(), now + timedelta(days=2))
    assert (again.kept, again.changed, norm().title_text.nb) == (2, False, "Rettet")
    assert [one.place for one in again.complaints] == ["$.norms[0] (epikrise).title", "$.norms[0] (epikrise).number"]
    assert "Feil i listen." in again.complaints[1].what
    assert "«HIS 1:2024»" in again.complaints[1].what
    assert "--over-corrections" in again.complaints[1].done
    assert Event.objects.count() == events
    with_reason = take_in(plain(), now + timedelta(days=3), correction="Listen er rettet.")
    assert (with_reason.kept, norm().number) == (2, "HIS 9:2024")
    over = take_in(plain(), now + timedelta(days=4), correction="Listen er rett.", over_corrections=True)
    assert (over.kept, over.filled, norm().title_text.nb, norm().number) == (0, 1, "Epikrise", "HIS 1:2024")
    assert asked(now + timedelta(days=1)) == asked(now + timedelta(days=3)) == [("Rettet", "")]
    assert asked(now + timedelta(days=4)) == [("Epikrise", "")]
    assert take_in(plain(), now + timedelta(days=5)).complaints == []
    assert list(faults()) == []


def test_what_a_hand_took_away_is_not_filled_again(now: datetime) -> None:
    take_in(plain(publisher="Feil utgiver"), now)
    mend(now + timedelta(days=1), publisher="")
    assert take_in(plain(publisher="Feil utgiver"), now + timedelta(days=2)).kept == 1
    assert norm().publisher == ""


def test_what_a_file_fills_in_is_not_known_before(now: datetime) -> None:
    take_in(plain(), now)
    take_in(plain(publisher="Utgiveren"), now + timedelta(days=1))
    assert (asked(now), asked(now + timedelta(days=1))) == ([("Epikrise", "")], [("Epikrise", "Utgiveren")])


def test_a_row_that_was_corrected_by_hand_is_not_read_in_again(now: datetime) -> None:
    take_in(plain(), now)
    (row,) = ApplicabilityRow.objects.select_related("version__norm")
    correct_row(row=row, new=mandatory(level=None, legal_basis=""), reason="Feil gruppe.", actor=OWNER, now=now)
    again = take_in(plain(), now + timedelta(days=1))
    assert (again.kept, again.changed) == (1, False)
    assert "Feil gruppe." in again.complaints[0].what
    over = take_in(plain(), now + timedelta(days=2), correction="Listen er rett.", over_corrections=True)
    assert (over.rows, ApplicabilityRow.objects.filter(recorded_to=None).count()) == (1, 2)


def test_undoing_corrections_needs_a_reason(now: datetime) -> None:
    with pytest.raises(ValueError, match="reason"):
        take_in(plain(), now, over_corrections=True)
