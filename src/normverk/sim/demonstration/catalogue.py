"""Fills the reference catalogue of the demonstration: two transcribed lists, and an invented standard with all that can
happen to one. What is there already is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any, Final

import msgspec
from django.db import transaction

from normverk.base.policy import system
from normverk.govern.applicability.actions import (
    NewRow,
    correct_row,
    decide_proposal,
    grant_exemption,
    import_catalogue,
    propose_row,
    record_stance,
)
from normverk.govern.applicability.models import ApplicabilityRow, CataloguedNorm, NormVersion, Proposal
from normverk.govern.process.models import Case
from normverk.norm.applicability import Action, Level
from normverk.norm.source import Source
from normverk.sim.demonstration.persons import person
from normverk.sim.organisations import MIDT, VEST

TRANSCRIBED: Final = ("reference-2016", "entries-2024")
STANDARD: Final = "demostandard-henvisning"
PATHWAY: Final = "brystkreft"
_GROUND: Final = "Demoforskrift om standarder § 1 (oppdiktet)"
_SOURCE: Final = {
    "title": "Demodirektoratet, oppdiktet for demonstrasjonen",
    "basis": "own",
    "note": "Ingen myndighet har besluttet dette.",
}


def fill_catalogue(*, now: datetime, today: date, say: Callable[[str], None] = lambda what: None) -> None:
    """Reads the transcribed lists, and tells the story of the invented standard on days around `today`."""
    for name in TRANSCRIBED:
        done = import_catalogue(content=transcribed(name), name=f"{name}.json", actor=system(), now=now)
        if done.changed:
            say(f"{name}: {done.norms} norms, {done.rows} rows, {len(done.complaints)} complaints")
    if not CataloguedNorm.objects.filter(pk=STANDARD).exists():
        with transaction.atomic():
            _tell_of_standard(now, today)
        say("an invented standard that is lifted, phased in, departed from and corrected")
    if not Proposal.objects.exists():
        with transaction.atomic():
            _tell_of_pathway(now, today)


def transcribed(name: str) -> bytes:
    """The bytes of a transcribed list in our own shape; FileNotFoundError when there is none."""
    return files("normverk.sim").joinpath(f"catalogue/{name}.json").read_bytes()


def invented(today: date) -> dict[str, Any]:
    """The invented standard as a catalogue file, with its days around `today`."""

    def day(number: int) -> str:
        return (today + timedelta(days=number)).isoformat()

    def row(actor: str, action: str, level: str, **more: Any) -> dict[str, Any]:
        ground = {"legal_basis": _GROUND} if level == "mandatory" else {}
        return {"actor": actor, "action": action, "level": level, "decided_by": "Demodirektoratet", **ground, **more}

    hospital = [
        row("hospital", action, level, **days)
        for action in ("send", "receive")
        for level, days in (
            ("recommended", {"from": day(-900), "to": day(-401)}),
            ("mandatory", {"from": day(-400), "phase_out_from": day(90), "to": day(270), "parallel": True}),
        )
    ]
    practice = row("general-practice", "send", "recommended", **{"from": day(-400), "parallel": True})
    coming = [
        row("hospital", action, "mandatory", **{"from": day(30), "active_from": day(120), "parallel": True})
        for action in ("send", "receive")
    ]
    trial = row(
        "general-practice",
        "send",
        "recommended",
        **{"from": day(-10), "trial_until": day(60), "active_from": day(150), "parallel": True},
    )
    norm = {
        "id": STANDARD,
        "title": {
            "nb": "Demostandard for henvisning (oppdiktet)",
            "nn": "Demostandard for tilvising (oppdikta)",
            "en": "Demonstration standard for referrals (invented)",
        },
        "number": "DEMO 1",
        "kind": "standard",
        "theme": "Demonstrasjon (oppdiktet)",
        "publisher": "Demodirektoratet",
        "versions": [
            {"label": "1.0", "number": "DEMO 1:2023", "applies": [*hospital, practice]},
            {"label": "2.0", "number": "DEMO 1:2026", "replaces": "1.0", "applies": [*coming, trial]},
        ],
    }
    return {"format": "normverk-catalogue/1", "source": _SOURCE, "norms": [norm]}


def _tell_of_standard(now: datetime, today: date) -> None:
    content = msgspec.json.encode(invented(today))
    import_catalogue(content=content, name="demostandard.json", actor=system(), now=now)
    version = NormVersion.objects.select_related("norm").get(norm_id=STANDARD, label="1.0")
    _correct(now)
    grant_exemption(
        version=version,
        organisation=VEST.number,
        organisation_name=VEST.name,
        actor_kind="hospital",
        action=Action.SEND,
        valid_from=today - timedelta(days=30),
        valid_to=today + timedelta(days=150),
        legal_ground="Demoforskrift om standarder § 2 (oppdiktet)",
        reason="Journalsystemet byttes i perioden. Det ville være særlig byrdefullt å bygge om det gamle.",
        actor=person("demo-beslutter"),
        now=now,
    )
    record_stance(
        version=version,
        organisation=MIDT.number,
        organisation_name=MIDT.name,
        stance="adapts",
        reason="Vi sender også et tillegg med bildefunn, som standarden ikke har plass til ennå.",
        actor=person("demo-koordinator"),
        now=now,
    )


def _correct(now: datetime) -> None:
    """A row whose decision maker was wrongly transcribed is corrected, so that both times can be seen."""
    rows = ApplicabilityRow.objects.select_related("version__norm", "proposal")
    wrong = rows.get(version__norm_id=STANDARD, version__label="1.0", actor="general-practice")
    value = wrong.value()
    held = {name: getattr(value, name) for name in NewRow.__struct_fields__ if hasattr(value, name)}
    correct_row(
        row=wrong,
        new=NewRow(**{**held, "decided_by": "Demodirektoratet etter råd fra Demoutvalget (oppdiktet)"}),
        reason="Det sto ikke hvem som hadde gitt råd.",
        actor=person("demo-normeier"),
        now=now + timedelta(milliseconds=1),
    )


def _tell_of_pathway(now: datetime, today: date) -> None:
    """Our own norm: a guideline that was decided here, and a lift of it that waits for its decision."""
    case = Case.objects.filter(product__slug=PATHWAY, state="running").select_related("product").order_by("ref").first()
    if case is None:
        return
    norm = {
        "id": f"pakkeforlop-{PATHWAY}",
        "title": case.product.title,
        "kind": "guideline",
        "theme": "Demonstrasjon (oppdiktet)",
        "publisher": case.product.owner,
        "product": PATHWAY,
        "versions": [{"label": "2"}],
    }
    plain = {"format": "normverk-catalogue/1", "source": _SOURCE, "norms": [norm]}
    later = now + timedelta(milliseconds=2)
    import_catalogue(content=msgspec.json.encode(plain), name="pathway.json", actor=system(), now=later)
    version = NormVersion.objects.select_related("norm").get(norm_id=norm["id"])
    row = NewRow(
        source=Source(**_SOURCE),
        actor="hospital",
        action=Action.USE,
        level=Level.GUIDELINE,
        valid_from=today - timedelta(days=200),
        decided_by="Demodirektoratet",
        elsewhere=False,
    )
    owner, decider = person("demo-normeier"), person("demo-beslutter")
    reason = "Normen er utgitt, og sykehusene trenger å vite hvor bindende den er."
    first, _ = propose_row(version=version, row=row, reason=reason, actor=owner, now=later)
    decide_proposal(proposal=first, accept=True, reason="Følger av utgivelsen.", actor=decider, now=later)
    made = ApplicabilityRow.objects.get(proposal=first)
    lift = msgspec.structs.replace(
        row,
        level=Level.RECOMMENDED,
        valid_from=today + timedelta(days=200),
        decision=case.ref,
        succeeds=str(made.pk),
    )
    propose_row(
        version=version, row=lift, reason="Erfaringene fra bruken er gode. Nivået bør heves.", actor=owner, now=later
    )
