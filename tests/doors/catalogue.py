"""Editions of two norm owners."""

from __future__ import annotations

from typing import Any

from normverk.govern.catalogue.models import ReviewComment
from normverk.govern.findings.queries import findings_of
from normverk.govern.process.models import Case
from tests.doors.door import Door, responsible
from tests.world import World

Draft = tuple[dict[str, str], dict[str, Any], Case]
"""The address of a draft, the facts of it, and its case."""


def catalogue(world: World) -> dict[str, tuple[Door, ...]]:
    """A draft of each norm owner."""
    second = world.actors["demo-medeier"].id
    own, other = responsible(world, "demo-normeier"), responsible(world, "author", writers=(second,))
    heard, waiting = {"slug": "lymfomer", "number": "1.0.0"}, {"slug": "testikkelkreft", "number": "1.0.0"}
    both = ((heard, own, world.heard), (waiting, other, world.waiting))
    return {
        "edition": tuple(Door(kwargs, facts) for kwargs, facts, _ in both),
        "edition-findings": tuple(Door(kwargs, facts) for kwargs, facts, _ in both),
        "edition-finding-answer": tuple(_finding(case, kwargs, facts) for kwargs, facts, case in both),
        "edition-submit": tuple(Door(kwargs, facts, get=405, post=302) for kwargs, facts, _ in both),
        "edition-writers": (
            Door(heard, own, get=405, post=302, form={"act": "name", "writer": second}),
            Door(waiting, other, get=405, post=302, form={"act": "take-off", "writer": second}),
        ),
        **_editing(both),
        **_ordering(both),
        **_reviewing(both, world),
    }


def _editing(both: tuple[Draft, ...]) -> dict[str, tuple[Door, ...]]:
    """Writing in the drafts."""
    head = {"title_nb": "Endret tittel", "owner": "Demodirektoratet"}
    section = {"title_nb": "Nytt avsnitt", "body_nb": "Nye ord.", "change": "editorial"}
    reference = {"kind": "article", "title": "Et verk"}
    delay = {"kind": "medical", "policy": "none", "unit": "calendar_days"}
    return {
        "edition-edit": tuple(
            Door({**kwargs, "part": "head"}, facts, post=302, form={**_begun(case), **head})
            for kwargs, facts, case in both
        ),
        "edition-edit-section": tuple(
            Door({**kwargs, "section": "new"}, facts, post=302, form={**_begun(case), **section})
            for kwargs, facts, case in both
        ),
        "edition-edit-item": tuple(
            Door({**kwargs, "part": "reference", "section": "new"}, facts, post=302, form={**_begun(case), **reference})
            for kwargs, facts, case in both
        ),
        "edition-pathway": tuple(Door(kwargs, facts) for kwargs, facts, _ in both),
        "edition-edit-inner": tuple(
            Door(
                {**kwargs, "part": "delay", "section": _clock(case), "item": "new"},
                facts,
                post=302,
                form={**_begun(case), **delay},
            )
            for kwargs, facts, case in both
        ),
        "edition-edit-pico": tuple(
            Door({**kwargs, "section": _first(case), "item": "new"}, facts, get=404, post=404, writes=False)
            for kwargs, facts, case in both
        ),
    }


def _ordering(both: tuple[Draft, ...]) -> dict[str, tuple[Door, ...]]:
    """Sections that are borrowed, read in from a document, or moved."""
    borrow = {"act": "borrow", "section": "brystkreft/om"}
    return {
        "edition-reuse": tuple(
            Door(kwargs, facts, post=302, form={**borrow, **_begun(case)}) for kwargs, facts, case in both
        ),
        "edition-import": tuple(
            Door(kwargs, facts, post=302, form={"take": "1"}, writes=False) for kwargs, facts, _ in both
        ),
        "edition-read-limits": tuple(
            Door(kwargs, facts, post=302, form={"confirm": "1"}, writes=False) for kwargs, facts, _ in both
        ),
        "edition-order": tuple(
            Door(kwargs, facts, get=405, post=302, form={**_begun(case), "section": _first(case), "step": "down"})
            for kwargs, facts, case in both
        ),
    }


def _reviewing(both: tuple[Draft, ...], world: World) -> dict[str, tuple[Door, ...]]:
    """What a second person says of the drafts."""
    said = {
        case.pk: ReviewComment.objects.filter(edition=case.edition).first()
        or ReviewComment.objects.create(
            edition=case.edition, revision=case.edition.revision_id, text="Uklart.", author="x", made_at=world.now
        )
        for _, _, case in both
    }
    return {
        "edition-review": tuple(
            Door(kwargs, facts, post=302, form={"section": _first(case), "text": "Uklart."})
            for kwargs, facts, case in both
        ),
        "edition-review-conclude": tuple(
            Door(kwargs, facts, get=405, post=302, form={"verdict": "ready"}) for kwargs, facts, _ in both
        ),
        "edition-review-resolve": tuple(
            Door({**kwargs, "comment_id": said[case.pk].pk}, facts, get=405, post=302, form={"answer": "Rettet."})
            for kwargs, facts, case in both
        ),
    }


def _begun(case: Case) -> dict[str, str]:
    """What a form was begun from."""
    return {"begun_from": case.edition.revision_id}


def _clock(case: Case) -> str:
    """The first clock of the draft's pathway."""
    pathway = case.edition.revision.read().pathway
    assert pathway is not None
    return pathway.clocks[0].id


def _first(case: Case) -> str:
    """The first section of the draft."""
    return case.edition.revision.read().sections[0].id


def _finding(case: Case, kwargs: dict[str, str], facts: dict[str, Any]) -> Door:
    """The door to answering something in the case's draft; it leads nowhere when the draft is in order."""
    key = next((one.key for one in findings_of(case.edition) if one.can_be_answered), None)
    if key is None:
        return Door({**kwargs, "finding": "0" * 64}, facts, get=404, post=404, writes=False)
    form = {"reason": "Fristen står i kilden uten tall, og vi lar den stå åpen."}
    return Door({**kwargs, "finding": key}, facts, post=302, form=form)
