"""What the pages of needs and cases share."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from normverk.base.policy import Actor
from normverk.govern.process import queries
from normverk.govern.process.models import Case, Need


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def need_or_404(ref: str) -> Need:
    """The need with this reference; Http404 when there is none."""
    need = queries.find_need(ref)
    if need is None:
        raise Http404(ref)
    return need


def case_or_404(ref: str) -> Case:
    """The case with this reference; Http404 when there is none."""
    case = queries.find_case(ref)
    if case is None:
        raise Http404(ref)
    return case
