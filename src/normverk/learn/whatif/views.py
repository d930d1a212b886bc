"""The pages of trials and of evidence, their files, and the door through which sites answer."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from normverk.base.policy import Role, decide, require
from normverk.base.problems import problem
from normverk.base.requests import who
from normverk.learn.views import BODY_LIMIT
from normverk.learn.whatif import queries
from normverk.learn.whatif.actions import AnswerRefused, Reception, note_refusal, receive_answer
from normverk.learn.whatif.answer import Answer
from normverk.learn.whatif.evidence import comma_separated, content_of, read_content
from normverk.learn.whatif.models import Evidence, Trial
from normverk.learn.whatif.shown import frozen_clocks, trial_shown

LISTED = 20
"""So many complaints about one answer are told; more say the same."""


class ReceivedAnswer(msgspec.Struct, frozen=True):
    """What became of an answer, and what is held now."""

    outcome: str
    trial: str
    site: str
    digest: str


@require_GET
def trial_page(request: HttpRequest, digest: str) -> HttpResponse:
    """One trial: what is asked, who has answered, and what the answers tell."""
    trial, actor = trial_or_404(digest), who(request)
    require(actor, "trial.view", trial.policy_facts())
    may_run = decide(actor, "trial.run").allowed and queries.run_of(trial) is not None
    return render(request, "whatif/trial.html", {"shown": trial_shown(trial), "may_run": may_run})


@require_GET
def trial_csv(request: HttpRequest, digest: str) -> HttpResponse:
    """Everything a trial tells as CSV."""
    trial = trial_or_404(digest)
    require(who(request), "trial.view", trial.policy_facts())
    response = HttpResponse(comma_separated(queries.told_of(trial)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="whatif-{digest[:12]}.csv"'
    return response


@require_GET
def trial_file(request: HttpRequest, digest: str) -> HttpResponse:
    """The signed trial, byte by byte, for edges to fetch."""
    trial = trial_or_404(digest)
    require(who(request), "trial.view", trial.policy_facts())
    return HttpResponse(trial.file.encode(), content_type="application/json")


@require_GET
def trial_data(request: HttpRequest, digest: str) -> HttpResponse:
    """Everything a trial tells as JSON."""
    trial = trial_or_404(digest)
    require(who(request), "trial.view", trial.policy_facts())
    return HttpResponse(msgspec.json.encode(content_of(trial)), content_type="application/json")


@require_GET
def evidence_page(request: HttpRequest, digest: str) -> HttpResponse:
    """What was frozen, as it was told then."""
    held = _evidence_or_404(digest)
    require(who(request), "trial.view", held.policy_facts())
    content = read_content(held.content)
    context = {"held": held, "content": content, "clocks": frozen_clocks(content, held.trial)}
    return render(request, "whatif/evidence.html", context)


@require_GET
def evidence_file(request: HttpRequest, digest: str) -> HttpResponse:
    """What was frozen, byte by byte as the digest was made of it."""
    held = _evidence_or_404(digest)
    require(who(request), "trial.view", held.policy_facts())
    return HttpResponse(held.content.encode(), content_type="application/json")


@csrf_exempt
@require_POST
def trial_answers(request: HttpRequest) -> HttpResponse:
    """Receives a site's answer to a trial. What is refused is refused whole, with a list of what is wrong with it."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and (len(length) > 12 or int(length) > BODY_LIMIT):
        return problem(request, status=413, kind="bad-request", detail=f"an answer has at most {BODY_LIMIT} bytes")
    if not request.headers.get("Authorization", "").startswith("Bearer "):
        return problem(request, status=401, kind="denied")
    now = datetime.now(UTC)
    try:
        answer = msgspec.json.decode(request.body, type=Answer)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as wrong:
        return _unreadable(request, wrong, now)
    actor = who(request)
    try:
        key = request.headers.get("Idempotency-Key", "")
        received = receive_answer(answer=answer, actor=actor, now=now, key=key)
    except AnswerRefused as refused:
        found = tuple(map(str, refused.complaints[:LISTED]))
        note_refusal(site=answer.site, trial=answer.trial, found=found, actor=actor, now=now)
        return _refused(request, found)
    return HttpResponse(msgspec.json.encode(_received(received)), content_type="application/json")


def _unreadable(request: HttpRequest, wrong: Exception, now: datetime) -> HttpResponse:
    """The refusal of what has not the shape of an answer; noted for the sites that the token was given to."""
    actor = who(request)
    sites = sorted(actor.organisations(Role.SITE))
    place = re.search(r" - at `(\$[^`]*)`", str(wrong))
    sentence = f"{place[1] if place else '$'}: wrong-shape"
    for site in sites:
        note_refusal(site=site, trial="", found=(sentence,), actor=actor, now=now)
    if not sites:
        require(actor, "trial.answer", {"site": ""})
    return _refused(request, (sentence,))


def _refused(request: HttpRequest, found: tuple[str, ...]) -> HttpResponse:
    answer = problem(request, status=422, kind="bad-request", detail="; ".join(found))
    return JsonResponse(
        {**msgspec.json.decode(answer.content), "complaints": found},
        status=422,
        content_type="application/problem+json",
    )


def _received(received: Reception) -> ReceivedAnswer:
    row = received.answer
    return ReceivedAnswer(received.outcome, row.trial_id, row.site, row.digest)


def trial_or_404(digest: str) -> Trial:
    """The trial with this digest; Http404 when there is none."""
    found = queries.find_trial(digest)
    if found is None:
        raise Http404
    return found


def _evidence_or_404(digest: str) -> Evidence:
    found = queries.find_evidence(digest)
    if found is None:
        raise Http404
    return found
