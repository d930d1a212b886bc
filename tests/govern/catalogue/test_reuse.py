"""A section in several publications: written at home, followed here, and altered here only when it is cut loose."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.languages import say
from normverk.base.policy import Role
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import begin_edition, move, save_draft
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.reuse import altered, borrow, borrowed, cut_loose, lendable, section_digest
from normverk.norm.blocks import Paragraph
from normverk.norm.content import NormContent, Origin, Section, all_sections, find_section
from normverk.norm.references import Reference
from tests.conftest import actor_with
from tests.govern.catalogue.samples import draft_edition, pathway_content, same
from tests.govern.process.test_pages import well_made
from tests.govern.process.walking import DECIDER, OWNER, browser
from tests.norm.strategies import norm_contents

ADMIN = actor_with(Role.ADMINISTRATOR, id="00000000-0000-4000-8000-000000000005")
PAGE = "/editions/leier/1.0.0/reuse/"
HOME = NormContent(
    kind="guideline",
    title=same("Hjemme"),
    purpose=same("For."),
    scope=same("Her."),
    target_group=same("Alle."),
    owner="Demonstrasjonsdirektoratet",
    sections=(
        Section(
            "mer", same("Dose"), (Paragraph(same("5 mg.")),), (Section("innledning", same("Inni")),), references=("a",)
        ),
    ),
    references=(Reference("a", "Hjemmets verk"),),
)


def publish(edition: Edition, now: datetime) -> Edition:
    """Takes an edition all the way."""
    for state, actor in (("review", OWNER), ("approved", DECIDER), ("published", ADMIN)):
        edition = move(edition=edition, to=state, actor=actor, now=now)
    return edition


def content_of(edition: Edition) -> NormContent:
    """The content as it stands now."""
    return Edition.objects.get(pk=edition.pk).revision.read()


@given(norm_contents(), norm_contents(), st.data())
def test_a_borrowed_section_gets_free_ids_its_references_and_is_not_altered(here, home, data) -> None:  # type: ignore[no-untyped-def]
    sections = [section for _, section in all_sections(home.sections)]
    if not sections:
        return
    chosen = data.draw(st.sampled_from(sections))
    made = borrow(here, "hjemme", home, chosen)
    ids = [section.id for _, section in all_sections(made.sections)]
    assert len(ids) == len(set(ids))
    assert made.sections[:-1] == here.sections
    assert made.references[: len(here.references)] == here.references
    assert altered(here, made) == ()
    assert made.sections[-1].origin == Origin("hjemme", chosen.id, section_digest(chosen))
    elsewhere = msgspec.structs.replace(made.sections[-1], intro=same("Endret"))
    changed = msgspec.structs.replace(made, sections=(*here.sections, elsewhere))
    assert (altered(made, changed) == (elsewhere.id,)) is (elsewhere != made.sections[-1])
    known = {reference.id: reference for reference in made.references}
    for before, after in zip(chosen.references, made.sections[-1].references, strict=True):
        works = [msgspec.structs.replace(one, id="") for one in home.references if one.id == before]
        if works:
            assert msgspec.structs.replace(known[after], id="") in works


@pytest.mark.django_db
def test_a_section_is_borrowed_followed_and_cut_loose(now: datetime) -> None:
    home = publish(draft_edition(now, owner=OWNER, slug="hjemme", content=HOME), now)
    here = draft_edition(
        now,
        owner=OWNER,
        slug="leier",
        content=msgspec.structs.replace(pathway_content(), references=(Reference("a", "Et annet verk"),)),
    )
    client = browser(OWNER, now)
    well_made(client.get(PAGE).content.decode())
    assert [section.id for _, _, section in lendable("leier")] == ["mer", "innledning"]
    taking = {"act": "borrow", "section": "hjemme/mer", "begun_from": here.revision_id}
    assert client.post(PAGE, taking | {"section": "hjemme/nowhere"}).status_code == 422
    assert client.post(PAGE, taking).status_code == 302
    (one,) = borrowed(content_of(here))
    assert (one.here.id, one.here.sections[0].id, one.changed) == ("mer-2", "innledning-2", False)
    assert [reference.title for reference in content_of(here).references] == ["Et annet verk", "Hjemmets verk"]

    held = Edition.objects.get(pk=here.pk)
    edited = client.post(
        "/editions/leier/1.0.0/edit/section/mer-2/",
        {"begun_from": held.revision_id, "title_nb": "Annet", "change": "editorial", "body_nb": "6 mg."},
    )
    assert edited.status_code == 422
    assert "section.written-at-home" in edited.content.decode()

    newer = msgspec.structs.replace(HOME.sections[0], blocks=(Paragraph(same("7 mg.")),))
    second = begin_edition(
        product=home.product,
        number="2.0.0",
        content=msgspec.structs.replace(HOME, sections=(newer,)),
        responsible=OWNER.id,
        actor=OWNER,
        now=now,
    )
    publish(second, now)
    assert borrowed(content_of(here))[0].changed
    page = client.get(PAGE).content.decode()
    well_made(page)
    assert "5 mg." in page
    assert "7 mg." in page
    act = {"act": "take-over", "section": "mer-2", "begun_from": held.revision_id}
    assert client.post(PAGE, act | {"begun_from": "0" * 64}).status_code == 409
    assert client.post(PAGE, act).status_code == 302
    (one,) = borrowed(content_of(here))
    assert (one.here.blocks, one.changed) == (newer.blocks, False)

    loose = {"act": "cut-loose", "section": "mer-2", "begun_from": Edition.objects.get(pk=here.pk).revision_id}
    assert client.post(PAGE, loose).status_code == 422
    assert client.post(PAGE, loose | {"reason": "Vi har andre pasienter."}).status_code == 302
    assert borrowed(content_of(here)) == ()
    assert Event.objects.latest("seq").reason == "Vi har andre pasienter."
    assert client.post(PAGE, loose | {"reason": "x"}).status_code == 422
    assert say("catalogue.reuse.none", "nb") in client.get(PAGE).content.decode()
    assert list(faults()) == []


@pytest.mark.django_db
def test_a_section_whose_home_is_gone_stays_and_says_so(now: datetime) -> None:
    home = publish(draft_edition(now, owner=OWNER, slug="hjemme", content=HOME), now)
    here = draft_edition(
        now, owner=OWNER, slug="leier", content=borrow(pathway_content(), "hjemme", HOME, HOME.sections[0])
    )
    move(edition=home, to="withdrawn", actor=DECIDER, now=now)
    (one,) = borrowed(content_of(here))
    assert (one.home, one.changed) == (None, True)
    page = browser(OWNER, now).get(PAGE).content.decode()
    assert say("catalogue.reuse.home-gone", "nb") in page
    altering = msgspec.structs.replace(one.here, title=same("Annet"))
    changed = msgspec.structs.replace(content_of(here), sections=(altering,))
    with pytest.raises(Broken):
        save_draft(edition=here, content=changed, begun_from=here.revision_id, actor=OWNER, now=now)
    section = find_section(cut_loose(content_of(here), one.here.id), one.here.id)
    assert section is not None
    assert section.origin is None
