"""Prepares the whole demonstration, step by step; what is there already is left alone, so it may be run again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.conf import settings

from normverk.base.backup import shape
from normverk.base.policy import system
from normverk.learn.collect import send_histogram
from normverk.learn.models import Delivery, FrozenFigures
from normverk.learn.publishing import publish_figures
from normverk.publish.actions import make_key
from normverk.publish.keys import signing_key
from normverk.sim.demonstration.cases import tell_all
from normverk.sim.demonstration.catalogue import fill_catalogue
from normverk.sim.demonstration.coordination import coordinate
from normverk.sim.demonstration.library import fill_library
from normverk.sim.demonstration.pathways import load_pathways, norwegian
from normverk.sim.demonstration.persons import make_persons, person
from normverk.sim.demonstration.register import read_register
from normverk.sim.demonstration.trial import try_third_edition
from normverk.sim.generator import generate, to_ndjson
from normverk.sim.organisations import ORGANISATIONS
from normverk.use.pathways.actions.intake import take_in
from normverk.use.pathways.actions.people import name_organisations, name_patients
from normverk.use.pathways.models import Patient

AS_OF: Final = date(2022, 4, 30)
"""The day the synthetic patients live in; NORMVERK_AS_OF overrides it."""
SEED: Final = 1
PUBLISHED: Final = "2021-T2"
"""The tertial whose figures are published."""


def prepare(*, now: datetime, patients: int, say: Callable[[str], None], small: bool = False) -> None:
    """Makes database, key, persons, cases, releases, patients and figures; `say` is told of every step.

    A `small` one has neither the pathways that are built of known facts, nor a coordinator's work, nor published figures.
    """
    say("bringing the database to the shape this version needs")
    shape.migrate()
    if signing_key() is None:
        say("making a signing key for this demonstration")
        make_key(actor=system(), now=now)
    say("inviting the demonstration persons")
    make_persons(now=now)
    say("taking the demonstration's cases through the process")
    tell_all(today=now.date(), say=lambda what: say(f"  {what}"))
    if not small:
        say("taking every pathway whose facts are known through the process")
        load_pathways(norwegian(), lambda what: say(f"  {what}"))
    say("filling the reference catalogue")
    fill_catalogue(now=now, today=now.date(), say=lambda what: say(f"  {what}"))
    say("reading invented norms of others into the library")
    fill_library()
    if settings.IS_EDGE and not Patient.objects.exists():
        _make_patients(now=now, patients=patients, say=say)
    if settings.IS_EDGE and not _has_proposals():
        from normverk.sim.demonstration.proposals import propose_codes

        propose_codes(now=now, as_of=settings.AS_OF or AS_OF, say=say)
    if settings.IS_EDGE and not Delivery.objects.exists():
        say("counting days, the only thing that leaves a hospital")
        send_histogram(as_of=settings.AS_OF or AS_OF, actor=system(), now=now)
    say("reading the made-up numbers of a register that does not exist")
    read_register(now=now)
    if settings.IS_EDGE and not small:
        say("doing some of a coordinator's work, and publishing the figures of a tertial")
        coordinate(now=now, as_of=settings.AS_OF or AS_OF)
        if not FrozenFigures.objects.exists():
            publish_figures(pathway="brystkreft", clock="OF4", period=PUBLISHED, actor=person("demo-normeier"), now=now)
    if settings.IS_EDGE:
        say("trying a draft on the patients' registered courses")
        try_third_edition(now=now, as_of=settings.AS_OF or AS_OF)


def _has_proposals() -> bool:
    from normverk.use.proposals.models import StoredFact

    return bool(StoredFact.objects.exists())


def _make_patients(*, now: datetime, patients: int, say: Callable[[str], None]) -> None:
    say(f"inventing {patients} synthetic patients at three invented hospitals")
    population = generate(seed=SEED, patients=patients)
    say(f"reading {len(population.events)} record events and running the clocks")
    as_of = settings.AS_OF or AS_OF
    report = take_in(
        content=to_ndjson(population.events),
        name="demonstration.ndjson",
        form="ndjson",
        actor=system(),
        now=now,
        as_of=as_of,
    )
    say(f"  {', '.join(f'{kind} {count}' for kind, count in sorted(report.counts.items()))}")
    name_patients(content=to_ndjson(population.patients), name="patients.ndjson", actor=system(), now=now)
    name_organisations(names={one.number: one.name for one in ORGANISATIONS}, actor=system(), now=now)
