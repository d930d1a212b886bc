"""What arrives at the hub, and what travels there."""

from __future__ import annotations

import json
import re
from collections import Counter
from urllib.request import urlopen

from tests.places.place import Place
from tests.places.reading import Reader, links
from tests.places.world import World


def received(hub: Place) -> int:
    """How many deliveries of the edge have had an effect at the hub."""
    events = hub.answer("normverk audit list histogram/vest")
    return sum(event["type"] == "histogram.received" for event in events)


def shares_are_the_edges(world: World) -> None:
    """What the hub shows of a clock is what the edge counts, and the trace has nothing missing."""
    ours: Counter[str] = Counter()
    for row in world.edge.answer("normverk pathway report"):
        if (row["clock"], row["release"]) == ("OF1", "no.demo.normverk.brystkreft#2.0.0"):
            ours.update({"met": row["met"], "all": row["met"] + row["late"] + row["overdue"]})
    with urlopen(f"{world.hub.address}/api/v1/indicators/brystkreft/OF1/", timeout=30) as answer:
        told = json.load(answer)
    period = "release:no.demo.normverk.brystkreft#2.0.0"
    figure = next(
        one for one in told["figures"] if (one["branch"], one["organisation"], one["period"]) == ("*", "*", period)
    )
    assert figure["counted"] == {"standing": "exact", "value": ours["all"]}
    assert figure["share_low"] <= ours["met"] / ours["all"] <= figure["share_high"]
    assert [basis["site"] for basis in told["basis"]] == ["vest"]
    with urlopen(f"{world.hub.address}/api/v1/trace/brystkreft/2.0.0/OF1/", timeout=30) as answer:
        trace = json.load(answer)
    assert trace["missing"] == []
    station = next(one for one in trace["stations"] if one["kind"] == "indicator")
    assert (station["counted"], station["share"]) == (
        ours["all"], {"low": figure["share_low"], "high": figure["share_high"]},
    )  # fmt: skip
    page = Reader(world.hub.address).get("/trace/brystkreft/2.0.0/OF1/")
    assert (page[0], "/indicators/brystkreft/OF1/" in links(page[1])) == (200, True)


def holds_nothing_of_a_patient(edge: Place, body: bytes) -> None:
    """The message has the known fields only, two dates (both its own), and nobody's key, pseudonym or number."""
    told, text = json.loads(body), body.decode()
    assert set(told) == {"site", "as_of", "made_at", "organisations", "cells"}
    assert {tuple(sorted(cell)) for cell in told["cells"]} == {
        ("branch", "clock", "days", "month", "n", "organisation", "pathway", "release", "site", "state")
    }
    assert len(re.findall(r"\d{4}-\d{2}-\d{2}", text)) == 2  # the day looked from and the moment of making
    names_nobody(edge, text)


def names_nobody(edge: Place, text: str) -> None:
    """The text has no key, pseudonym or number of anybody at the edge."""
    assert not re.search(r"(?<!\d)\d{11}(?!\d)", text)
    for line in (edge.folder / "patients.ndjson").read_text().splitlines():
        patient = json.loads(line)
        assert f'"{patient["patient"]}"' not in text
        assert patient["identity_number"] not in text
    keys = edge.python(
        "from normverk.use.pathways.models import Patient\nprint(*Patient.objects.values_list('pk', flat=True))"
    )
    assert not [key for key in keys.split() if key in text]
