"""Issuing trials, keeping and sending what they gave here, receiving what they gave elsewhere, and freezing evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec
from django.conf import settings
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.jobs.actions import post, receive_once
from normverk.base.policy import Actor, Grant, Role, require
from normverk.learn.signing_for import site_headers
from normverk.learn.whatif import queries
from normverk.learn.whatif.answer import Answer, Complaint, complaints, digest
from normverk.learn.whatif.events import (
    EvidenceFrozen,
    TrialAnswerPosted,
    TrialAnswerReceived,
    TrialAnswerRefused,
    TrialIssued,
    TrialRan,
)
from normverk.learn.whatif.evidence import canonical, content_of
from normverk.learn.whatif.models import Counts, Evidence, Trial, TrialAnswer, TrialRun
from normverk.norm.pathway import PathwayDefinition, unusable_ids
from normverk.norm.pathway_faults import faults
from normverk.norm.text import Text
from normverk.publish import keys
from normverk.publish.trials import FORMAT, read_trial, write_trial
from normverk.publish.trials import Trial as SignedTrial

MESSAGE_KIND = "trial-answer"
ADDRESS = "/api/v1/whatif/answers"

Obstacle = Literal["no-pathway", "faulty", "months", "no-key", "nothing", "no-hub"]
Outcome = Literal["stored", "unchanged", "older"]


class CannotTry(Exception):  # noqa: N818
    """What was asked of a trial cannot be done; `why` says what stands in the way."""

    def __init__(self, why: Obstacle) -> None:
        super().__init__(why)
        self.why = why


class AnswerRefused(Exception):  # noqa: N818
    """An answer was refused whole, with everything that is wrong with it."""

    def __init__(self, found: tuple[Complaint, ...]) -> None:
        super().__init__("; ".join(map(str, found)))
        self.complaints = found


@dataclass(frozen=True)
class Draft:
    """The draft to be tried, as the case has it: the edition's reference, its revision's digest, its title and content."""

    case: str
    edition: str
    revision: str
    title: Text
    definition: PathwayDefinition | None
    demonstration: bool


@dataclass(frozen=True)
class Reception:
    """What became of an answer, and the one that is held now."""

    outcome: Outcome
    answer: TrialAnswer


def declare() -> None:
    """Tells the outbox how to sign for answers to the hub."""
    site_headers(MESSAGE_KIND)


@transaction.atomic
def issue_trial(
    *, draft: Draft, first_month: str, last_month: str, case_facts: Mapping[str, Any], actor: Actor, now: datetime
) -> Trial:
    """Freezes and signs a draft for edges to try on the courses that began in these months, both included.

    The same draft asked about for the same months on the same day is the same trial. Raises Denied for somebody who is
    not responsible for the case, and CannotTry.
    """
    require(actor, "trial.issue", case_facts)
    definition = draft.definition
    if definition is None:
        raise CannotTry("no-pathway")
    if unusable_ids(definition) or faults(definition):
        raise CannotTry("faulty")
    if not first_month <= last_month <= f"{now:%Y-%m}":
        raise CannotTry("months")
    key = keys.signing_key()
    if key is None:
        raise CannotTry("no-key")
    signed = SignedTrial(
        format=FORMAT,
        case=draft.case,
        edition=draft.edition,
        revision=draft.revision,
        title=draft.title,
        hub=settings.ORIGIN,
        asked_on=now.date(),
        against=queries.in_force(definition.id, last_month),
        first_month=first_month,
        last_month=last_month,
        definition=definition,
        demonstration=draft.demonstration,
    )
    held = Trial.objects.filter(pk=signed.digest).first()
    if held is not None:
        return held
    row = _stored(signed, write_trial(signed, key), key.thumbprint(), Trial.Origin.ISSUED, now)
    told = TrialIssued(
        row.digest, signed.case, signed.edition, signed.revision, signed.against, first_month, last_month, row.key_id
    )
    record(data=told, subject=f"trial/{row.digest}", actor=actor, now=now, rows=[row])
    return row


@transaction.atomic
def keep_run(*, file: bytes, answer: Answer, actor: Actor, now: datetime) -> TrialRun:
    """Keeps what a trial gave here, in place of its earlier run, to be looked at and sent. Nothing else is written.

    Raises NotTrusted for a file that no key trusted here has signed, ValueError when the answer is to another trial.
    """
    require(actor, "trial.run")
    signed, key_id = read_trial(file, keys.trusted_keys())
    if answer.trial != signed.digest:
        raise ValueError("the answer is to another trial")
    trial = Trial.objects.filter(pk=signed.digest).first()
    fresh = [] if trial else [_stored(signed, file, key_id, Trial.Origin.LOADED, now)]
    trial = trial or fresh[0]
    content = _keep(answer)
    run = TrialRun.objects.select_for_update().filter(pk=trial.pk).first() or TrialRun(trial=trial)
    if run.digest != content:
        run.sent_at = None
    run.digest, run.as_of, run.made_at = content, answer.as_of, answer.made_at
    run.save()
    told = TrialRan(trial.digest, content, answer.as_of.isoformat())
    record(data=told, subject=f"trial/{trial.digest}", actor=actor, now=now, rows=[*fresh, run])
    _forget()
    return run


@transaction.atomic
def send_run(*, trial: Trial, actor: Actor, now: datetime) -> TrialRun:
    """Sends this site's answer: to the hub through the outbox, or, where this is the hub itself, by receiving it.

    Raises CannotTry when the trial has not been run here, or when there is no hub to send to.
    """
    require(actor, "trial.run")
    run = TrialRun.objects.select_for_update().filter(trial=trial).first()
    if run is None:
        raise CannotTry("nothing")
    answer = queries.kept(run.digest)
    message = ""
    if settings.IS_HUB:
        itself = Actor(f"site:{answer.site}", answer.site, frozenset({Grant(Role.SITE, answer.site)}))
        receive_answer(answer=answer, actor=itself, now=now)
    elif settings.HUB:
        body = msgspec.to_builtins(answer)
        message = str(post(kind=MESSAGE_KIND, destination=settings.HUB + ADDRESS, body=body, now=now).id)
    else:
        raise CannotTry("no-hub")
    run.sent_at = now
    run.save()
    told = TrialAnswerPosted(trial.digest, answer.site, run.digest, message)
    record(data=told, subject=f"trial/{trial.digest}", actor=actor, now=now, rows=[run])
    return run


@transaction.atomic
def receive_answer(*, answer: Answer, actor: Actor, now: datetime, key: str = "") -> Reception:
    """Lets a site's answer to a trial take the place of its earlier one.

    The same content again changes nothing, nor does one made before the one held. Raises Denied for another site than
    the actor's own, and AnswerRefused with everything that is wrong; then nothing is kept.
    """
    require(actor, "trial.answer", {"site": answer.site})
    trial = Trial.objects.filter(pk=answer.trial, origin=Trial.Origin.ISSUED).first()
    if trial is None:
        raise AnswerRefused((Complaint("unknown-trial", "$.trial"),))
    found = complaints(answer, queries.signed(trial), now)
    if found:
        raise AnswerRefused(found)
    held = TrialAnswer.objects.select_for_update().filter(trial=trial, site=answer.site).first()
    named = hashlib.sha256(key.encode()).hexdigest()
    seen_before = bool(key) and not receive_once(f"{answer.site}:whatif:{named}", now)
    content = digest(answer)
    if held is not None and held.digest == content:
        return Reception("unchanged", held)
    if held is not None and (seen_before or (answer.as_of, answer.made_at) < (held.as_of, held.made_at)):
        return Reception("older", held)
    row = held or TrialAnswer(trial=trial, site=answer.site)
    row.digest, row.as_of, row.made_at, row.received_at = _keep(answer), answer.as_of, answer.made_at, now
    row.save()
    told = TrialAnswerReceived(trial.digest, answer.site, content, answer.as_of.isoformat())
    record(data=told, subject=f"trial/{trial.digest}", actor=actor, now=now, rows=[row])
    _forget()
    return Reception("stored", row)


@transaction.atomic
def note_refusal(*, site: str, trial: str, found: tuple[str, ...], actor: Actor, now: datetime) -> None:
    """Writes into the log that a site's answer was refused and why; the page of the trial lists it."""
    require(actor, "trial.answer", {"site": site})
    known = Trial.objects.filter(pk=trial).exists()
    told = TrialAnswerRefused(trial if known else "", site, found)
    record(data=told, subject=f"trial/{trial if known else 'unknown'}", actor=actor, now=now)


@transaction.atomic
def freeze_evidence(*, trial: Trial, actor: Actor, now: datetime) -> Evidence:
    """Freezes what the trial tells now; the same figures of the same answers are the same evidence.

    Raises CannotTry when no site has answered. The caller has asked whether the actor may write in the case.
    """
    require(actor, "trial.view", trial.policy_facts())
    content = content_of(trial)
    if not content.answers:
        raise CannotTry("nothing")
    written = canonical(content)
    name = hashlib.sha256(written).hexdigest()
    held = Evidence.objects.filter(pk=name).first()
    if held is not None:
        return held
    row = Evidence(digest=name, trial=trial, content=written.decode(), frozen_at=now)
    row.save(force_insert=True)
    told = EvidenceFrozen(trial.digest, name, tuple(one.digest for one in content.answers))
    record(data=told, subject=f"trial/{trial.digest}", actor=actor, now=now, rows=[row])
    return row


def _stored(signed: SignedTrial, file: bytes, key_id: str, origin: Trial.Origin, now: datetime) -> Trial:
    row = Trial(
        digest=signed.digest,
        case=signed.case,
        pathway=signed.definition.id,
        file=file.decode(),
        key_id=key_id,
        origin=origin,
        recorded_at=now,
    )
    row.save(force_insert=True)
    return row


def _keep(answer: Answer) -> str:
    """Keeps the counts of an answer under its digest, and returns it."""
    name = digest(answer)
    Counts.objects.get_or_create(digest=name, defaults={"content": msgspec.json.encode(answer).decode()})
    return name


def _forget() -> None:
    """Counts that nothing refers to any longer are not kept."""
    held = {*TrialRun.objects.values_list("digest", flat=True), *TrialAnswer.objects.values_list("digest", flat=True)}
    Counts.objects.exclude(pk__in=held).delete()
