"""Who a patient is stays where it belongs: on the page, and nowhere else.

The whole way of a patient is walked, from the file to the histogram, with every logger listening.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from django.conf import settings as django_settings
from django.test import Client

from normverk.base.events.models import Event
from normverk.base.jobs.models import Job
from normverk.base.logs import JsonFormatter
from normverk.base.policy import operator
from normverk.sim.generator import generate, to_ndjson
from normverk.use.pathways.actions import name_patients, take_in
from normverk.use.pathways.models import Patient, Rejection
from tests.world import AS_OF, World, identifies, world  # noqa: F401

pytestmark = pytest.mark.django_db
ELEVEN: Final = re.compile(r"(?<![0-9A-Fa-f.-])\d{11}(?![0-9A-Fa-f.])")
NOT_ELSEWHERE: Final = "Ola Oppdiktet 01819000049"


class Listener(logging.Handler):
    """Keeps everything that any logger says, as it is and as our formatter writes it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.raw: list[str] = []
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps a record. What the database is asked is at debug level, and the root logger lets nothing of it through."""
        if record.levelno >= logging.INFO:
            self.raw.append(f"{record.name} {record.getMessage()} {record.__dict__}")
        self.lines.append(JsonFormatter().format(record))


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Listens to every logger there is, Django's too, whether or not it passes on what it hears."""
    heard = Listener()
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in list(logging.root.manager.loggerDict))]
    levels = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(heard)
        logger.setLevel(logging.DEBUG)
    yield heard
    for logger, level in levels:
        logger.removeHandler(heard)
        logger.setLevel(level)


def everybody() -> frozenset[str]:
    """Everything that tells who somebody is."""
    held = Patient.objects.all()
    return frozenset(words for patient in held for words in (*identifies(patient), patient.pseudonym) if len(words) > 3)


def walk(world: World, client: Client) -> list[Any]:  # noqa: F811
    """Reads files, good and bad, opens every page of a patient in every language, tries what is refused, and what fails."""
    population = generate(seed=2, patients=3)
    events, people = to_ndjson(population.events), to_ndjson(population.patients)
    spoilt = b'{"patient":"' + NOT_ELSEWHERE.encode() + b'"}\n' + events.replace(b'"version":1', b'"version":"Ola"')
    for content in (events, spoilt):
        take_in(content=content, name="f", form="ndjson", actor=operator(), now=world.now, as_of=AS_OF)
    wrong = people.replace(b'"identity_number":"', b'"identity_number":"9')
    for content in (people, wrong):
        name_patients(content=content, name="f", actor=operator(), now=world.now)
    answers: list[Any] = []
    for language in ("nb", "nn", "en"):
        client.post("/language/", {"language": language})
        answers.append(client.get("/patients/", {"verdict": "all"}))
        for patient in (world.patient_vest, world.patient_nord):
            answers.append(client.get(f"/patients/{patient.pk}/"))
            place = world.clock_of(patient)
            answers.append(client.get(f"/patients/{patient.pk}/{place['pathway']}/{place['period']}/{place['clock']}/"))
    held = world.patient_vest
    refused = ("visitor", "coordinator-nord", "demo-administrator")
    answers += [world.client(who, faults=True).get(f"/patients/{held.pk}/") for who in refused]
    for words in (*identifies(held), NOT_ELSEWHERE):
        answers.append(client.get(f"/patients/{words}/"))
        answers.append(client.get("/patients/", {"hospital": words}))
        answers.append(client.post(f"/patients/{held.pk}/", {"q": words}))
        answers.append(client.post("/login/", {"username": words, "password": words}))
    return answers


def test_no_log_and_no_event_says_who_a_patient_is(
    world: World,  # noqa: F811
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = world.client("demo-koordinator", faults=True)
    walk(world, client)
    monkeypatch.setattr("normverk.use.pathways.queries.record_of", fail)
    assert client.get(f"/patients/{world.patient_vest.pk}/").status_code == 500
    names = everybody() | {NOT_ELSEWHERE}
    assert len(names) > 60
    assert len(listener.lines) > 20
    assert any("fault" in line for line in listener.lines)
    assert [line for line in listener.lines if any(name in line for name in names)] == []
    assert [line for line in listener.lines if ELEVEN.search(line)] == []
    for event in Event.objects.all():
        written = json.dumps(
            [event.type, event.subject, event.actor, event.reason, event.data, event.rows], default=str
        )
        assert [name for name in names if f'"{name}"' in written or (" " in name and name in written)] == [], event.type
    for row in (
        *Rejection.objects.values_list("detail", flat=True),
        *map(str, Job.objects.values_list("payload", flat=True)),
    ):
        assert [name for name in names if name in row] == []


def fail(*args: Any, **kwargs: Any) -> None:
    """A fault with somebody's name in it."""
    raise RuntimeError(f"{NOT_ELSEWHERE} could not be shown")


def test_no_address_says_who_a_patient_is(world: World) -> None:  # noqa: F811
    names = everybody()
    client = world.client("demo-koordinator")
    for answer in walk(world, client)[:18]:
        for link in re.findall(r'(?:href|action|src)="([^"]*)"', answer.content.decode()):
            assert [name for name in names if name in link.replace("%20", " ")] == []
            assert not ELEVEN.search(link)


def test_pages_of_patients_are_kept_by_nobody_on_the_way(world: World) -> None:  # noqa: F811
    client = world.client("demo-koordinator")
    for path in ("/patients/", f"/patients/{world.patient_vest.pk}/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "same-origin"


def test_asking_for_the_head_of_a_page_alone_is_recorded_as_a_look_too(world: World) -> None:  # noqa: F811
    seen = Event.objects.filter(type="patient.seen")
    before = seen.count()
    client = world.client("demo-koordinator")
    client.head(f"/patients/{world.patient_vest.pk}/")
    assert seen.count() == before + 1


def test_a_refused_look_is_not_recorded_as_a_look(world: World) -> None:  # noqa: F811
    before = Event.objects.count()
    assert world.client("coordinator-nord").get(f"/patients/{world.patient_vest.pk}/").status_code == 403
    assert Event.objects.count() == before


def test_only_our_own_loggers_speak_below_warning() -> None:
    told = django_settings.LOGGING
    assert told["root"]["level"] == "WARNING"
    assert {name for name, held in told["loggers"].items() if held["level"] in {"DEBUG", "INFO"}} == {"normverk"}
    assert timedelta(seconds=django_settings.SESSION_COOKIE_AGE) <= timedelta(hours=8)
