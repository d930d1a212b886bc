"""Editions: what may be written when, by whom; every state and what may follow it; nothing is lost in a conflict."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product as pairs

import msgspec
import pytest
from django.db import IntegrityError, transaction

from normverk.base.events.queries import faults, history
from normverk.base.policy import Actor, Denied, Role
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import begin_edition, move, save_draft, submit_for_review
from normverk.govern.catalogue.models import EDITION_STATES, Edition, Revision
from normverk.govern.catalogue.queries import next_number, number_key, previous_edition
from normverk.govern.catalogue.states import ASKS, COLORS, FOLLOWING, may_follow
from normverk.norm.content import NormContent, digest
from tests.conftest import actor_with
from tests.govern.catalogue.samples import OWNER, draft_edition, pathway_content, same

pytestmark = pytest.mark.django_db

DECIDER = actor_with(Role.DECISION_MAKER, id="decider-1")
ADMIN = actor_with(Role.ADMINISTRATOR, id="admin-1")
ACTOR_OF = {"edition.review": DECIDER, "edition.write": OWNER, "case.decide": DECIDER, "release.build": ADMIN}


def changed(edition: Edition, purpose: str) -> NormContent:
    """The edition's content with another purpose."""
    return msgspec.structs.replace(edition.revision.read(), purpose=same(purpose))


def save(edition: Edition, purpose: str, now: datetime, actor: Actor = OWNER, begun_from: str = "") -> Edition:
    """Saves a new purpose, begun from the present text unless said otherwise."""
    edition.refresh_from_db()
    return save_draft(
        edition=edition,
        content=changed(edition, purpose),
        begun_from=begun_from or edition.revision_id,
        actor=actor,
        now=now,
        reason="clearer",
    )


def test_saving_makes_a_revision_under_its_own_address_and_keeps_the_one_before(now: datetime) -> None:
    edition = draft_edition(now)
    first = edition.revision_id
    saved = save(edition, "Nytt formål.", now)
    assert saved.revision_id == digest(saved.revision.read())
    assert saved.revision.parent_id == first
    assert Revision.objects.count() == 2
    assert [event.type for event in history(f"edition/{saved.ref}")] == ["edition.begun", "edition.saved"]
    assert list(faults()) == []


def test_equal_content_is_one_revision(now: datetime) -> None:
    edition = draft_edition(now)
    first = edition.revision_id
    save(edition, "Nytt formål.", now)
    edition = save_draft(
        edition=edition,
        content=pathway_content(),
        begun_from=Edition.objects.get(pk=edition.pk).revision_id,
        actor=OWNER,
        now=now,
    )
    assert (edition.revision_id, Revision.objects.count()) == (first, 2)
    assert list(faults()) == []


def test_a_pathway_edition_takes_its_validity_from_its_content(now: datetime) -> None:
    assert draft_edition(now).valid_from == date(2021, 5, 1)


def test_saving_over_a_newer_text_is_refused_and_nothing_is_lost(now: datetime) -> None:
    edition = draft_edition(now)
    begun_from = edition.revision_id
    newer = save(edition, "Den andres tekst.", now)
    with pytest.raises(Broken) as refused:
        save(edition, "Min tekst.", now, begun_from=begun_from)
    assert [finding.rule.id for finding in refused.value.findings] == ["edition.newer-text-is-not-lost"]
    edition.refresh_from_db()
    assert edition.revision_id == newer.revision_id


def test_only_the_responsible_norm_owner_writes(now: datetime) -> None:
    edition = draft_edition(now)
    for actor in (actor_with(Role.NORM_OWNER, id="owner-2"), DECIDER, ADMIN):
        with pytest.raises(Denied):
            save(edition, "Ikke mitt.", now, actor=actor)
    assert list(faults()) == []


def test_what_is_under_review_is_fixed(now: datetime) -> None:
    edition = submit_for_review(edition=draft_edition(now), actor=OWNER, now=now)
    with pytest.raises(Broken) as refused:
        save(edition, "For sent.", now)
    assert [finding.rule.id for finding in refused.value.findings] == ["edition.only-draft-is-written"]


def test_who_wrote_cannot_approve(now: datetime) -> None:
    both = Actor("both", "Both", OWNER.grants | DECIDER.grants)
    edition = submit_for_review(edition=draft_edition(now, owner=both), actor=both, now=now)
    with pytest.raises(Denied):
        move(edition=edition, to="approved", actor=both, now=now)


def test_every_state_is_known_to_every_table() -> None:
    assert set(FOLLOWING) == set(ASKS) == set(COLORS) == set(EDITION_STATES)
    assert {after for following in FOLLOWING.values() for after in following} <= set(EDITION_STATES)


def test_what_was_approved_never_becomes_a_draft_again() -> None:
    reached, waiting = set(), ["approved"]
    while waiting:
        state = waiting.pop()
        reached.add(state)
        waiting += [after for after in FOLLOWING[state] if after not in reached]
    assert reached & {"draft", "review"} == set()


def in_state(state: str, now: datetime) -> Edition:
    """An edition brought into `state` on a legal way."""
    ways: dict[str, list[str]] = {"draft": []}
    waiting = ["draft"]
    while waiting:
        before = waiting.pop(0)
        for after in sorted(FOLLOWING[before]):
            if after not in ways:
                ways[after] = [*ways[before], after]
                waiting.append(after)
    edition = draft_edition(now)
    for step in ways[state]:
        edition = move(edition=edition, to=step, actor=ACTOR_OF[ASKS[step]], now=now)
    return edition


@pytest.mark.parametrize(("before", "after"), list(pairs(EDITION_STATES, EDITION_STATES)))
def test_an_edition_goes_only_where_the_table_says(before: str, after: str, now: datetime) -> None:
    edition = in_state(before, now)
    if may_follow(before, after):
        assert move(edition=edition, to=after, actor=ACTOR_OF[ASKS[after]], now=now).state == after
    else:
        with pytest.raises(Broken):
            move(edition=edition, to=after, actor=ACTOR_OF[ASKS[after]], now=now)
        edition.refresh_from_db()
        assert edition.state == before
    assert list(faults()) == []


def test_publishing_ends_the_edition_before(now: datetime) -> None:
    first = in_state("published", now)
    content = pathway_content(limit=5, valid_from=date(2022, 1, 1))
    second = begin_edition(
        product=first.product,
        number=next_number(first.product),
        content=content,
        responsible=OWNER.id,
        actor=OWNER,
        now=now,
    )
    assert (second.number, previous_edition(second)) == ("2.0.0", first)
    for step in ("review", "approved", "published"):
        second = move(edition=second, to=step, actor=ACTOR_OF[ASKS[step]], now=now)
    first.refresh_from_db()
    assert (first.state, first.valid_to) == ("superseded", date(2021, 12, 31))
    assert list(faults()) == []


def test_a_product_has_one_edition_being_written(now: datetime) -> None:
    edition = draft_edition(now)
    with pytest.raises(IntegrityError), transaction.atomic():
        begin_edition(
            product=edition.product,
            number="2.0.0",
            content=pathway_content(limit=3),
            responsible=OWNER.id,
            actor=OWNER,
            now=now,
        )


def test_numbers_are_ordered_as_numbers() -> None:
    assert sorted(["2.10.0", "2.9.0", "10.0.0"], key=number_key) == ["2.9.0", "2.10.0", "10.0.0"]
