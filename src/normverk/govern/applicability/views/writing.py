"""Proposing, recording, correcting, ending, exempting, deciding and taking a stance: each by those who may."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from normverk.base.policy import decide, require
from normverk.base.rules import Broken
from normverk.govern.applicability import queries
from normverk.govern.applicability.actions import (
    correct_row,
    decide_proposal,
    end_row,
    grant_exemption,
    propose_row,
    record_row,
    record_stance,
    revoke_exemption,
)
from normverk.govern.applicability.actions.proposals import proposed_row
from normverk.govern.applicability.forms import (
    ELSEWHERE,
    DecideForm,
    EndForm,
    ExemptForm,
    ProposeForm,
    RevokeForm,
    RowForm,
    StanceForm,
    initial_of,
)
from normverk.govern.applicability.models import ApplicabilityRow, NormVersion, Proposal
from normverk.govern.applicability.shown import Line, norm_lines
from normverk.govern.applicability.views import common
from normverk.govern.applicability.views.asking import named_organisations
from normverk.norm.applicability import Action, phase_on
from normverk.norm.days import local_date

_BOTH = ["GET", "POST"]


@require_http_methods(_BOTH)
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Proposes a row of ours, or records one that others have decided."""
    norm, actor = common.norm_of(key), common.actor_of(request)
    require(actor, "applicability.record", norm.policy_facts())
    labels = [version.label for version in norm.versions.all()]
    rows = [row for row in queries.rows_of(norm) if row.recorded_to is None]
    data = request.POST if request.method == "POST" else None
    form = ProposeForm(data, rows=rows, initial={"version": labels[-1] if labels else ""})
    context = {"norm": norm, "form": form, "labels": [label for label in labels if label], "title": "propose"}
    if data is None or not form.is_valid():
        return render(request, "applicability/write.html", context, status=200 if data is None else 422)
    label = form.cleaned_data["version"].strip()
    version = queries.find_version(key, label) or NormVersion(norm=norm, label=label)
    elsewhere = form.cleaned_data["who"] == ELSEWHERE
    row, now = form.new_row(elsewhere=elsewhere), common.present()
    try:
        if elsewhere:
            record_row(version=version, row=row, actor=actor, now=now)
        else:
            reason = form.cleaned_data["reason"]
            proposal, _ = propose_row(version=version, row=row, reason=reason, actor=actor, now=now)
            return HttpResponseRedirect(reverse("applies-proposal", args=(proposal.ref,)))
    except Broken as broken:
        return render(request, "applicability/write.html", context | {"findings": broken.findings}, status=422)
    return _to_norm(key)


@require_http_methods(_BOTH)
def correct(request: HttpRequest, row: Any) -> HttpResponse:
    """Puts another row in the place of one that was wrongly transcribed."""
    held, actor = common.open_row(row), common.actor_of(request)
    require(actor, "applicability.record", held.policy_facts())
    if held.proposal_id:
        raise Http404(str(row))  # what we decided ourselves is not corrected by transcription
    data = request.POST if request.method == "POST" else None
    form = RowForm(data, initial=initial_of(held))
    context = {"norm": held.version.norm, "form": form, "labels": [], "title": "correct", "line": _line(held)}
    if data is None or not form.is_valid():
        return render(request, "applicability/write.html", context, status=200 if data is None else 422)
    new, reason = form.new_row(elsewhere=True), form.cleaned_data["reason"]
    try:
        correct_row(row=held, new=new, reason=reason, actor=actor, now=common.present())
    except Broken as broken:
        return render(request, "applicability/write.html", context | {"findings": broken.findings}, status=422)
    return _to_norm(held.version.norm_id)


@require_http_methods(_BOTH)
def end(request: HttpRequest, row: Any) -> HttpResponse:
    """Repeals or withdraws a row."""
    held, actor = common.open_row(row), common.actor_of(request)
    require(actor, "applicability.decide", held.policy_facts())
    data = request.POST if request.method == "POST" else None
    form = EndForm(data)
    context = {"norm": held.version.norm, "form": form, "title": "end", "line": _line(held)}
    if data is None or not form.is_valid():
        return render(request, "applicability/write.html", context, status=200 if data is None else 422)
    try:
        end_row(row=held, **form.cleaned_data, actor=actor, now=common.present())
    except Broken as broken:
        return render(request, "applicability/write.html", context | {"findings": broken.findings}, status=422)
    return _to_norm(held.version.norm_id)


@require_http_methods(_BOTH)
def exempt(request: HttpRequest, row: Any) -> HttpResponse:
    """Exempts one organisation from what a row makes mandatory."""
    held, actor = common.open_row(row), common.actor_of(request)
    require(actor, "applicability.decide", held.policy_facts())
    if not held.actor or not held.action:
        raise Http404(str(row))
    data = request.POST if request.method == "POST" else None
    form = ExemptForm(data)
    context = {"norm": held.version.norm, "form": form, "title": "exempt", "line": _line(held)}
    if data is None or not form.is_valid():
        return render(request, "applicability/write.html", context, status=200 if data is None else 422)
    try:
        grant_exemption(
            version=held.version,
            actor_kind=held.actor,
            action=Action(held.action),
            **form.cleaned_data,
            actor=actor,
            now=common.present(),
        )
    except Broken as broken:
        return render(request, "applicability/write.html", context | {"findings": broken.findings}, status=422)
    return _to_norm(held.version.norm_id)


@require_http_methods(_BOTH)
def revoke(request: HttpRequest, exemption: Any) -> HttpResponse:
    """Lets an exemption end before its time."""
    held, actor = queries.find_exemption(str(exemption)), common.actor_of(request)
    if held is None:
        raise Http404(str(exemption))
    require(actor, "applicability.decide", held.policy_facts())
    data = request.POST if request.method == "POST" else None
    form = RevokeForm(data, initial={"last_day": local_date(common.present())})
    context = {"norm": held.version.norm, "form": form, "title": "revoke", "exemption": held}
    if data is None or not form.is_valid():
        return render(request, "applicability/write.html", context, status=200 if data is None else 422)
    try:
        revoke_exemption(exemption=held, **form.cleaned_data, actor=actor, now=common.present())
    except Broken as broken:
        return render(request, "applicability/write.html", context | {"findings": broken.findings}, status=422)
    return _to_norm(held.version.norm_id)


@require_http_methods(_BOTH)
def stance(request: HttpRequest, key: str) -> HttpResponse:
    """Says whether the reader's organisation follows the norm."""
    norm, actor = common.norm_of(key), common.actor_of(request)
    own = named_organisations(request)
    require(actor, "stance.record", {"organisations": tuple(own)})
    data = request.POST if request.method == "POST" else None
    form = StanceForm(data, versions=list(norm.versions.all()), organisations=own)
    context = {"norm": norm, "form": form, "title": "stance"}
    if data is None or not form.is_valid():
        return render(request, "applicability/write.html", context, status=200 if data is None else 422)
    held = dict(form.cleaned_data)
    version = queries.find_version(key, held.pop("version"))
    if version is None:
        raise Http404(key)
    try:
        record_stance(version=version, **held, actor=actor, now=common.present())
    except Broken as broken:
        return render(request, "applicability/write.html", context | {"findings": broken.findings}, status=422)
    return _to_norm(key)


@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """Every proposal, those that wait first."""
    require(common.actor_of(request), "applicability.view")
    return render(request, "applicability/proposals.html", {"proposals": queries.proposals()[:200]})


@require_GET
def proposal(request: HttpRequest, ref: str) -> HttpResponse:
    """One proposal."""
    found = _proposal(ref)
    require(common.actor_of(request), "applicability.view", found.policy_facts())
    return _proposal_page(request, found)


@require_POST
def decide_on(request: HttpRequest, ref: str) -> HttpResponse:
    """Accepts or rejects a proposal."""
    found, actor = _proposal(ref), common.actor_of(request)
    require(actor, "applicability.decide", found.policy_facts())
    form = DecideForm(request.POST)
    if not form.is_valid() or found.state != "proposed":
        return _proposal_page(request, found, form=form, status=422)
    held = form.cleaned_data
    try:
        decide_proposal(
            proposal=found,
            accept=held["outcome"] == "accept",
            reason=held["reason"],
            actor=actor,
            now=common.present(),
        )
    except Broken as broken:
        return _proposal_page(request, found, form=form, status=422, findings=broken.findings)
    return HttpResponseRedirect(reverse("applies-proposal", args=(ref,)))


def _proposal_page(
    request: HttpRequest, found: Proposal, *, form: DecideForm | None = None, status: int = 200, findings: Any = ()
) -> HttpResponse:
    value = proposed_row(found).value(found.version, found.proposed_at)
    may = decide(common.actor_of(request), "applicability.decide", found.policy_facts()).allowed
    line = Line(value, found.version.norm, phase_on(value, local_date(common.present())))
    context = {
        "proposal": found,
        "norm": found.version.norm,
        "lines": [line],
        "form": (form or DecideForm()) if may and found.state == "proposed" else None,
        "findings": findings,
    }
    return render(request, "applicability/proposal.html", context, status=status)


def _proposal(ref: str) -> Proposal:
    found = queries.find_proposal(ref)
    if found is None:
        raise Http404(ref)
    return found


def _to_norm(key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("applies-norm", args=(key,)))


def _line(held: ApplicabilityRow) -> Line:
    """The row that is written about, in words."""
    return norm_lines([held], held.version.norm, local_date(common.present()))[0]
