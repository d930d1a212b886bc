"""The trace as a page and for programs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from normverk.base.policy import require
from normverk.base.requests import who
from normverk.govern.trace.queries import Trace, find_trace, plain


@require_safe
def trace_page(request: HttpRequest, slug: str, number: str, clock: str = "") -> HttpResponse:
    """The whole chain of an edition, or of one of its clocks, both ways."""
    return render(request, "trace/trace.html", {"trace": _trace(request, slug, number, clock), "clock": clock})


@require_safe
def trace_data(request: HttpRequest, slug: str, number: str, clock: str = "") -> JsonResponse:
    """The same chain for programs."""
    return JsonResponse(plain(_trace(request, slug, number, clock)))


def _trace(request: HttpRequest, slug: str, number: str, clock: str) -> Trace:
    require(who(request), "trace.view")
    trace = find_trace(slug, number, clock)
    if trace is None:
        raise Http404
    return trace
