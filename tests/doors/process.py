"""Needs, and the cases that come of them."""

from __future__ import annotations

from datetime import timedelta

from normverk.norm.days import local_date
from tests.doors.door import PUBLIC, Door, responsible
from tests.world import World


def process(world: World) -> dict[str, tuple[Door, ...]]:
    """Needs and cases."""
    return _needs(world) | _cases(world)


def _needs(world: World) -> dict[str, tuple[Door, ...]]:
    """Needs that everybody may read, and one that nobody has read through yet."""
    opened, closed = {"ref": world.open_need.ref}, {"ref": world.closed_need.ref}
    shut = {"public": False}
    report = {"title": "Et behov til", "text": "Tallene er ulike i to kilder og bør være like.", "source": "enterprise"}
    assess = {"assessment": "inquire", "text": "Bør utredes.", "priority": "2"}
    begin = {"slug": "ny-norm", "title_nb": "Ny norm", "kind": "guideline", "owner": "Demodirektoratet"}
    return {
        "needs": (Door(facts=PUBLIC),),
        "need-report": (Door(post=302, form=report),),
        "need": (Door(opened, PUBLIC), Door(closed, shut)),
        "need-assess": (Door(opened, PUBLIC, post=302, form=assess), Door(closed, shut, post=302, form=assess)),
        "case-open": (Door(opened, PUBLIC, post=302, form=begin), Door(closed, shut, post=422, form=begin)),
        "api-needs": (Door(facts=PUBLIC),),
        "api-need": (Door(opened, PUBLIC), Door(closed, shut, get=404)),
    }


def _cases(world: World) -> dict[str, tuple[Door, ...]]:
    """A case at a gate whose author may also decide, and a case of another norm owner whose hearing is open."""
    own = responsible(world, "demo-normeier")
    other = responsible(world, "author")
    heard, waiting = {"ref": world.heard.ref}, {"ref": world.waiting.ref}
    inquiry = {"version": "1", "level": "guideline", "analysis": "minimum", "essential": "yes", "answer_1": "Ja."}
    decide = {"outcome": "on", "reason": "Utredningen svarer på de seks spørsmålene. Vi lager et utkast."}
    waive = {
        "rule": "hearing.six-weeks",
        "reason": "Endringen retter en feil i tabellen, og pasientene kan ikke vente.",
    }
    hearing = hearing_form(world)
    months = {"first_month": "2021-05", "last_month": "2022-03"}
    tried = {**heard, "digest": world.trial.digest}
    return {
        "case-trial": (Door(heard, own, post=302, form=months), Door(waiting, other, post=302, form=months)),
        "case-evidence": (
            Door(tried, own, post=302),
            Door({**waiting, "digest": world.trial.digest}, other, get=404, post=404, writes=False),
        ),
        "cases": (Door(),),
        "case": (Door(heard, own), Door(waiting, other)),
        "api-cases": (Door(),),
        "api-case": (Door(heard, own), Door(waiting, other)),
        "case-inquiry": (
            Door(heard, own, post=302, form=inquiry),
            Door(waiting, other, post=302, form=inquiry),
        ),
        "case-decide": (
            Door(heard, own, post=422, form=decide, writes=False),
            Door(waiting, other, post=302, form=decide),
        ),
        "case-hearing": (
            Door(heard, own, post=422, form=hearing, writes=False),
            Door(waiting, other, post=302, form=hearing),
        ),
        "case-waive": (Door(heard, own, post=302, form=waive), Door(waiting, other, post=302, form=waive)),
        "case-change": (
            Door(heard, own, get=404, post=404, writes=False),
            Door(waiting, other, get=404, post=404, writes=False),
        ),
    }


def hearing_form(world: World) -> dict[str, str]:
    """A correct form for a hearing that begins today."""
    today = local_date(world.now)
    return {"kind": "hearing", "opens": today.isoformat(), "closes": (today + timedelta(days=100)).isoformat()}
