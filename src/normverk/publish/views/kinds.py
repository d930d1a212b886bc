"""The kinds of normative products, for people and for programs."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from normverk.base.policy import require
from normverk.base.requests import who
from normverk.norm.kinds import KINDS, Kind


class KindList(msgspec.Struct, frozen=True):
    """Every kind of normative product, in the order in which people see them."""

    kinds: tuple[Kind, ...]


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """What each kind of product must state and usually holds, where its analysis begins, and what a new one begins with."""
    require(who(request), "release.view")
    return render(request, "publish/kinds.html", {"kinds": tuple(KINDS.values())})


@require_safe
def list_kinds(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    require(who(request), "release.view")
    told = KindList(tuple(KINDS.values()))
    return HttpResponse(msgspec.json.encode(told), content_type="application/json")
