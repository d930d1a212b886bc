"""Drafts, trials, events and answers for the tests of what-if."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any, Final

import msgspec

from normverk.base.policy import operator
from normverk.learn.histogram import Cell, State
from normverk.learn.whatif.answer import TRIAL, Answer, Move, Standing, merged
from normverk.norm.content import NormContent
from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Clock, Code, Limit, Milestone, PathwayDefinition, Selector
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.publish.trials import FORMAT, Trial
from normverk.use.pathways.actions import take_in

NOW: Final = datetime(2022, 5, 2, 7, tzinfo=UTC)
AS_OF: Final = date(2022, 4, 30)
VEST, MIDT, NORD = "310000019", "310000027", "310000035"
FIRST, LAST = "2021-05", "2022-04"
OWN: Final = Source("own", "own")


def in_force() -> PathwayDefinition:
    """The second edition of the demonstration's breast cancer pathway: OF2, from S to C, has twelve days."""
    file = files("normverk.sim").joinpath("norms/brystkreft-2.json")
    content = msgspec.json.decode(file.read_bytes(), type=NormContent)
    assert content.pathway is not None
    return content.pathway


def with_limit(clock: str, days: int) -> PathwayDefinition:
    """The norm in force with another limit for a clock without branches."""
    pathway = in_force()

    def changed(one: Clock) -> Clock:
        if one.id != clock:
            return one
        (branch,) = one.branches
        assert branch.limit is not None
        limit = msgspec.structs.replace(branch.limit, value=days, warn_before=0)
        return msgspec.structs.replace(one, branches=(msgspec.structs.replace(branch, limit=limit),))

    return msgspec.structs.replace(pathway, clocks=tuple(changed(one) for one in pathway.clocks))


def with_branch_limit(clock: str, branch: str, days: int | None) -> PathwayDefinition:
    """The norm in force with another limit, or none, for one treatment of a clock."""
    pathway = in_force()

    def changed(one: Branch) -> Branch:
        if one.id != branch or one.limit is None:
            return one
        limit = None if days is None else msgspec.structs.replace(one.limit, value=days, warn_before=0)
        return msgspec.structs.replace(one, limit=limit)

    clocks = tuple(
        msgspec.structs.replace(one, branches=tuple(map(changed, one.branches))) if one.id == clock else one
        for one in pathway.clocks
    )
    return msgspec.structs.replace(pathway, clocks=clocks)


def starting_at(clock: str, milestone: str) -> PathwayDefinition:
    """The norm in force with a clock that starts at another milestone."""
    pathway = in_force()
    clocks = tuple(
        msgspec.structs.replace(one, start=Selector(milestone)) if one.id == clock else one for one in pathway.clocks
    )
    return msgspec.structs.replace(pathway, clocks=clocks)


def with_new_milestone() -> PathwayDefinition:
    """The norm in force with a milestone that no record registers, and two clocks: one to it and one from it."""
    pathway = in_force()
    text = Text("Pakkesamtale", "Pakkesamtale", "Talk")
    talk = Milestone("N", text, (Code("A01N", "Pakkesamtale"),))
    place = [milestone.id for milestone in pathway.milestones].index("C") + 1
    milestones = (*pathway.milestones[:place], talk, *pathway.milestones[place:])
    branch = Branch("", Text(""), limit=Limit(5, Unit.CALENDAR_DAYS, OWN))
    clocks = (
        Clock("N1", text, Selector("S"), Selector("N"), (branch,)),
        Clock("N2", text, Selector("N"), Selector("F"), (branch,)),
    )
    return msgspec.structs.replace(pathway, milestones=milestones, clocks=(*pathway.clocks, *clocks))


def trial(definition: PathwayDefinition, first: str = FIRST, last: str = LAST, **more: Any) -> Trial:
    """A trial of a draft, as a hub would ask it."""
    asked: dict[str, Any] = {
        "format": FORMAT,
        "case": "S-2026-001",
        "edition": "brystkreft/3.0.0",
        "revision": "0" * 64,
        "title": definition.title,
        "hub": "https://hub.example.org",
        "asked_on": date(2022, 5, 1),
        "against": "no.demo.normverk.brystkreft#2.0.0",
        "first_month": first,
        "last_month": last,
        "definition": definition,
        "demonstration": True,
    }
    return Trial(**asked | more)


def stored(courses: list[dict[str, str]], *, org: str = VEST, begin: int = 0) -> None:
    """Takes in courses, each milestone's code with its day; the patients are numbered from `begin`."""
    lines = [
        {
            "patient": f"p{number}",
            "code": code,
            "time": day,
            "org": org,
            "source": "das",
            "source_id": f"{number}-{code}",
            "version": 1,
            "status": "final",
            "recorded": "2022-04-30T10:00:00+02:00",
        }
        for number, course in enumerate(courses, start=begin)
        for code, day in course.items()
    ]
    content = "\n".join(map(json.dumps, lines)).encode()
    take_in(content=content, name="events", form="ndjson", actor=operator(), now=NOW, as_of=AS_OF)


def cell(side: str, state: State, n: int, days: int | None, *, org: str = VEST, month: str = "2021-06",
         clock: str = "OF2", site: str = "vest") -> Cell:  # fmt: skip
    """A cell of one side of an answer."""
    release = TRIAL if side == "draft" else "no.demo.normverk.brystkreft#2.0.0"
    return Cell(site, "brystkreft", release, clock, "", org, month, state, n, days)


def answer_of(asked: Trial, moves: list[tuple[str, Standing, Standing, int]], *, site: str = "vest", clock: str = "OF2",
              minute: int = 0, as_of: date = AS_OF) -> Answer:  # fmt: skip
    """An answer with these moves (hospital, was, would, n), and the cells that go with them; everybody took ten days."""
    told = merged(Move(clock, org, "2021-06", was, would, n) for org, was, would, n in moves)

    def cells(side: str) -> tuple[Cell, ...]:
        found = [(move.organisation, getattr(move, "was" if side == "in_force" else "would"), move.n) for move in told]
        return tuple(
            cell(side, state, n, 10 if state in {"met", "late"} else None, org=org, clock=clock, site=site)
            for org, state, n in found
            if state != "absent"
        )

    names = {VEST: "Demosykehuset Vest", MIDT: "Demosykehuset Midt", NORD: "Demosykehuset Nord"}
    made = datetime(2022, 5, 1, 6, minute, tzinfo=UTC)
    return Answer(asked.digest, site, as_of, made, names, cells("in_force"), cells("draft"), told, ())
