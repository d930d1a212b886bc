"""The reference catalogue for programs."""

from __future__ import annotations

from typing import Any

import msgspec
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from normverk.base.policy import require
from normverk.govern.applicability import api, queries
from normverk.govern.applicability.asking import AskForm, CalendarForm, KnownForm
from normverk.govern.applicability.views import common


@require_GET
def applies(request: HttpRequest) -> HttpResponse:
    """The answer to one question."""
    require(common.actor_of(request), "applicability.view")
    form = AskForm(request.GET, now=common.present(), themes=queries.themes())
    _refuse_faults(form)
    asked = form.question()
    found = queries.ask(actor=asked.actor, action=asked.action, on=asked.on, known_on=asked.known_on, theme=asked.theme)
    return _json(api.applies(asked, found))


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The coming changes."""
    require(common.actor_of(request), "applicability.view")
    form = CalendarForm(request.GET, now=common.present(), themes=queries.themes())
    _refuse_faults(form)
    held = form.cleaned_data
    found = queries.changes(first=held["first"], last=held["last"], known_on=held["known"], theme=held["theme"])
    return _json(api.calendar_of(held["first"], held["last"], held["known"], found))


@require_GET
def norms(request: HttpRequest) -> HttpResponse:
    """Every catalogued norm."""
    require(common.actor_of(request), "applicability.view")
    return _json(api.norm_list(queries.norms()))


@require_GET
def norm(request: HttpRequest, key: str) -> HttpResponse:
    """One catalogued norm."""
    found = common.norm_of(key)
    require(common.actor_of(request), "applicability.view", found.policy_facts())
    return _json(api.norm_in_full(found))


def _refuse_faults(form: KnownForm) -> None:
    if not form.is_valid():
        faults = "; ".join(f"{name}: {' '.join(map(str, messages))}" for name, messages in form.errors.items())
        raise BadRequest(faults)


def _json(answer: Any) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(answer), content_type="application/json")
