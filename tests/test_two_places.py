"""A hub and an edge are two places: two databases, two processes, and between them releases one way, histograms the other.

What is typed at either place is read from docs/operations.md, so that what is written there is what has been tried.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from normverk.publish.archive import read_archive, write_archive
from normverk.publish.package import SIGNATURE
from tests.base.installation import installation
from tests.base.test_serve import free_port
from tests.places.figures import holds_nothing_of_a_patient, names_nobody, received, shares_are_the_edges
from tests.places.line import Line, line_to
from tests.places.place import Place, written_steps
from tests.places.reading import Reader, alive, links, walk
from tests.places.world import SERVE_EDGE, SERVE_HUB, World, bad_lines, place_in, two_places

pytestmark = pytest.mark.slow

GOVERNING = (
    "/needs/",
    "/cases/",
    "/consultations/",
    "/trace/brystkreft/2.0.0/",
    "/trace/brystkreft/2.0.0/OF1/",
)

TABLES = """
from django.db import connection
print(*connection.introspection.table_names())
"""
HELD = """
from normverk.publish.models import Release
from normverk.base.events.models import Event
print(Release.objects.count(), Event.objects.count())
"""
IMPORTED = """
import sys
from normverk.sim.demonstration import cases, persons
print(*(name for name in sys.modules if name.startswith("normverk.use")))
"""
ASKED = """
from datetime import UTC, datetime
from normverk.sim.demonstration.trial import ask_about_third_edition
print(ask_about_third_edition(now=datetime.now(UTC))[1].digest)
"""
MEASURED = """
from collections import Counter
from normverk.use.pathways.models import ClockState
print(sorted(Counter(ClockState.objects.values_list("release", "clock")).items()))
"""
TIME_PASSES = """
from datetime import UTC, datetime
from normverk.base.jobs.models import OutboxMessage, State
now = datetime.now(UTC)
OutboxMessage.objects.filter(state=State.WAITING).update(run_after=now)
OutboxMessage.objects.filter(state=State.RUNNING).update(lease_until=now)
"""
"""The pause before the next try is over, and the lease of a worker that is gone has run out."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Both places after everything that is written down, up to sending figures; neither is serving."""
    with two_places(tmp_path_factory.mktemp("places")) as made:
        yield made


def test_each_place_has_its_own_tables_and_no_others(world: World) -> None:
    def apps(place: Place) -> set[str]:
        return {table.split("_")[0] for table in place.python(TABLES).split()}

    both = {"accounts", "django", "events", "inclusion", "jobs", "learn", "publish", "search", "whatif"}
    governing = {"applicability", "catalogue", "consultation", "feedback", "findings", "library", "process"}
    assert apps(world.hub) == both | governing
    assert apps(world.edge) == both | {"coordination", "pathways", "proposals", "reporting"}


def test_a_place_is_never_given_the_tables_of_another_role(world: World, tmp_path: Path) -> None:
    backup = tmp_path / "hub.backup"
    world.hub.done(f"normverk backup {backup}")
    for line, role in (("migrate", "all"), ("migrate", "edge"), ("serve --port 8000", "all"), ("demo", "all")):
        done = world.hub.do(f"normverk {line}", NORMVERK_ROLE=role)
        assert (done.returncode, done.stderr) == (
            1, f"normverk: the database was made for the role hub, and NORMVERK_ROLE is {role}; write hub\n",
        )  # fmt: skip
    with installation(tmp_path / "all" / "data", migrated=False) as made:
        done = made.run("restore", str(backup))
        assert (done.returncode, "a backup of the role hub, and NORMVERK_ROLE is all" in done.stderr) == (1, True)


def test_the_hub_makes_its_releases_by_the_worker_and_without_what_edges_use(world: World) -> None:
    assert world.hub.python(IMPORTED).strip() == ""
    work = world.hub.answer("normverk jobs list")["work"]
    assert [(job["kind"], job["state"]) for job in work if "release" in job["kind"]] == [
        ("release.build", "done"), ("release.build", "done"), ("release.build", "done"),
    ]  # fmt: skip
    names = {f"{row['package_id']}@{row['version']}" for row in world.hub.answer("normverk release list")}
    assert names == {
        "no.demo.normverk.brystkreft@1.0.0",
        "no.demo.normverk.brystkreft@2.0.0",
        "no.demo.normverk.testikkelkreft@1.0.0",
    }


def test_the_hub_answers_everything_it_links_to_and_knows_no_patient_addresses(world: World) -> None:
    with world.hub.serving(SERVE_HUB):
        reader = Reader(world.hub.address)
        statuses = walk(reader, ["/", *GOVERNING, "/releases/", "/products/", "/indicators/"])
        assert {path: status for path, status in statuses.items() if status != 200} == {}
        assert len(statuses) > 30
        somebody = "/patients/6f1b0c3e-6a54-4a0e-9a52-3f4f5b1d2c7a/"
        for path in ("/patients/", somebody, f"{somebody}brystkreft/1/OF1/"):
            assert reader.get(path)[0] == 404
        assert "/patients/" not in links(reader.get("/")[1])


def test_a_release_that_is_not_as_it_was_signed_is_not_loaded(world: World, tmp_path: Path) -> None:
    first, second = (world.hub.folder / f"brystkreft-{version}.0.0.tgz" for version in (1, 2))
    flipped = bytearray(second.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    foreign = read_archive(second.read_bytes()) | {SIGNATURE: read_archive(first.read_bytes())[SIGNATURE]}
    with installation(tmp_path / "edge" / "data", migrated=False) as made:
        edge = place_in(made, "edge")
        edge.done("normverk migrate")
        reasons = [_refusal(edge, second.read_bytes())]
        shutil.copy(world.edge.folder / "hub-keys.json", edge.folder)
        edge.done("normverk keys trust hub-keys.json")
        reasons += [_refusal(edge, bytes(flipped)), _refusal(edge, write_archive(foreign))]
        print(reasons)
        assert len(set(reasons)) == 3
        shutil.copy(second, edge.folder / "tried.tgz")
        assert edge.answer("normverk release load tried.tgz")["loaded"] is True


def _refusal(edge: Place, file: bytes) -> str:
    """The sentence with which a release file is refused, after which nothing is stored."""
    (edge.folder / "tried.tgz").write_bytes(file)
    held = edge.python(HELD)
    verified = edge.do("normverk release verify tried.tgz")
    assert (verified.returncode, verified.stdout) == (1, "")
    loaded = edge.do("normverk release load tried.tgz")
    assert (loaded.returncode, loaded.stdout, loaded.stderr.count("\n")) == (1, "", 1)
    assert loaded.stderr.startswith("normverk: not loaded: ")
    assert edge.python(HELD) == held
    assert edge.answer("normverk release list") == []
    return loaded.stderr


def test_bad_lines_are_set_aside_with_number_and_reason_and_the_rest_goes_in(world: World) -> None:
    assert world.intake.returncode == 0
    told = json.loads(world.intake.stdout)
    good = told["lines"] - 6
    expected = bad_lines({})
    complaints = [line.split(": ")[0:2] for line in world.intake.stderr.splitlines()]
    assert complaints[-6:] == [
        [f"events.ndjson:{good + place}", kind] for place, (_, kind) in enumerate(expected, start=1)
    ]
    counts = Counter(kind for _, kind in complaints)
    assert {kind: told["counts"][kind] for _, kind in expected} == {kind: counts[kind] for _, kind in expected}
    assert told["counts"]["taken-in"] + told["counts"].get("unchanged", 0) + sum(counts.values()) == told["lines"]
    again = world.edge.answer("normverk pathway intake events.ndjson")
    assert (again["changed"], again["counts"].get("taken-in", 0)) == (False, 0)


def test_list_and_why_work_while_the_hub_is_down_and_lead_to_it(world: World) -> None:
    assert not alive(world.hub.address)
    with world.edge.serving(SERVE_EDGE):
        reader = world.reader(world.edge)
        status, listed = reader.get("/patients/")
        assert status == 200
        whys = [link for link in links(listed) if "/OF" in link]
        assert whys
        status, page = reader.get(whys[0])
        assert status == 200
        hub = world.hub.address
        to_hub = [link.removeprefix(hub) for link in links(page) if link.startswith(hub)]
        assert {link.split("/")[1] for link in to_hub} >= {"needs", "cases", "consultations", "trace"}
        statuses = walk(reader, ["/", "/patients/", whys[0], "/releases/", "/products/", "/indicators/"])
        assert {path: status for path, status in statuses.items() if status != 200} == {}
    with world.hub.serving(SERVE_HUB):
        visitor = Reader(world.hub.address)
        assert {
            link: visitor.get(link.split("#")[0])[0] for link in to_hub if visitor.get(link.split("#")[0])[0] != 200
        } == {}


def test_the_edge_has_no_pages_for_governing(world: World) -> None:
    with world.edge.serving(SERVE_EDGE):
        reader = world.reader(world.edge)
        assert {path: reader.get(path)[0] for path in GOVERNING} == dict.fromkeys(GOVERNING, 404)
        menu = re.search(r'<nav class="nv-menu".*?</nav>', reader.get("/")[1], re.DOTALL)
        assert menu
        assert links(menu[0]) == ["/products/", "/releases/", "/patients/", "/proposals/", "/indicators/"]


def test_the_demonstration_is_refused_at_either_place(world: World) -> None:
    for place, role in ((world.hub, "hub"), (world.edge, "edge")):
        for line in ("normverk demo", "normverk demo --prepare"):
            done = place.do(line)
            said = f"normverk: the demonstration is hub and edge in one; NORMVERK_ROLE is {role}, write all\n"
            assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_figures_wait_for_the_hub_and_arrive_once(world: World) -> None:
    send, run = written_steps()[4]
    edge, hub = world.edge, world.hub
    port = free_port()
    to_hub = {"NORMVERK_HUB": f"http://127.0.0.1:{port}", "NORMVERK_HUB_TOKEN": world.token}
    assert edge.answer(send, **to_hub)["posted"] is True
    assert edge.do(run, **to_hub).returncode == 1
    with line_to(hub.address, port) as line:

        def turn(**more: str) -> tuple[int, str, str]:
            """The worker's next turn: its exit code, and the message's state and last error."""
            edge.python(TIME_PASSES)
            code = edge.do(run, **(to_hub | more)).returncode
            (message,) = _messages(edge)
            return code, message["state"], message["last_error"]

        assert turn() == (1, "waiting", "HTTP 502")
        with hub.serving(SERVE_HUB):
            assert turn(NORMVERK_HUB_TOKEN="wrong") == (1, "waiting", "HTTP 401")
            assert json.loads(line.answers[-1][1])["type"] == "/problems/denied"
            other = _token_of_another_site(hub)
            assert turn(NORMVERK_HUB_TOKEN=other) == (1, "waiting", "HTTP 403")
            assert received(hub) == 0
            _killed_before_the_answer(edge, run, to_hub, line)
            assert (line.answers[-1][0], json.loads(line.answers[-1][1])["outcome"]) == (200, "stored")
            assert [message["state"] for message in _messages(edge)] == ["running"]
            assert turn() == (0, "done", "")
            assert json.loads(line.answers[-1][1])["outcome"] == "unchanged"
            assert received(hub) == 1
            shares_are_the_edges(world)
    assert len({headers["Idempotency-Key"] for headers, _ in line.travelled}) == 1
    assert len({body for _, body in line.travelled}) == 1
    holds_nothing_of_a_patient(edge, line.travelled[-1][1])


def _messages(edge: Place) -> list[dict[str, Any]]:
    """What the edge has to send or has sent; its own jobs are left out."""
    return [work for work in edge.answer("normverk jobs list")["work"] if work["kind"] == "histogram"]


def _killed_before_the_answer(edge: Place, run: str, to_hub: dict[str, str], line: Line) -> None:
    """The hub has taken the message, and the worker is killed before it hears so."""
    edge.python(TIME_PASSES)
    command = [sys.executable, "-m", "normverk.cli", *run.split()[1:]]
    with subprocess.Popen(command, cwd=edge.folder, env=edge.made.environment | to_hub) as worker:
        line.kill = worker.pid
        assert worker.wait(60) == -9
        line.kill = 0


def _token_of_another_site(hub: Place) -> str:
    hub.done('normverk account make midt-edge --name "Edge Midt" --role site@midt --no-password')
    return hub.done("normverk account token midt-edge --site midt").strip()


def test_a_draft_is_tried_at_the_edge_and_only_counts_travel(world: World) -> None:
    edge, hub = world.edge, world.hub
    digest = hub.python(ASKED).split()[-1]
    with hub.serving(SERVE_HUB), urlopen(f"{hub.address}/api/v1/whatif/{digest}/", timeout=30) as answer:
        (edge.folder / "trial.json").write_bytes(answer.read())
    held, listed = edge.python(HELD).split()[0], edge.python(MEASURED)
    told = edge.answer("normverk pathway whatif --draft trial.json --out answer.json")
    assert (told["trial"], told["sent"], {one["milestone"] for one in told["unregistered"]}) == (digest, False, {"N"})
    port = free_port()
    to_hub = {"NORMVERK_HUB": f"http://127.0.0.1:{port}", "NORMVERK_HUB_TOKEN": world.token}
    assert edge.answer("normverk pathway whatif --draft trial.json --send", **to_hub)["digest"] == told["digest"]
    with line_to(hub.address, port) as line, hub.serving(SERVE_HUB):
        assert edge.do(written_steps()[4][1], **to_hub).returncode == 0
        (travelled,) = (body for _, body in line.travelled if b"moves" in body)
        with urlopen(f"{hub.address}/api/v1/whatif/{digest}/figures/", timeout=30) as answer:
            figures = json.load(answer)
        page = Reader(hub.address).get(f"/whatif/{digest}/")
    assert [(one["site"], one["digest"]) for one in figures["answers"]] == [("vest", told["digest"])]
    assert (page[0], figures["new_clocks"]) == (200, ["SAMTALE"])
    names_nobody(edge, travelled.decode())
    names_nobody(edge, (edge.folder / "answer.json").read_text())
    assert (edge.python(HELD).split()[0], edge.python(MEASURED)) == (held, listed)


def test_whoever_has_no_token_is_refused_with_a_problem(world: World) -> None:
    with world.hub.serving(SERVE_HUB), pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{world.hub.address}/api/v1/histograms", data=b"{}", method="POST"), timeout=30)
    assert (refused.value.code, refused.value.headers["Content-Type"]) == (401, "application/problem+json")


def test_both_logs_are_whole_and_a_backup_gives_the_same_list(world: World, tmp_path: Path) -> None:
    verify, backup = written_steps()[5]
    for place in (world.hub, world.edge):
        assert place.done(verify).endswith("the log is whole, and every governed row agrees with it\n")
    with world.edge.serving(SERVE_EDGE):
        before = _list_of(world, world.edge)
        world.edge.done(backup)
    with installation(tmp_path / "again" / "data", migrated=False) as made:
        again = place_in(made, "edge")
        shutil.copy(world.edge.folder / backup.split()[-1], again.folder)
        again.done(f"normverk restore {backup.split()[-1]}")
        again.done(verify)
        with again.serving(SERVE_EDGE):
            assert _list_of(world, again) == before
            assert before.count("<tr") > 10
        shutil.copy(world.hub.folder / "brystkreft-2.0.0.tgz", again.folder)
        assert "not trusted here" in again.do("normverk release verify brystkreft-2.0.0.tgz").stderr
        shutil.copy(world.edge.folder / "hub-keys.json", again.folder)
        again.done("normverk keys trust hub-keys.json")
        again.done("normverk release verify brystkreft-2.0.0.tgz")


def _list_of(world: World, place: Place) -> str:
    found = re.search(r"<table.*</table>", world.reader(place).get("/patients/")[1], re.DOTALL)
    assert found
    return found[0]
