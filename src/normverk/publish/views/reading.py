"""Pages to read: one version of a norm, and one section or unit of it, each at an address that never changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from normverk.base.policy import require
from normverk.base.requests import who
from normverk.norm.content import all_sections, find_section
from normverk.norm.forms import written_forms
from normverk.publish import queries
from normverk.publish import shown as release_shown
from normverk.publish.models import Release
from normverk.publish.reading import shown
from normverk.publish.reading.addresses import paragraph_addresses
from normverk.publish.reading.editions import content_of, current_for, leading
from normverk.publish.reading.foot import FOOT
from normverk.publish.reading.history import history
from normverk.publish.reading.origins import home_of
from normverk.publish.views.pages import release_standing, today

CURRENT = "current"
"""Stands in an address where a version could: what is in force."""


@require_safe
def read_product(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """A whole norm in one version: the short of each unit first, more on demand; `?view=print` opens everything."""
    versions, row, day = _asked(request, slug, version)
    if row is None:
        return _to_leading(versions, day)
    content = content_of(row)
    context = _common(versions, row, "", day) | {
        "sections": shown.show_all(content),
        "contents": [(depth, section) for depth, section in all_sections(content.sections) if depth <= 2],
        "limits": release_shown.limit_groups(content.pathway, paragraph_addresses(row, content)),
        "references": [shown.show_reference(reference) for reference in content.references],
        "steps": history(versions[versions.index(row) :]),
        "forms": written_forms(content),
        "open": request.GET.get("view") == "print",
    }
    return render(request, "publish/reading/version.html", context)


@require_safe
def read_section(request: HttpRequest, slug: str, version: str, section: str) -> HttpResponse:
    """A section or unit of one version, with its two clocks, its history and where else it stands."""
    versions, row, day = _asked(request, slug, version)
    if row is None:
        return _to_leading(versions, day, section)
    content = content_of(row)
    found = find_section(content, section)
    if found is None:
        raise Http404
    order = [known.id for _, known in all_sections(content.sections)]
    at = order.index(section)
    context = _common(versions, row, section, day) | {
        "shown": shown.show(content, found, level=1),
        "section": found,
        "home": home_of(found, day),
        "steps": history(versions[versions.index(row) :], section),
        "earlier": find_section(content, order[at - 1]) if at else None,
        "later": find_section(content, order[at + 1]) if at + 1 < len(order) else None,
        "open": request.GET.get("view") == "print",
    }
    return render(request, "publish/reading/section_page.html", context)


def _asked(request: HttpRequest, slug: str, version: str) -> tuple[list[Release], Release | None, date]:
    """All versions of the norm and the one asked for, None when that is the one in force; Http404 for neither."""
    require(who(request), "release.view")
    versions = queries.versions(slug)
    row = next((known for known in versions if known.version == version), None)
    if not versions or (row is None and version != CURRENT):
        raise Http404
    return versions, row, today()


def _to_leading(versions: list[Release], day: date, section: str = "") -> HttpResponse:
    """The way from an address without version to the one that leads; when the section is not there, to the norm."""
    found = leading(versions, day)
    assert found is not None  # there are versions
    row = found[0]
    if section and find_section(content_of(row), section) is not None:
        return HttpResponseRedirect(reverse("read-section", args=[row.product_slug, row.version, section]))
    if section and not any(find_section(content_of(known), section) for known in versions):
        raise Http404
    if section:
        last = next(known for known in versions if find_section(content_of(known), section))
        return HttpResponseRedirect(reverse("read-section", args=[row.product_slug, last.version, section]))
    return HttpResponseRedirect(reverse("read-product", args=[row.product_slug, row.version]))


def _common(versions: list[Release], row: Release, section: str, day: date) -> dict[str, Any]:
    return {
        "release": row,
        "slug": row.product_slug,
        "content": content_of(row),
        "standing": release_standing(row, day),
        "withdrawal": queries.withdrawal(row),
        "foot": FOOT,
        "now": current_for(versions, row, section, day),
        "others": [known for known in versions if known.pk != row.pk],
    }
