"""Hearings and answers to them."""

from __future__ import annotations

from datetime import timedelta

from normverk.norm.days import local_date
from tests.doors.door import PUBLIC, Door, responsible
from tests.doors.process import hearing_form
from tests.world import World


def consultation(world: World) -> dict[str, tuple[Door, ...]]:
    """Hearings and answers."""
    return _hearings(world) | _answers(world)


def _hearings(world: World) -> dict[str, tuple[Door, ...]]:
    """The open hearing, which one norm owner runs."""
    ref, own = {"ref": world.hearing}, responsible(world, "demo-normeier")
    hearing = hearing_form(world)
    later = (local_date(world.now) + timedelta(days=120)).isoformat()
    edition = {"edition": world.waiting.edition_id}
    answer = {"name": "Noen", "comment": "Et svar.", "parts": "1"}
    return {
        "consultations": (Door(facts=PUBLIC),),
        "consultation": (Door(ref, own),),
        "consultation-outcome": (Door(ref, own),),
        "consultation-answers-csv": (Door(ref, own),),
        "consultation-deadline": (Door(ref, own),),
        "api-consultations": (Door(facts=PUBLIC),),
        "api-consultation": (Door(ref, own),),
        "api-consultation-responses": (Door(ref, own),),
        "consultation-respond": (Door(ref, own, post=302, form=answer),),
        "consultation-open": (Door(edition, responsible(world, "author"), post=302, form=hearing),),
        "consultation-manage": (Door(ref, own),),
        "consultation-extend": (
            Door(ref, own, get=405, post=302, form={"extend-closes": later, "extend-reason": "Mer tid."}),
        ),
        "consultation-withdraw": (Door(ref, own, get=405, post=302, form={"withdraw-reason": "En feil."}),),
        "consultation-treat": (Door(ref, own),),
        "consultation-publish-outcome": (Door(ref, own, get=405, post=422, writes=False),),
    }


def _answers(world: World) -> dict[str, tuple[Door, ...]]:
    """Answers: one published, one withheld and one unread, each of another sender."""
    own = responsible(world, "demo-normeier")
    sender, other = world.actors["demo-horingspart"].id, world.actors["respondent-other"].id
    kinds = (
        (world.public, {**own, "sender": ""}),
        (world.withheld, {**own, "public": False, "sender": sender}),
        (world.unread, {**own, "public": False, "sender": other}),
    )
    ref = {"ref": world.hearing}
    each = [({**ref, "response": row.ref}, facts) for row, facts in kinds]
    treated = {"part-1-result": "followed", "part-1-answer": "Takk."}
    ground = {"withhold-ground": "Offentleglova § 13"}
    return {
        "response": tuple(Door(kwargs, facts) for kwargs, facts in each),
        "consultation-treat-answer": tuple(Door(kwargs, facts) for kwargs, facts in each),
        "response-publish": tuple(Door(kwargs, facts, get=405, post=302) for kwargs, facts in each),
        "response-withhold": tuple(Door(kwargs, facts, get=405, post=302, form=ground) for kwargs, facts in each),
        "response-treat-part": tuple(
            Door({**kwargs, "position": 1}, facts, get=405, post=302, form=treated) for kwargs, facts in each
        ),
    }
