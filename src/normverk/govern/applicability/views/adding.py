"""Adding a norm to the catalogue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from normverk.base.languages import say
from normverk.base.policy import require
from normverk.govern.applicability.actions import KeyTaken, add_norm
from normverk.govern.applicability.models import PUBLIC
from normverk.govern.applicability.norm_form import NormForm
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
