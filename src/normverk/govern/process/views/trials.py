"""Having a draft tried, and taking what came of it into the inquiry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from normverk.base.languages import say
from normverk.base.policy import require
from normverk.base.rules import Broken
from normverk.govern.process.actions.trials import NoInquiry, take_evidence, try_draft
from normverk.govern.process.forms_trial import TrialForm
from normverk.govern.process.models import Case
from normverk.govern.process.shown import shown_finding
from normverk.govern.process.views.common import actor_of, case_or_404
from normverk.learn.whatif.actions import CannotTry
from normverk.learn.whatif.models import Trial
from normverk.learn.whatif.queries import find_trial, trials_of
from normverk.learn.whatif.shown import TrialShown, trial_shown


@dataclass(frozen=True)
class CaseTrials:
    """The trials of a case as its page shows them: the newest whole, the others by name."""

    newest: TrialShown | None
    earlier: tuple[Trial, ...]


def case_trials(case: Case) -> CaseTrials:
    """What the case's draft was tried on, and what came of it."""
    rows = trials_of(case.ref)
    return CaseTrials(trial_shown(rows[0]) if rows else None, rows[1:])


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """The form that has the draft tried: on courses that began in which months."""
    case, actor = case_or_404(ref), actor_of(request)
    require(actor, "trial.issue", case.policy_facts())
    form = TrialForm(request.POST or None)
    if request.method == "GET":
        return _page(request, case, "process/trial.html", form=form)
    if not form.is_valid():
        return _page(request, case, "process/trial.html", status=422, form=form)
    try:
        try_draft(case=case, **form.cleaned_data, actor=actor, now=datetime.now(UTC))
    except CannotTry as cannot:
        sentence = say(f"whatif.refused.{cannot.why}")
        return _page(request, case, "process/trial.html", status=422, form=form, sentence=sentence)
    except Broken as broken:
        return _page(request, case, "process/trial.html", status=422, form=form, broken=broken)
    return HttpResponseRedirect(f"{reverse('case', args=(case.ref,))}#whatif")


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, ref: str, digest: str) -> HttpResponse:
    """Takes what a trial tells now into the answer about effects; asked for once more, because it is frozen."""
    case, actor = case_or_404(ref), actor_of(request)
    require(actor, "case.work", case.policy_facts())
    trial = find_trial(digest)
    if trial is None or trial.case != case.ref:
        raise Http404(digest)
    shown = trial_shown(trial)
    if request.method == "GET":
        return _page(request, case, "process/evidence.html", shown=shown)
    try:
        take_evidence(case=case, trial=trial, actor=actor, now=datetime.now(UTC))
    except NoInquiry:
        sentence = say("process.trial.no-inquiry")
        return _page(request, case, "process/evidence.html", status=422, shown=shown, sentence=sentence)
    except CannotTry as cannot:
        sentence = say(f"whatif.refused.{cannot.why}")
        return _page(request, case, "process/evidence.html", status=422, shown=shown, sentence=sentence)
    except Broken as broken:
        return _page(request, case, "process/evidence.html", status=422, shown=shown, broken=broken)
    return HttpResponseRedirect(f"{reverse('case', args=(case.ref,))}#inquiry")


def _page(
    request: HttpRequest,
    case: Case,
    template: str,
    *,
    broken: Broken | None = None,
    sentence: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    refused = tuple(shown_finding(finding) for finding in broken.findings) if broken else ()
    context = {"case": case, "refused": refused, "sentence": sentence, **more}
    return render(request, template, context, status=status)
