"""Releases for programs: /api/v1/releases/."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from normverk.base.policy import require
from normverk.base.requests import who
from normverk.publish import queries
from normverk.publish.answers import ReleaseDiff, ReleaseList, answer_for, detail_for
from normverk.publish.views.pages import found, today


@require_safe
def list_releases(request: HttpRequest) -> HttpResponse:
    """All releases held here; with ?product=, those of one product."""
    require(who(request), "release.view")
    rows = queries.releases()
    if product := request.GET.get("product"):
        rows = rows.filter(product_slug=product)
    day = today()
    return _json(ReleaseList(tuple(answer_for(row, day) for row in rows)))


@require_safe
def one_release(request: HttpRequest, package_id: str, version: str) -> HttpResponse:
    """A release with its content, its chain and its files."""
    row = found(package_id, version)
    require(who(request), "release.view", row.policy_facts())
    return _json(detail_for(row, today()))


@require_safe
def diff_releases(request: HttpRequest, package_id: str, before: str, after: str) -> HttpResponse:
    """What differs between two versions of a package."""
    require(who(request), "release.view")
    old, new = found(package_id, before), found(package_id, after)
    day = today()
    return _json(ReleaseDiff(answer_for(old, day), answer_for(new, day), queries.changes(old, new)))


def _json(answer: msgspec.Struct) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(answer), content_type="application/json")
