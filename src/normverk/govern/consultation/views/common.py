"""What the views of hearings share: who asks, when, and about which hearing or answer."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest

from normverk.base.policy import Actor
from normverk.govern.consultation import queries
from normverk.govern.consultation.models import Consultation, Response


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def present() -> datetime:
    """The moment of the request: the one place where the views of hearings read the clock."""
    return datetime.now(UTC)


def hearing(ref: str) -> Consultation:
    """The hearing with this reference; Http404 otherwise."""
    consultation = queries.find(ref)
    if consultation is None:
        raise Http404(ref)
    return consultation


def answer_to(consultation_ref: str, ref: str) -> Response:
    """The answer with this reference to this hearing; Http404 otherwise."""
    response = queries.find_response(ref)
    if response is None or response.consultation.ref != consultation_ref:
        raise Http404(ref)
    return response
