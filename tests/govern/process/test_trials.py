"""A draft is tried before anybody decides: asked for by the one responsible, answered, taken in, and seen by the decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from normverk.base.events.queries import faults
from normverk.base.policy import Actor, Denied, operator
from normverk.base.rules import Broken
from normverk.govern.process.actions import decide
from normverk.govern.process.actions.trials import NoInquiry, take_evidence, try_draft
from normverk.govern.process.models import Decision, Inquiry
from normverk.learn.histogram import Cell
from normverk.learn.whatif.actions import CannotTry, receive_answer
from normverk.learn.whatif.answer import TRIAL, Answer, Move
from normverk.learn.whatif.models import Trial
from normverk.learn.whatif.queries import signed, trials_of
from normverk.publish.actions import make_key
from tests.govern.catalogue.samples import pathway_content
from tests.govern.process.walking import DECIDER, OWNER, REASON, Walk, begin, browser
from tests.learn.conftest import site_actor
from tests.learn.whatif.making import VEST

pytestmark = pytest.mark.django_db
MONTHS = {"first_month": "2021-05", "last_month": "2022-04"}


@pytest.fixture
def signing(settings: Settings, tmp_path: Path, now: datetime) -> None:
    """A key to sign trials with."""
    settings.DATA = tmp_path
    make_key(actor=operator(), now=now)


def asked(walk: Walk) -> Trial:
    """The case's draft, asked to be tried."""
    return try_draft(case=walk.case, **MONTHS, actor=OWNER, now=walk.now)


def answered(trial: Trial, now: datetime) -> None:
    """A hospital without a norm in force answers that 120 courses are counted by the draft alone."""
    clock = signed(trial).definition.clocks[0].id
    moves = (Move(clock, VEST, "2021-06", "absent", "indeterminate", 120),)
    pathway = signed(trial).definition.id
    cells = (Cell("vest", pathway, TRIAL, clock, "", VEST, "2021-06", "indeterminate", 120, None),)
    answer = Answer(trial.digest, "vest", date(2022, 4, 30), now, {}, (), cells, moves, ())
    receive_answer(answer=answer, actor=site_actor(), now=now)


def test_the_trial_is_of_the_draft_as_it_stood(signing: None, now: datetime) -> None:
    walk = begin(now).on().inquire()
    trial = asked(walk)
    edition = walk.case.edition
    assert (signed(trial).case, signed(trial).revision) == (walk.case.ref, edition.revision_id)
    assert signed(trial).definition == edition.revision.read().pathway
    assert signed(trial).against == ""
    assert [row.pk for row in trials_of(walk.case.ref)] == [trial.pk]
    assert list(faults()) == []


@pytest.mark.parametrize("who", ["decider", "somebody else"])
def test_only_the_one_responsible_asks_and_takes_in(who: str, signing: None, now: datetime) -> None:
    actor = DECIDER if who == "decider" else replace(OWNER, id="00000000-0000-4000-8000-000000000009")
    walk = begin(now).on().inquire()
    trial = asked(walk)
    with pytest.raises(Denied):
        try_draft(case=walk.case, **MONTHS, actor=actor, now=now)
    with pytest.raises(Denied):
        take_evidence(case=walk.case, trial=trial, actor=actor, now=now)


def test_a_case_that_is_over_asks_no_more(signing: None, now: datetime) -> None:
    walk = begin(now).on().inquire()
    decide(case=walk.case, outcome="stop", reason=REASON, actor=DECIDER, now=walk.now)
    with pytest.raises(Broken):
        asked(walk.fresh())


def test_evidence_needs_an_inquiry_an_answer_and_its_own_case(signing: None, now: datetime) -> None:
    walk = begin(now).on()
    trial = asked(walk)
    with pytest.raises(NoInquiry):
        take_evidence(case=walk.case, trial=trial, actor=OWNER, now=now)
    walk = walk.inquire()
    with pytest.raises(CannotTry, match="nothing"):
        take_evidence(case=walk.case, trial=trial, actor=OWNER, now=now)
    other = begin(now, slug="et-annet", content=pathway_content(valid_from=date(2026, 9, 1))).on().inquire()
    with pytest.raises(ValueError, match="is not a trial of"):
        take_evidence(case=other.case, trial=trial, actor=OWNER, now=now)


def test_the_answer_to_question_four_refers_to_what_was_frozen_and_so_does_the_decision(
    signing: None, now: datetime
) -> None:
    walk = begin(now).on().inquire()
    trial = asked(walk)
    answered(trial, now)
    inquiry = take_evidence(case=walk.case, trial=trial, actor=OWNER, now=now)
    (taken,) = inquiry.evidence
    assert (taken["question"], taken["trial"], inquiry.version) == (4, trial.digest, 2)
    assert take_evidence(case=walk.case, trial=trial, actor=OWNER, now=now).version == 2
    walk.fresh().later(1).on()
    decision = Decision.objects.order_by("-decided_at").first()
    assert decision is not None
    assert (decision.evidence, decision.inquiry_version) == ([taken["digest"]], 2)
    assert list(faults()) == []


def test_writing_the_inquiry_again_keeps_its_evidence(signing: None, now: datetime) -> None:
    walk = begin(now).on().inquire()
    trial = asked(walk)
    answered(trial, now)
    taken = take_evidence(case=walk.case, trial=trial, actor=OWNER, now=now).evidence
    walk.inquire()
    assert Inquiry.objects.get(case=walk.case).evidence == taken


def page(actor: Actor | None, now: datetime) -> Client:
    """A browser."""
    return browser(actor, now)


def test_the_whole_task_is_done_with_forms_alone(signing: None, now: datetime) -> None:
    walk = begin(now).on().inquire()
    client, ref = page(OWNER, now), walk.case.ref
    assert f"/cases/{ref}/whatif/" in client.get(f"/cases/{ref}/").content.decode()
    wrong = client.post(f"/cases/{ref}/whatif/", {"first_month": "mai", "last_month": "2022-04"})
    assert (wrong.status_code, "Skriv år og måned" in wrong.content.decode()) == (422, True)
    turned = client.post(f"/cases/{ref}/whatif/", {"first_month": "2022-04", "last_month": "2021-05"})
    assert (turned.status_code, "Første måned må komme før siste" in turned.content.decode()) == (422, True)
    assert client.post(f"/cases/{ref}/whatif/", MONTHS).status_code == 302
    (trial,) = trials_of(ref)
    address = f"/cases/{ref}/whatif/{trial.digest}/"
    early = client.post(address)
    assert (early.status_code, "ingenting å vise" in early.content.decode()) == (422, True)
    answered(trial, now)
    assert address in client.get(f"/cases/{ref}/").content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    (taken,) = Inquiry.objects.get(case=walk.case).evidence
    shown = page(None, now).get(f"/cases/{ref}/").content.decode()
    assert f"/whatif/evidence/{taken['digest']}/" in shown
    assert "minst 120" in shown
    assert ">ukjent</td>" in shown
    told = client.get(f"/api/v1/cases/{ref}/").json()
    assert told["trials"] == [trial.digest]


def test_without_an_inquiry_the_page_says_what_to_do_first(signing: None, now: datetime) -> None:
    walk = begin(now).on()
    trial = asked(walk)
    answered(trial, now)
    refused = page(OWNER, now).post(f"/cases/{walk.case.ref}/whatif/{trial.digest}/")
    assert (refused.status_code, "Skriv utredningen først" in refused.content.decode()) == (422, True)


def test_a_trial_of_another_case_is_not_found(signing: None, now: datetime) -> None:
    walk, other = begin(now).on().inquire(), begin(now, slug="et-annet").on().inquire()
    trial = asked(other)
    assert page(OWNER, now).get(f"/cases/{walk.case.ref}/whatif/{trial.digest}/").status_code == 404
