"""A draft that is tried before anybody decides on it: an invented third edition of the breast cancer norm.

It has a stricter limit and a milestone that no record registers. The case waits at the gate of the inquiry, with what the
trial told as evidence for question 4.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from django.conf import settings
from django.db import transaction

from normverk.base.policy import system, visitor
from normverk.govern.catalogue.models import Product
from normverk.govern.process.actions.cases import InquiryText, open_case, save_inquiry
from normverk.govern.process.actions.decisions import decide
from normverk.govern.process.actions.needs import assess_need, report_need
from normverk.govern.process.actions.trials import take_evidence, try_draft
from normverk.govern.process.models import Case, Need
from normverk.learn.whatif.actions import keep_run, send_run
from normverk.learn.whatif.models import Trial
from normverk.learn.whatif.queries import signed
from normverk.learn.whatif.running import run_trial
from normverk.norm.content import NormContent, read_content, to_plain
from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Clock, Code, Limit, Milestone, Selector
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.sim.demonstration.cases import DECIDER, OWNER, at, norm
from normverk.sim.demonstration.persons import person

TITLE: Final = "Er tolv dager til klinisk beslutning lenger enn det trenger å være?"
MONTHS: Final = ("2021-05", "2022-04")
"""A year of the synthetic patients, all of it under the second edition."""

_SHORTER: Final = (
    (" 29 kalenderdag", " 26 kalenderdag"),
    (" 29 calendar day", " 26 calendar day"),
    (" 32 kalenderdag", " 29 kalenderdag"),
    (" 32 calendar day", " 29 calendar day"),
    (" 12 kalenderdag", " 9 kalenderdag"),
    (" 12 calendar day", " 9 calendar day"),
    (
        "Tiden til klinisk beslutning er tolv dager, mot sju før. Samlet tid er fem dager lengre.",
        "Tiden til klinisk beslutning er ni dager, mot tolv før. En samtale etter beslutningen er ny.",
    ),
    (
        "Tida til klinisk avgjerd er tolv dagar, mot sju før. Samla tid er fem dagar lengre.",
        "Tida til klinisk avgjerd er ni dagar, mot tolv før. Ein samtale etter avgjerda er ny.",
    ),
    (
        "The time to the clinical decision is twelve days, seven before. The total is five days longer.",
        "The time to the clinical decision is nine days, twelve before. A talk after the decision is new.",
    ),
)
_LIMITS: Final = {"OF2": {12: 9}, "OF4": {32: 29, 29: 26}}
_TALK: Final = Text("Samtale etter beslutningen", "Samtale etter avgjerda", "Talk after the decision")
_INQUIRY: Final = InquiryText(
    level="guideline",
    analysis="minimum",
    answers=(
        "Noen venter lenge på klinisk beslutning. Målet er at flere får den innen ni dager.",
        "Beholde tolv dager, korte ned til ni, eller følge med uten å endre.",
        "En strengere frist uten flere folk kan gi ventetid et annet sted.",
        "Virkningene er prøvd på forløp som alt er registrert. Se grunnlaget. Samtalen er ny, og ingen registrerer den.",
        "Ikke avgjort. Tallene per sykehus skal vurderes først.",
        "At samtalen kan registreres før den blir målt.",
    ),
    essential_effects=True,
    purpose=Text(
        "Demonstrasjonstekst. Færre skal vente lenge på klinisk beslutning.",
        "Demonstrasjonstekst. Færre skal vente lenge på klinisk avgjerd.",
        "Demonstration text. Fewer shall wait long for the clinical decision.",
    ),
    planned_owner="Demodirektoratet",
    involvement="Arbeidsgruppe med forløpskoordinatorer og klinikere (oppdiktet).",
    uptake="Sykehusene har sett sine egne tall før forslaget blir hørt.",
)


def draft(valid_from: date) -> NormContent:
    """The invented third edition."""
    words = json.dumps(to_plain(norm("brystkreft-2")), ensure_ascii=False)
    for before, after in _SHORTER:
        words = words.replace(before, after)
    content = read_content(json.loads(words))
    assert content.pathway is not None
    source = Source("Demonstrasjon", "own")
    talk = Milestone("N", _TALK, (Code("DEMO-N", "Oppdiktet kode"),))
    place = [one.id for one in content.pathway.milestones].index("C") + 1
    milestones = content.pathway.milestones
    limit = Limit(5, Unit.CALENDAR_DAYS, source)
    clock = Clock("SAMTALE", _TALK, Selector("C"), Selector("N"), (Branch("", Text(""), limit=limit),))
    pathway = msgspec.structs.replace(
        content.pathway,
        valid_from=valid_from,
        milestones=(*milestones[:place], talk, *milestones[place:]),
        clocks=(*map(_shorter, content.pathway.clocks), clock),
    )
    return msgspec.structs.replace(content, pathway=pathway)


def try_third_edition(*, now: datetime, as_of: date) -> None:
    """Opens the case, has the draft tried here, and takes what it told into the inquiry; nothing when it is there."""
    if Need.objects.filter(title=TITLE).exists():
        return
    with transaction.atomic():
        case, trial = ask_about_third_edition(now=now)
        _answer(trial, as_of, now)
        take_evidence(case=case, trial=trial, actor=person(OWNER), now=now)


def ask_about_third_edition(*, now: datetime) -> tuple[Case, Trial]:
    """Opens the case and asks edges to try its draft."""
    case = _open(now.date())
    trial = try_draft(case=case, first_month=MONTHS[0], last_month=MONTHS[1], actor=person(OWNER), now=now)
    return case, trial


def _open(today: date) -> Case:
    reported, opened = today - timedelta(days=40), today - timedelta(days=30)
    need = report_need(
        title=TITLE,
        text="Flere sykehus klarer klinisk beslutning på ni dager. Vi vet ikke hvor mange som ville brutt en slik frist.",
        source="professional",
        language="nb",
        reporter_name="Kristian Kliniker (demo)",
        organisation="Demosykehuset Midt",
        actor=visitor(),
        now=at(reported, 9),
    )
    need = assess_need(
        need=need,
        assessment="inquire",
        text="Kan prøves på forløp som alt er registrert, før noen bestemmer noe.",
        priority=2,
        actor=person(OWNER),
        now=at(opened, 8),
    )
    case = open_case(
        need=need,
        product=Product.objects.get(slug="brystkreft"),
        content=draft(date(today.year + 1, 1, 1)),
        number="3.0.0",
        change_note=Text(
            "Klinisk beslutning innen ni dager (før tolv), og en samtale etter beslutningen.",
            "Klinisk avgjerd innan ni dagar (før tolv), og ein samtale etter avgjerda.",
            "Clinical decision within nine days (twelve before), and a talk after the decision.",
        ),
        actor=person(OWNER),
        now=at(opened, 9),
    )
    decide(
        case=case, outcome="on", reason="Behovet er vurdert. Det utredes.", actor=person(DECIDER), now=at(opened, 12)
    )
    content = case.edition.revision.read()
    text = replace(_INQUIRY, scope=content.scope, target_group=content.target_group)
    save_inquiry(case=case, text=text, begun_from=0, actor=person(OWNER), now=at(opened, 14))
    return case


def _answer(trial: Trial, as_of: date, now: datetime) -> None:
    answer = run_trial(signed(trial), as_of=as_of, site=settings.SITE, now=now)
    keep_run(file=trial.file.encode(), answer=answer, actor=system(), now=now)
    send_run(trial=trial, actor=system(), now=now)


def _shorter(clock: Clock) -> Clock:
    limits = _LIMITS.get(clock.id, {})

    def changed(branch: Branch) -> Branch:
        if branch.limit is None or branch.limit.value not in limits:
            return branch
        limit = msgspec.structs.replace(branch.limit, value=limits[branch.limit.value])
        return msgspec.structs.replace(branch, limit=limit)

    return msgspec.structs.replace(clock, branches=tuple(map(changed, clock.branches)))
