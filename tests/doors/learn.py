"""Indicators, which are open to everybody, and the deliveries of two sites that they are made of."""

from __future__ import annotations

import json

from normverk.sim.organisations import VEST
from tests.doors.door import Door
from tests.figures import CLOCK, NEXT, PUBLISHED
from tests.world import World


def learn(world: World) -> dict[str, tuple[Door, ...]]:
    """Indicators, and the door where a site delivers."""
    clock = dict(CLOCK)
    published = {**clock, "period": PUBLISHED}
    return {
        "indicators": (Door(),),
        "indicator": (Door(clock),),
        "indicator-file": (Door(clock),),
        "indicator-data": (Door(clock),),
        "indicator-parquet": (Door(clock),),
        "indicator-measure-report": (Door(clock),),
        "indicator-development": (Door(clock),),
        "development-data": (Door(clock),),
        "published-list": (Door(clock),),
        "published-figures": (Door(published),),
        "published-file": (Door(published),),
        "published-data": (Door(clock),),
        "figures-publish": (Door(clock, post=302, form={"period": NEXT}),),
        "histograms": tuple(
            Door(facts={"site": site}, get=405, post=200, body=delivery(site)) for site in ("vest", "nord")
        ),
    }


def delivery(site: str) -> bytes:
    """A day histogram of a site, with one cell."""
    cell = {
        "site": site,
        "pathway": "brystkreft",
        "release": "no.demo.normverk.brystkreft#1.0.0",
        "clock": "OF1",
        "branch": "",
        "organisation": VEST.number,
        "month": "2021-03",
        "state": "met",
        "n": 9,
        "days": 5,
    }
    told = {
        "site": site,
        "as_of": "2022-04-30",
        "made_at": "2022-05-01T06:00:00Z",
        "organisations": {},
        "cells": [cell],
    }
    return json.dumps(told).encode()
