"""Having a case's draft tried where patients are, and taking what came of it into the inquiry as evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.govern.catalogue.rules import SavingFacts
from normverk.govern.process.actions.cases import locked
from normverk.govern.process.events import EvidenceTaken
from normverk.govern.process.models import Case, Inquiry
from normverk.learn.whatif.actions import Draft, freeze_evidence, issue_trial
from normverk.learn.whatif.models import Trial
from normverk.norm.days import local_date

EFFECTS: Final = 4
"""The question of the inquiry that asks for the effects: S1, Utrede."""


class NoInquiry(Exception):  # noqa: N818
    """The case has no inquiry yet that evidence could be taken into."""


@transaction.atomic
def try_draft(*, case: Case, first_month: str, last_month: str, actor: Actor, now: datetime) -> Trial:
    """Freezes the case's draft as it stands and signs it for edges to try on courses that began in these months.

    Broken when the case is over, CannotTry when the draft or the months will not do. The draft is not changed by it.
    """
    case = locked(case)
    require(actor, "trial.issue", case.policy_facts())
    _uphold_under_way(case, now)
    edition = case.edition
    content = edition.revision.read()
    draft = Draft(
        case=case.ref,
        edition=edition.ref,
        revision=edition.revision_id,
        title=content.title,
        definition=content.pathway,
        demonstration=content.demonstration,
    )
    facts = case.policy_facts()
    return issue_trial(
        draft=draft, first_month=first_month, last_month=last_month, case_facts=facts, actor=actor, now=now
    )


@transaction.atomic
def take_evidence(*, case: Case, trial: Trial, actor: Actor, now: datetime) -> Inquiry:
    """Freezes what a trial of the case tells now, and refers to it in the answer about effects, by digest.

    Taking the same figures again changes nothing. Raises NoInquiry, CannotTry when no site has answered, Broken when the
    case is over, and ValueError for a trial of another case.
    """
    case = locked(case)
    require(actor, "case.work", case.policy_facts())
    _uphold_under_way(case, now)
    if trial.case != case.ref:
        raise ValueError(f"{trial} is not a trial of {case.ref}")
    inquiry = Inquiry.objects.select_for_update().filter(case=case).first()
    if inquiry is None:
        raise NoInquiry(case.ref)
    evidence = freeze_evidence(trial=trial, actor=actor, now=now)
    if any(taken["digest"] == evidence.digest for taken in inquiry.evidence):
        return inquiry
    taken = {"question": EFFECTS, "trial": trial.digest, "digest": evidence.digest, "at": now.isoformat()}
    inquiry.evidence = [*inquiry.evidence, taken]
    inquiry.authors = list(dict.fromkeys([*inquiry.authors, actor.id]))
    inquiry.version += 1
    inquiry.saved_at = now
    inquiry.save()
    told = EvidenceTaken(case.ref, inquiry.version, EFFECTS, trial.digest, evidence.digest)
    record(data=told, subject=f"case/{case.ref}", actor=actor, now=now, rows=[inquiry])
    return inquiry


def _uphold_under_way(case: Case, now: datetime) -> None:
    under_way = case.state in {"running", "postponed"} and case.edition.state in {"draft", "review"}
    uphold(SavingFacts("draft" if under_way else case.edition.state, "", ""), on=local_date(now))
