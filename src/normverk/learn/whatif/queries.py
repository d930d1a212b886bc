"""Every read of trials. What leaves here of an answer has been protected by `figures`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import msgspec

from normverk.base.events.queries import Fault, history
from normverk.learn.models import Delivery
from normverk.learn.queries import release_name
from normverk.learn.whatif.answer import Answer, digest
from normverk.learn.whatif.events import TrialAnswerRefused
from normverk.learn.whatif.figures import Told, told
from normverk.learn.whatif.models import Counts, Evidence, Trial, TrialAnswer, TrialRun
from normverk.publish.queries import pathway_editions
from normverk.publish.trials import Trial as SignedTrial


@dataclass(frozen=True)
class RefusedAnswer:
    """An answer that was refused: whose, when, and everything that was wrong with it."""

    site: str
    at: datetime
    complaints: tuple[str, ...]


def find_trial(digest: str) -> Trial | None:
    """The trial with this digest."""
    return Trial.objects.filter(pk=digest).first()


def signed(trial: Trial) -> SignedTrial:
    """What the trial asks; its signature was verified when it was kept."""
    return _signed(trial.file)


@lru_cache(maxsize=64)
def _signed(file: str) -> SignedTrial:
    return msgspec.convert(msgspec.json.decode(file)["trial"], SignedTrial)


def trials_of(case: str) -> tuple[Trial, ...]:
    """The trials issued in a case, the newest first."""
    rows = Trial.objects.filter(case=case, origin=Trial.Origin.ISSUED)
    return tuple(rows.order_by("-recorded_at", "digest"))


def trials_run_here() -> tuple[TrialRun, ...]:
    """What has been tried on this site's own events, the newest first."""
    return tuple(TrialRun.objects.select_related("trial").order_by("-made_at", "trial_id"))


def run_of(trial: Trial) -> TrialRun | None:
    """The newest run of a trial on this site's own events."""
    return TrialRun.objects.filter(trial=trial).first()


def answers_to(trial: Trial) -> tuple[TrialAnswer, ...]:
    """The answers to a trial, site by site."""
    return tuple(TrialAnswer.objects.filter(trial=trial).order_by("site"))


def kept(digest: str) -> Answer:
    """The counts kept under a digest; exact, and not for showing to others than the site itself."""
    return _read(Counts.objects.values_list("content", flat=True).get(pk=digest))


@lru_cache(maxsize=64)
def _read(content: str) -> Answer:
    return msgspec.json.decode(content, type=Answer)


def told_of(trial: Trial) -> tuple[Told, ...]:
    """What may be told of the answers to a trial; worked out once for each state of the answers."""
    return _told(trial.digest, tuple(row.digest for row in answers_to(trial)))


@lru_cache(maxsize=64)
def _told(trial: str, answers: tuple[str, ...]) -> tuple[Told, ...]:
    return told(signed(Trial.objects.get(pk=trial)), [kept(one) for one in answers])


def names_in(trial: Trial) -> dict[str, str]:
    """The names of the hospitals that have answered, by organisation number."""
    names: dict[str, str] = {}
    for row in answers_to(trial):
        answer = kept(row.digest)
        names.update({move.organisation: move.organisation for move in answer.moves})
        names.update(answer.organisations)
    return dict(sorted(names.items()))


def unregistered_in(trial: Trial) -> tuple[tuple[str, str], ...]:
    """The milestones new in the draft that hospitals do not register: milestone and organisation number."""
    found = {(one.milestone, one.organisation) for row in answers_to(trial) for one in kept(row.digest).unregistered}
    return tuple(sorted(found))


def waiting_for(trial: Trial) -> tuple[str, ...]:
    """The sites that deliver figures here and have not answered."""
    answered = TrialAnswer.objects.filter(trial=trial).values("site")
    return tuple(Delivery.objects.exclude(site__in=answered).order_by("site").values_list("site", flat=True))


def hospitals_of_sites(sites: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The names of the hospitals that each site delivers figures of."""
    rows = Delivery.objects.filter(site__in=sites).values_list("site", "organisations")
    return {site: tuple(sorted(names.values())) for site, names in rows}


def refused_answers(trial: Trial) -> tuple[RefusedAnswer, ...]:
    """The answers to a trial that were refused, the newest first."""
    rows = history(f"trial/{trial.digest}").filter(type=TrialAnswerRefused.type_name).order_by("-seq")
    return tuple(RefusedAnswer(row.data["site"], row.at, tuple(row.data["complaints"])) for row in rows)


def find_evidence(digest: str) -> Evidence | None:
    """What was frozen under this digest."""
    return Evidence.objects.select_related("trial").filter(pk=digest).first()


def in_force(pathway: str, month: str) -> str:
    """The release of a pathway that measured courses beginning on the first day of a month; empty when there was none."""
    first = date.fromisoformat(f"{month}-01")
    found = [edition for edition in pathway_editions(pathway) if edition.definition.in_force_on(first)]
    return release_name(found[-1]) if found else ""


def is_unchanged(trial: Trial, clock: str) -> bool:
    """True when the draft says of a clock just what the release it is held against says."""
    asked = signed(trial)
    for edition in pathway_editions(asked.definition.id):
        if release_name(edition) == asked.against:
            now = {one.id: one for one in edition.definition.clocks}.get(clock)
            return now == asked.definition.clock(clock)
    return False


def trial_faults() -> Iterator[Fault]:
    """A fault for everything kept of trials that no longer fits its digest."""
    for trial in Trial.objects.order_by("pk"):
        if signed(trial).digest != trial.digest:
            yield Fault(0, "trial-changed", f"the trial {trial.digest[:12]} does not fit its digest")
    for row in Counts.objects.order_by("pk"):
        if digest(msgspec.json.decode(row.content, type=Answer)) != row.digest:
            yield Fault(0, "counts-changed", f"the counts {row.digest[:12]} of an answer do not fit their digest")
    for held in Evidence.objects.order_by("pk"):
        if hashlib.sha256(held.content.encode()).hexdigest() != held.digest:
            yield Fault(0, "evidence-changed", f"the evidence {held.digest[:12]} does not fit its digest")
