"""The pages of what was tried on this site's own events: to be looked at before it is sent, and sent from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from normverk.base.languages import current_language, say
from normverk.base.policy import require
from normverk.base.requests import who
from normverk.learn.histogram import Cell, Summary, summarise
from normverk.learn.whatif import queries
from normverk.learn.whatif.actions import CannotTry, send_run
from normverk.learn.whatif.answer import Answer
from normverk.learn.whatif.models import TrialRun
from normverk.learn.whatif.views import trial_or_404


@dataclass(frozen=True)
class Beside:
    """One clock at one hospital, exactly: counted by the norm in force and by the draft."""

    clock: str
    organisation: str
    in_force: Summary
    draft: Summary


def beside(answer: Answer) -> tuple[Beside, ...]:
    """Both sides of an answer, clock by clock and hospital by hospital."""

    def sums(cells: tuple[Cell, ...]) -> dict[tuple[str, str], Summary]:
        def name(cell: Cell) -> tuple[str, str]:
            return cell.clock, cell.organisation

        return {key: summarise(group) for key, group in groupby(sorted(cells, key=name), key=name)}

    before, after = sums(answer.in_force), sums(answer.draft)
    nobody = summarise(())
    return tuple(Beside(*key, before.get(key, nobody), after.get(key, nobody)) for key in sorted({*before, *after}))


@require_GET
def trial_runs(request: HttpRequest) -> HttpResponse:
    """What has been tried here."""
    require(who(request), "trial.run")
    rows = [(run, queries.signed(run.trial)) for run in queries.trials_run_here()]
    return render(request, "whatif/runs.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def trial_run(request: HttpRequest, digest: str) -> HttpResponse:
    """What a trial gave here, with exact counts for the site itself; posting sends it to the hub."""
    actor = who(request)
    require(actor, "trial.run")
    trial = trial_or_404(digest)
    run = queries.run_of(trial)
    if run is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            send_run(trial=trial, actor=actor, now=datetime.now(UTC))
            return HttpResponseRedirect(reverse("trial-run", args=[digest]))
        except CannotTry as cannot:
            refused = say(f"whatif.refused.{cannot.why}")
    return render(request, "whatif/run.html", _context(run, refused), status=422 if refused else 200)


def _context(run: TrialRun, refused: str) -> dict[str, object]:
    asked = queries.signed(run.trial)
    answer = queries.kept(run.digest)
    titles = {clock.id: clock.title.in_language(current_language()) for clock in asked.definition.clocks}
    milestones = {one.id: one.title.in_language(current_language()) for one in asked.definition.milestones}
    names = answer.organisations
    return {
        "run": run,
        "asked": asked,
        "refused": refused,
        "may_send": settings.IS_HUB or bool(settings.HUB),
        "rows": [
            (titles.get(one.clock, one.clock), names.get(one.organisation, one.organisation), one)
            for one in beside(answer)
        ],
        "unregistered": [
            (names.get(one.organisation, one.organisation), milestones[one.milestone]) for one in answer.unregistered
        ],
    }
