"""Both places, made by what is written in docs/operations.md."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from normverk.sim.organisations import ORGANISATIONS
from tests.base.installation import Installation, installation
from tests.base.test_serve import free_port
from tests.places.place import Place, written_steps
from tests.places.reading import Reader, alive

EXAMPLE_HUB = "https://normer.example.no"
PASSWORD = "riktig hest batteri stift"
SERVE_HUB, SERVE_EDGE = "normverk serve --role hub --port 8000", "normverk serve --role edge --port 8001"
STORIES = """
from datetime import UTC, datetime
from dataclasses import replace
from normverk.sim.demonstration.cases import tell
from normverk.sim.demonstration.persons import make_persons
from normverk.sim.demonstration.stories import finished
make_persons(now=datetime.now(UTC))
first, second = finished()
ended = replace(first, norm="testikkelkreft-1", slug="testikkelkreft", need_title="Et forløp som er over", answers=())
for story in (first, second, ended):
    tell(story)
"""


@dataclass(frozen=True)
class World:
    """Both places, made as the documentation says, with the edge's token."""

    hub: Place
    edge: Place
    token: str
    intake: subprocess.CompletedProcess[str]

    def reader(self, place: Place) -> Reader:
        """Kari at a place of hers."""
        reader = Reader(place.address)
        reader.log_in("kari", PASSWORD)
        return reader


@contextmanager
def two_places(top: Path) -> Iterator[World]:
    """Both places after everything that is written down, up to sending figures; neither is serving."""
    with (
        installation(top / "hub" / "data", migrated=False) as at_hub,
        installation(top / "edge" / "data", migrated=False) as at_edge,
    ):
        hub, edge = place_in(at_hub, "hub"), place_in(at_edge, "edge")
        steps = written_steps()
        token = _make_hub(hub, steps[0], steps[1])
        with hub.serving(SERVE_HUB):
            _make_edge(hub, edge, steps[2])
        assert not alive(hub.address)
        intake = _fill_edge(edge, steps[3])
        yield World(hub, edge, token, intake)


def place_in(made: Installation, role: str) -> Place:
    port = free_port()
    environment = made.environment | {
        "NORMVERK_ROLE": role,
        "NORMVERK_ORIGIN": f"http://localhost:{port}",
        "NORMVERK_DEMONSTRATION": "0",
    }
    environment.pop("NORMVERK_HUB", None)
    if role == "edge":
        environment |= {"NORMVERK_AS_OF": "2022-04-30", "NORMVERK_SITE": "vest"}
    return Place(replace(made, environment=environment), made.data.parent, port)


def _make_hub(hub: Place, first: list[str], then: list[str]) -> str:
    *first, serve = first
    assert serve == SERVE_HUB
    for line in first:
        hub.done(line)
    hub.python(STORIES)
    printed = [hub.done(line) for line in then]
    hub.done("normverk release export no.demo.normverk.testikkelkreft@1.0.0 ended.tgz")
    return printed[-1].strip()


def _make_edge(hub: Place, edge: Place, lines: list[str]) -> None:
    for file in hub.folder.glob("*.tgz"):
        shutil.copy(file, edge.folder)
    (edge.folder / "password.txt").write_text(PASSWORD + "\n")
    for line in lines:
        if line.startswith("curl"):
            _, _, _, name, address = line.split()
            with urlopen(address.replace(EXAMPLE_HUB, hub.address), timeout=30) as answer:
                (edge.folder / name).write_bytes(answer.read())
        else:
            edge.done(line)
    edge.done("normverk release load ended.tgz")


def _fill_edge(edge: Place, lines: list[str]) -> subprocess.CompletedProcess[str]:
    generate, intake, *others, serve = lines
    assert serve == SERVE_EDGE
    edge.done(generate)
    events = edge.folder / "events.ndjson"
    good = events.read_text().splitlines()
    events.write_text("\n".join([*good, *(line for line, _ in bad_lines(json.loads(good[0])))]) + "\n")
    (edge.folder / "organisations.json").write_text(json.dumps({one.number: one.name for one in ORGANISATIONS}))
    taken_in = edge.do(f"{intake} --json")
    for line in others:
        edge.done(line)
    return taken_in


def bad_lines(good: dict[str, Any]) -> list[tuple[str, str]]:
    """A line of every kind that must be set aside, with the name of its kind."""
    new = good | {"source_id": "never-seen"}
    return [
        ("{this is not JSON", "not-json"),
        (json.dumps(new | {"code": "Z99Z"}), "unknown-code"),
        (json.dumps(new | {"time": "2021-02-30"}), "no-such-time"),
        (json.dumps(new | {"time": "2021-02-03T10:00:00"}), "time-without-offset"),
        (json.dumps(good | {"version": 0}), "older-version"),
        (
            json.dumps(new | {"code": "A18A", "time": "2022-01-03", "recorded": "2022-01-03T10:00:00+01:00"}),
            "retired-code",
        ),
    ]
