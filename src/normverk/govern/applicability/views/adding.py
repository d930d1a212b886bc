"""Adding a norm to the catalogue, and correcting what it says of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from normverk.base.languages import say
from normverk.base.policy import require
from normverk.base.rules import Broken
from normverk.govern.applicability.actions import KeyTaken, add_norm, correct_norm, facts_of
from normverk.govern.applicability.models import PUBLIC
from normverk.govern.applicability.norm_form import CorrectNormForm, NormForm, initial_facts
from normverk.govern.applicability.views import common


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The form, and the norm it makes; its page is where rows are proposed."""
    actor = common.actor_of(request)
    require(actor, "applicability.record", PUBLIC)
    data = request.POST if request.method == "POST" else None
    form = NormForm(data)
    if data is not None and form.is_valid():
        try:
            norm = add_norm(norm=form.new_norm(), reason=form.cleaned_data["reason"], actor=actor, now=common.present())
            return HttpResponseRedirect(reverse("applies-norm", args=(norm.key,)))
        except KeyTaken:
            form.add_error("key", say("applicability.form.key-taken"))
    context = {"form": form, "title": "add"}
    return render(request, "applicability/write.html", context, status=200 if data is None else 422)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """The form with the norm's title and facts as they are now, and the correction it makes."""
    norm, actor = common.norm_of(key), common.actor_of(request)
    require(actor, "applicability.record", norm.policy_facts())
    data = request.POST if request.method == "POST" else None
    before = facts_of(norm)
    form = CorrectNormForm(data, initial=initial_facts(before, norm.former.count()))
    context = {"norm": norm, "form": form, "title": "correct-norm"}
    if data is None or not form.is_valid():
        return render(request, "applicability/write.html", context, status=200 if data is None else 422)
    facts, seen, reason = form.facts(before), form.cleaned_data["seen"], form.cleaned_data["reason"]
    try:
        correct_norm(norm=norm, facts=facts, seen=seen, reason=reason, actor=actor, now=common.present())
    except Broken as broken:
        return render(request, "applicability/write.html", context | {"findings": broken.findings}, status=422)
    return HttpResponseRedirect(reverse("applies-norm", args=(key,)))
