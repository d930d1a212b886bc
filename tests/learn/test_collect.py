"""From the patients' clocks of a site to its histogram, here and in the outbox to the hub."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from pytest_django import Settings

from normverk.base.events.queries import faults
from normverk.base.jobs.kinds import HEADERS
from normverk.base.jobs.models import OutboxMessage
from normverk.base.policy import Denied, operator, visitor
from normverk.cli import main
from normverk.learn.actions import Histogram, receive_histogram
from normverk.learn.collect import local_cells, send_histogram
from normverk.learn.histogram import Cell, summarise
from normverk.learn.models import Delivery, HistogramCell
from normverk.learn.queries import delivery_faults, measured
from normverk.sim.generator import END, generate, to_ndjson
from normverk.sim.organisations import ORGANISATIONS
from normverk.use.pathways.actions import name_organisations, take_in
from normverk.use.pathways.queries import clock_rows
from tests.learn.conftest import site_actor

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 5, 1, 7, tzinfo=UTC)


@pytest.fixture
def patients(norms: None, settings: Settings) -> None:
    """Sixty synthetic patients with their events, and the hospitals' names."""
    settings.AS_OF = END
    settings.SITE = "vest"
    content = to_ndjson(generate(seed=4, patients=60).events)
    take_in(content=content, name="events", form="ndjson", actor=operator(), now=NOW, as_of=END)
    names = {organisation.number: organisation.name for organisation in ORGANISATIONS}
    name_organisations(names=names, actor=operator(), now=NOW)


def test_the_histogram_counts_every_clock_once(patients: None) -> None:
    cells = local_cells(as_of=END, site="vest")
    rows = list(clock_rows("brystkreft", END))
    assert sum(cell.n for cell in cells) == len(rows) > 200
    of_clock = Counter(row.clock for row in rows if row.state in {"met", "late", "overdue"})
    for clock, n in of_clock.items():
        assert summarise(cell for cell in cells if cell.clock == clock).n == n


def test_nothing_of_a_patient_is_in_it(patients: None) -> None:
    assert set(Cell.__struct_fields__) == {
        "site", "pathway", "release", "clock", "branch", "organisation", "month", "state", "n", "days"
    }  # fmt: skip


def test_here_it_is_stored_at_once(patients: None) -> None:
    sent = send_histogram(as_of=END, actor=operator(), now=NOW)
    assert (sent.stored, sent.posted, OutboxMessage.objects.count()) == ("stored", False, 0)
    assert Delivery.objects.get().organisations["310000019"] == "Demosykehuset Vest"
    assert measured("brystkreft", "OF1").line().n.value is not None
    assert send_histogram(as_of=END, actor=operator(), now=NOW).stored == "unchanged"
    assert list(delivery_faults()) == []
    assert list(faults()) == []


def test_an_edge_puts_it_in_the_outbox_and_the_hub_can_read_it(patients: None, settings: Settings) -> None:
    settings.IS_HUB, settings.HUB, settings.HUB_TOKEN = False, "https://hub.example.org", "a token"
    sent = send_histogram(as_of=END, actor=operator(), now=NOW)
    message = OutboxMessage.objects.get()
    assert (sent.posted, message.destination) == (True, "https://hub.example.org/api/v1/histograms")
    assert "a token" not in json.dumps(message.body)
    assert HEADERS[message.kind]() == {"Authorization": "Bearer a token"}
    assert list(faults()) == []
    HistogramCell.objects.all().delete()
    Delivery.objects.all().delete()
    read = msgspec.json.decode(msgspec.json.encode(message.body), type=Histogram)
    assert receive_histogram(histogram=read, actor=site_actor(), now=NOW).delivery.digest == sent.digest


def test_only_who_may_makes_a_histogram(patients: None) -> None:
    with pytest.raises(Denied):
        send_histogram(as_of=END, actor=visitor(), now=NOW)


def test_the_commands_print_what_they_did(patients: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["histogram", "send", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["site"], told["kept"], told["posted"]) == ("vest", "stored", False)
    assert main(["pathway", "report", "--as-of", "2022-04-30", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    counted = sum(row["met"] + row["late"] + row["overdue"] for row in report if row["clock"] == "OF1")
    assert counted == summarise(cell for cell in local_cells(as_of=END, site="vest") if cell.clock == "OF1").n
    assert main(["pathway", "report"]) == 0
    assert "within the limit" in capsys.readouterr().out


def test_an_earlier_day_is_looked_from_as_it_was(patients: None) -> None:
    before = local_cells(as_of=date(2021, 3, 31), site="vest")
    assert max(cell.month for cell in before) <= "2021-03"


def test_a_date_that_is_none_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["pathway", "report", "--as-of", "30.4.2022"])
    assert ended.value.code == 2
    assert "write for instance 2022-04-30" in capsys.readouterr().err


def test_a_hub_has_nobody_to_count(tmp_path: Path) -> None:
    environment = os.environ | {"NORMVERK_ROLE": "hub", "NORMVERK_DATA": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-m", "normverk.cli", "histogram", "send"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert "a hub has no patients" in run.stderr
