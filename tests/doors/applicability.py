"""The reference catalogue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from normverk.base.policy import Actor, Role
from normverk.govern.applicability.models import Exemption
from normverk.norm.days import local_date
from normverk.sim.organisations import NORD
from tests.doors.door import PUBLIC, Door
from tests.world import World

NORM: Final = {"key": "demostandard-henvisning"}
ROW: Final = {
    "actor": "pharmacy",
    "action": "use",
    "level": "guideline",
    "source_title": "En kilde",
    "reason": "Mangler.",
}


def applicability(world: World) -> dict[str, tuple[Door, ...]]:
    """Asking, which is open to everybody, and writing."""
    return _asking() | _norms() | _rows(world) | _proposals(world)


def _asking() -> dict[str, tuple[Door, ...]]:
    """The question what one must follow, as pages and as data."""
    return {
        "applies": (Door(),),
        "applies-csv": (Door(get=400),),  # nothing is asked
        "applies-calendar": (Door(),),
        "applies-calendar-file": (Door(),),
        "applies-norms": (Door(),),
        "applies-norm": (Door(NORM),),
        "api-applies": (Door(get=400),),  # nothing is asked
        "api-applies-calendar": (Door(),),
        "api-applies-norms": (Door(),),
        "api-applies-norm": (Door(NORM),),
    }


def _norms() -> dict[str, tuple[Door, ...]]:
    """Writing about an invented standard that was decided elsewhere."""

    def stands(actor: Actor) -> dict[str, Any]:
        held = (actor.organisations(role) for role in (Role.VENDOR, Role.RESPONDENT, Role.PATHWAY_COORDINATOR))
        return {"organisations": frozenset().union(*held) - {""}}

    new = {"key": "ny-norm", "title_nb": "Ny norm", "kind": "standard", "source_title": "Kilde", "reason": "Mangler."}
    mended = {"title_nb": "Rettet tittel", "kind": "standard", "seen": "0", "reason": "Feil i kilden."}
    proposed = {**ROW, "who": "elsewhere", "version": "1.0"}
    return {
        "applies-add": (Door(facts=PUBLIC, post=302, form=new),),
        "applies-norm-correct": (Door(NORM, PUBLIC, post=302, form=mended),),
        "applies-propose": (Door(NORM, PUBLIC, post=302, form=proposed),),
        "applies-stance": (Door(NORM, stands, post=422, form={"stance": "adapts"}, writes=False),),
    }


def _rows(world: World) -> dict[str, tuple[Door, ...]]:
    """Rows that were decided elsewhere, and one of a norm of our own."""
    today = local_date(world.now)
    elsewhere, own = {"public": True, "authors": ()}, _authored(world, "demo-normeier")
    mended = {**ROW, "actor": "general-practice", "action": "send", "level": "recommended", "parallel": "on"}
    end = {"last_day": (today + timedelta(days=9)).isoformat(), "legal_basis": "§ 3", "reason": "Brukes ikke lenger."}
    exempt = {
        "organisation": NORD.number,
        "organisation_name": NORD.name,
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=9)).isoformat(),
        "legal_ground": "§ 2",
        "reason": "Byttes ut.",
    }
    mandatory, practice, decided = ({"row": id} for id in (world.mandatory, world.practice, world.decided))
    return {
        "applies-correct": (
            Door(practice, elsewhere, post=302, form=mended),
            Door(decided, own, get=404, post=404, writes=False),
        ),
        "applies-end": (Door(mandatory, elsewhere, post=302, form=end), Door(decided, own, post=302, form=end)),
        "applies-exempt": (Door(mandatory, elsewhere, post=302, form=exempt),),
        "applies-revoke": (_exempted(today),),
    }


def _exempted(today: date) -> Door:
    """The door to revoking the demonstration's exemption, which nobody is the author of."""
    given = Exemption.objects.order_by("recorded_from").values_list("pk", flat=True)[0]
    form = {"last_day": today.isoformat(), "reason": "Byttet er gjort."}
    return Door({"exemption": given}, {"public": True, "authors": ()}, post=302, form=form)


def _proposals(world: World) -> dict[str, tuple[Door, ...]]:
    """Proposals of two norm owners."""
    kinds = (
        ({"ref": world.proposed}, _authored(world, "demo-normeier")),
        ({"ref": world.proposed_by_author}, _authored(world, "author")),
    )
    accept = {"outcome": "accept", "reason": "Følger av utgivelsen."}
    return {
        "applies-proposals": (Door(),),
        "applies-proposal": tuple(Door(kwargs, facts) for kwargs, facts in kinds),
        "applies-decide": tuple(Door(kwargs, facts, get=405, post=302, form=accept) for kwargs, facts in kinds),
    }


def _authored(world: World, name: str) -> dict[str, Any]:
    """The facts of what a norm owner has written."""
    return {"public": True, "authors": (world.actors[name].id,)}
