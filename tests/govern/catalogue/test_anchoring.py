"""A comment follows the words it is about: through moves, new numbers and new names; what is gone is said to be gone."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.events.queries import faults
from normverk.base.policy import Role
from normverk.govern.catalogue.actions import save_draft
from normverk.govern.catalogue.anchoring import anchored
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.reviewing import comment, placed_comments
from normverk.norm.blocks import Paragraph
from normverk.norm.content import NormContent, Section
from normverk.norm.text import Text
from tests.conftest import actor_with
from tests.govern.catalogue.samples import OWNER, draft_edition, pathway_content, same

DECIDER = actor_with(Role.DECISION_MAKER, id="decider-1")
DOSE = Section("dose", same("Dose"), (Paragraph(Text("Gi 5 mg daglig i to uker.")),))
OTHER = Section("annet", same("Annet"), (Paragraph(same("Noe annet.")),))
THEN = msgspec.structs.replace(pathway_content(), sections=(DOSE, OTHER))


def now_with(*sections: Section) -> NormContent:
    return msgspec.structs.replace(THEN, sections=sections)


def test_words_that_stand_where_they_stood_are_neither_moved_nor_changed() -> None:
    anchor = anchored(THEN, THEN, "dose", "5 mg  daglig")
    assert (anchor.moved, anchor.renamed, anchor.changed) == (False, False, False)


def test_a_moved_and_renumbered_section_is_followed() -> None:
    under = msgspec.structs.replace(OTHER, sections=(DOSE,))
    for quote in ("5 mg daglig", ""):
        anchor = anchored(THEN, now_with(under), "dose", quote)
        assert (anchor.then.number, anchor.now.number) == ("1", "1.1")
        assert (anchor.moved, anchor.changed) == (True, False)


def test_a_renamed_section_is_followed() -> None:
    anchor = anchored(THEN, now_with(msgspec.structs.replace(DOSE, title=same("Mengde")), OTHER), "dose", "")
    assert (anchor.renamed, anchor.moved, anchor.changed) == (True, False, False)


def test_words_that_are_gone_are_said_to_be_changed() -> None:
    without = msgspec.structs.replace(DOSE, blocks=(Paragraph(Text("Gi 10 mg daglig.")),))
    assert anchored(THEN, now_with(without, OTHER), "dose", "5 mg daglig").changed
    assert anchored(THEN, now_with(without, OTHER), "dose", "").changed


def test_a_change_elsewhere_in_the_section_leaves_the_quotation() -> None:
    more = msgspec.structs.replace(DOSE, blocks=(*DOSE.blocks, Paragraph(Text("Og mer."))))
    assert not anchored(THEN, now_with(more), "dose", "5 mg daglig").changed


def test_words_moved_to_another_section_are_found_there() -> None:
    holder = msgspec.structs.replace(OTHER, blocks=DOSE.blocks)
    anchor = anchored(THEN, now_with(holder), "dose", "5 mg daglig")
    assert (anchor.now.section.id, anchor.moved, anchor.changed) == ("annet", True, False)


def test_a_section_that_is_gone_is_said_to_be_gone() -> None:
    anchor = anchored(THEN, now_with(OTHER), "dose", "")
    assert anchor.now is None
    assert anchor.changed
    assert anchor.then.title == same("Dose")


@given(st.permutations([DOSE, OTHER, Section("tom", same("Tom"))]), st.booleans())
def test_no_order_and_no_nesting_loses_a_comment(order: list[Section], nested: bool) -> None:
    sections = (msgspec.structs.replace(order[0], sections=tuple(order[1:])),) if nested else tuple(order)
    anchor = anchored(THEN, now_with(*sections), "dose", "i to uker")
    assert anchor.now is not None
    assert anchor.now.section.id == "dose"
    assert not anchor.changed


@pytest.mark.django_db
def test_a_quotation_must_stand_in_the_section(now: datetime) -> None:
    edition = draft_edition(now, owner=OWNER, content=THEN)
    with pytest.raises(ValueError, match="does not say"):
        comment(edition=edition, section="annet", quote="5 mg", text="?", actor=DECIDER, now=now)


@pytest.mark.django_db
def test_a_comment_stays_with_its_revision_when_the_words_are_gone(now: datetime) -> None:
    edition = draft_edition(now, owner=OWNER, content=THEN)
    made = comment(edition=edition, section="dose", quote="5 mg", text="Hvorfor?", actor=DECIDER, now=now)
    before = edition.revision_id
    changed = msgspec.structs.replace(DOSE, blocks=(Paragraph(Text("Gi litt.")),))
    save_draft(edition=edition, content=now_with(OTHER, changed), begun_from=before, actor=OWNER, now=now)
    (placed,) = placed_comments(Edition.objects.get(pk=edition.pk))
    assert (placed.comment.pk, placed.comment.revision, placed.comment.quote) == (made.pk, before, "5 mg")
    assert placed.anchor is not None
    assert (placed.anchor.changed, placed.anchor.moved) == (True, True)
    assert placed.anchor.then is not None
    assert placed.anchor.then.section == DOSE
    assert list(faults()) == []
