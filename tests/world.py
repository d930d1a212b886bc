"""One small world with somebody in every role and something of everybody's, for tests that try every door.

Made once a module, by the demonstration's own stories: a finished case, a hearing that is open, and a case of another
norm owner at a gate. Every test may change it, for it runs in a savepoint. Modules import the fixture and mark their tests
with django_db.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final
from unittest.mock import patch

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.client import ClientHandler

from normverk.base.accounts.actions import actor_of, issue_token, make_account
from normverk.base.accounts.models import Account
from normverk.base.policy import Actor, Grant, Role, operator, visitor
from normverk.govern.applicability.actions import NewRow, propose_row
from normverk.govern.applicability.models import ApplicabilityRow, Proposal
from normverk.govern.consultation.actions import PartText, Sender, send_response, withhold_response
from normverk.govern.consultation.models import Response
from normverk.govern.feedback.actions import give_feedback
from normverk.govern.feedback.models import Feedback
from normverk.govern.process.actions import report_need
from normverk.govern.process.actions.trials import try_draft
from normverk.govern.process.models import Case, Need
from normverk.learn.whatif.actions import freeze_evidence, keep_run, send_run
from normverk.learn.whatif.models import Trial
from normverk.learn.whatif.queries import signed
from normverk.learn.whatif.running import run_trial
from normverk.norm.applicability import Action as Act
from normverk.norm.applicability import Level
from normverk.norm.source import Source
from normverk.publish.actions import make_key
from normverk.publish.models import Release
from normverk.publish.queries import decoded
from normverk.publish.search.actions import save_search
from normverk.publish.search.document import documents
from normverk.publish.search.index import build
from normverk.publish.search.models import SavedSearch
from normverk.publish.search.queries import index_path
from normverk.sim.demonstration import cases, stories
from normverk.sim.demonstration.catalogue import STANDARD, fill_catalogue
from normverk.sim.demonstration.library import fill_library
from normverk.sim.demonstration.persons import PERSONS, make_persons, person
from normverk.sim.generator import generate, to_ndjson
from normverk.sim.organisations import NORD, ORGANISATIONS, VEST
from normverk.use.pathways.actions import name_organisations, name_patients, take_in
from normverk.use.pathways.models import ClockState, Patient
from tests.figures import make_figures

AS_OF: Final = date(2022, 4, 30)
PATIENTS: Final = 30
QUICK: Final = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Hashing a password is slow on purpose; here it is done thousands of times."""
WITHHELD, UNREAD, CLOSED_NEED = "Tilbakeholdne-ord", "Uleste-ord", "Uvurdert-behov"
FOUND_NOT = "Leserens-ord"
SENDER, REPORTER = "avsender@example.org", "melder@example.org"
"""Words that only some may see, each found nowhere else."""

MORE: Final = (
    ("author", "Frida Forfatter", (Grant(Role.NORM_OWNER), Grant(Role.DECISION_MAKER))),
    ("coordinator-nord", "Koordinator Nord", (Grant(Role.PATHWAY_COORDINATOR, NORD.number),)),
    ("coordinator-vest", "Koordinator Vest", (Grant(Role.PATHWAY_COORDINATOR, VEST.number),)),
    ("clinician-nord", "Kliniker Nord", (Grant(Role.CLINICIAN, NORD.number),)),
    ("respondent-other", "En annen høringspart", (Grant(Role.RESPONDENT),)),
    ("site-vest", "Kanten vest", (Grant(Role.SITE, "vest"),)),
    ("site-nord", "Kanten nord", (Grant(Role.SITE, "nord"),)),
)
PROGRAMS: Final = frozenset({"site-vest", "site-nord"})


@dataclass(frozen=True)
class World:
    """What there is, by reference. `actors` and `tokens` go by user name; `visitor` is nobody logged in."""

    now: datetime
    actors: dict[str, Actor]
    tokens: dict[str, str]
    sessions: dict[str, str]
    finished: Case
    waiting: Case
    heard: Case
    withheld: Response
    unread: Response
    public: Response
    open_need: Need
    closed_need: Need
    feedback: Feedback
    trial: Trial
    evidence: str
    release: Release
    patient_vest: Patient
    patient_nord: Patient
    saved_own: SavedSearch
    saved_other: SavedSearch
    mandatory: str
    practice: str
    decided: str
    proposed: str
    proposed_by_author: str

    def client(self, name: str, *, strict: bool = False, faults: bool = False) -> Client:
        """A browser, or a program, of this actor. `strict` asks for form tokens; `faults` gives the page of a fault."""
        token = {"authorization": f"Bearer {self.tokens[name]}"} if name in self.tokens else {}
        client = Client(raise_request_exception=not faults, headers=token)
        client.handler = _handler(strict)
        if name in self.sessions:
            client.cookies[django_settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return client

    @property
    def hearing(self) -> str:
        """The reference of the open hearing."""
        return self.withheld.consultation.ref

    def clock_of(self, patient: Patient) -> dict[str, Any]:
        """The parameters of the page that says why, for one of the patient's clocks."""
        state = ClockState.objects.filter(patient=patient).order_by("period", "clock").first()
        assert state is not None
        return {"id": patient.pk, "pathway": state.pathway, "period": state.period, "clock": state.clock}


@cache
def _handler(strict: bool) -> ClientHandler:
    """All clients share one, since making the middleware takes longer than an answer."""
    return ClientHandler(enforce_csrf_checks=strict)


def session_of(actor: Actor) -> str:
    """The key of a new session of this actor."""
    client = Client()
    session = client.session
    session["account"] = actor.id
    session.save()
    return str(session.session_key)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world, made in one transaction that is never committed."""
    data = tmp_path_factory.mktemp("world")
    changed = {"DATA": data, "AS_OF": AS_OF, "DEMONSTRATION": True, "PASSWORD_HASHERS": QUICK}
    with django_db_blocker.unblock(), override_settings(**changed):
        decoded.cache_clear()
        try:
            with undone():
                yield make_world(datetime.now(UTC))
        finally:
            decoded.cache_clear()
            connection.close_if_unusable_or_obsolete()


@contextmanager
def undone() -> Iterator[None]:
    """A piece of a transaction that is taken back whatever happens in it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_world(now: datetime) -> World:
    """Makes everything."""
    make_key(actor=operator(), now=now)
    make_persons(now=now)
    accounts = {
        name: make_account(username=name, display_name=shown, grants=grants, actor=operator(), now=now)
        for name, shown, grants in MORE
    }
    names = [*accounts, *(one.username for one in PERSONS)]
    actors = {name: actor_of(Account.objects.get(username=name)) for name in names} | {"visitor": visitor()}
    finished, heard = cases.tell(stories.finished()[0]), cases.tell(stories.heard(now.date()))
    with patch.object(cases, "OWNER", "author"):
        waiting = cases.tell(stories.waiting(now.date()))
    public, withheld, unread = make_answers(heard, actors, now)
    vest, nord = make_patients(now)
    catalogue = make_catalogue(actors, now)
    fill_library()
    make_figures(now)
    trial, evidence = make_trial(heard, actors, now)
    build(documents(), index_path(), now=now)
    return World(
        **catalogue,
        now=now,
        actors=actors,
        tokens={
            name: issue_token(account=accounts[name], site=name, actor=operator(), now=now, valid_for=timedelta(days=1))
            for name in PROGRAMS
        },
        sessions={name: session_of(actors[name]) for name in names if name not in PROGRAMS},
        finished=finished,
        waiting=waiting,
        heard=heard,
        public=public,
        withheld=withheld,
        unread=unread,
        open_need=make_need("Et behov som er vurdert", now, assessed=True),
        closed_need=make_need(CLOSED_NEED, now),
        feedback=give_feedback(
            product="brystkreft", version="1.0.0", found=False, words=FOUND_NOT, language="nb", actor=visitor(), now=now
        ),
        trial=trial,
        evidence=evidence,
        release=Release.objects.get(),
        patient_vest=vest,
        patient_nord=nord,
        saved_own=save_search(name="Brystkreft", query="q=brystkreft", actor=actors["demo-normeier"], now=now),
        saved_other=save_search(name="Lymfom", query="q=lymfom", actor=actors["author"], now=now),
    )


def make_catalogue(actors: dict[str, Actor], now: datetime) -> dict[str, str]:
    """The demonstration's reference catalogue, and a proposal of a norm owner who may also decide. By id or reference."""
    fill_catalogue(now=now, today=now.date())
    rows = ApplicabilityRow.objects.filter(recorded_to__isnull=True).order_by("valid_from")
    standard = rows.filter(version__norm_id=STANDARD, version__label="1.0")
    mandatory = standard.filter(level="mandatory", action="send").get()
    row = NewRow(Source("En kilde", "own"), "pharmacy", Act.SEND, Level.GUIDE, elsewhere=False)
    proposal, _ = propose_row(
        version=mandatory.version, row=row, reason="Trengs.", actor=actors["author"], now=now + timedelta(seconds=1)
    )
    return {
        "mandatory": str(mandatory.pk),
        "practice": str(standard.get(actor="general-practice").pk),
        "decided": str(rows.get(proposal__isnull=False).pk),
        "proposed": Proposal.objects.exclude(pk=proposal.pk).get(state="proposed").ref,
        "proposed_by_author": proposal.ref,
    }


def make_trial(case: Case, actors: dict[str, Actor], now: datetime) -> tuple[Trial, str]:
    """A trial of the heard case's draft, run and sent here, and what it told, frozen."""
    trial = try_draft(case=case, first_month="2021-05", last_month="2022-04", actor=person(cases.OWNER), now=now)
    answer = run_trial(signed(trial), as_of=AS_OF, site=django_settings.SITE, now=now)
    keep_run(file=trial.file.encode(), answer=answer, actor=operator(), now=now)
    send_run(trial=trial, actor=operator(), now=now)
    return trial, freeze_evidence(trial=trial, actor=operator(), now=now).digest


def make_need(title: str, now: datetime, *, assessed: bool = False) -> Need:
    """A need, read through or not."""
    need = report_need(
        title=title,
        text="Vi vet ikke hvilke tall som gjelder, og trenger å få vite det.",
        source="enterprise",
        language="nb",
        reporter_name="Ola Oppdiktet",
        email=REPORTER,
        actor=visitor(),
        now=now,
    )
    if assessed:
        cases.assess_need(
            need=need, assessment="inquire", text="Bør utredes.", priority=2, actor=person(cases.OWNER), now=now
        )
        need.refresh_from_db()
    return need


def make_answers(case: Case, actors: dict[str, Actor], now: datetime) -> tuple[Response, Response, Response]:
    """Three answers to the open hearing: one published, one withheld, one that nobody has read yet."""
    hearing = case.edition.consultations.get()
    public = hearing.responses.order_by("ref").first()
    assert public is not None
    sent = [
        send_response(
            consultation=hearing,
            sender=Sender(f"{words} navn", "", SENDER),
            parts=(PartText("", "comment", words),),
            language="nb",
            actor=actors[sender],
            now=now,
        )
        for words, sender in ((WITHHELD, "demo-horingspart"), (UNREAD, "respondent-other"))
    ]
    withheld = withhold_response(response=sent[0], ground="Offentleglova § 13", actor=person(cases.OWNER), now=now)
    return public, withheld, sent[1]


def make_patients(now: datetime) -> tuple[Patient, Patient]:
    """Synthetic patients; one who is only at Vest and one who is only at Nord."""
    population = generate(seed=1, patients=PATIENTS)
    take_in(content=to_ndjson(population.events), name="events", form="ndjson", actor=operator(), now=now, as_of=AS_OF)
    name_patients(content=to_ndjson(population.patients), name="patients", actor=operator(), now=now)
    name_organisations(names={one.number: one.name for one in ORGANISATIONS}, actor=operator(), now=now)
    return only_at(VEST.number), only_at(NORD.number)


def only_at(number: str) -> Patient:
    """A patient with a clock whose record is with this organisation alone."""
    for patient in Patient.objects.filter(clocks__isnull=False).distinct().order_by("pseudonym"):
        if set(patient.stays.values_list("organisation_id", flat=True)) == {number}:
            return patient
    raise AssertionError(f"none of {PATIENTS} patients is only at {number}")


def identifies(patient: Patient) -> tuple[str, ...]:
    """What tells who a patient is."""
    return tuple(filter(None, (patient.identity_number, patient.label)))
