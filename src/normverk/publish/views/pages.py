"""Pages: the published norms, one norm, one release, and two releases side by side."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import combinations
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from normverk.base.languages import current_language
from normverk.base.policy import require
from normverk.base.requests import who
from normverk.norm.days import local_date
from normverk.norm.forms import written_forms
from normverk.publish import queries, shown
from normverk.publish.data_rules import shown_rules
from normverk.publish.forms import SearchForm
from normverk.publish.models import Release
from normverk.publish.reading.addresses import paragraph_addresses
from normverk.publish.reading.foot import FOOT
from normverk.publish.reading.parts import of_comparison, of_product
from normverk.publish.reading.shown import units
from normverk.publish.wording import section_changes

COLORS: Final = {
    "in-force": "success",
    "not-yet": "info",
    "superseded": "warning",
    "ended": "warning",
    "withdrawn": "danger",
}


def today() -> date:
    """The day it is in Norway."""
    return local_date(datetime.now(UTC))


def found(package_id: str, version: str) -> Release:
    """The release, or Http404."""
    try:
        return queries.find(package_id, version)
    except Release.DoesNotExist:
        raise Http404 from None


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """The published norms, all or those whose title holds the words sought."""
    require(who(request), "release.view")
    form = SearchForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    day = today()
    rows = [
        (product, release_standing(product.current or product.newest, day)) for product in queries.products(day, search)
    ]
    return render(request, "publish/products.html", {"form": form, "search": search, "rows": rows})


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """One norm: what is in force, for whom, and every version with its validity."""
    require(who(request), "release.view")
    versions = queries.versions(slug)
    if not versions:
        raise Http404
    day = today()
    current = queries.in_force(versions, day)
    chosen = current or versions[0]
    content = queries.decoded(chosen.digest).content
    context = {
        "slug": slug,
        "content": content,
        "current": current,
        "chosen": chosen,
        "standing": release_standing(chosen, day),
        "limits": shown.limit_groups(content.pathway, paragraph_addresses(chosen, content)),
        "withdrawal": queries.withdrawal(chosen),
        "units": units(content),
        "foot": FOOT,
        "parts": of_product(slug, chosen.version, datetime.now(UTC)),
        "forms": written_forms(content),
        "pairs": [(old, new) for new, old in combinations(versions, 2)],
        "versions": [
            (row, release_standing(row, day), _note(row), _before(row, versions), queries.withdrawal(row))
            for row in versions
        ],
    }
    return render(request, "publish/product.html", context)


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Every release held here, the latest first, with the feeds."""
    require(who(request), "release.view")
    day = today()
    rows = [(row, release_standing(row, day), _note(row), queries.withdrawal(row)) for row in queries.releases()]
    return render(request, "publish/releases.html", {"rows": rows})


@require_safe
def release(request: HttpRequest, package_id: str, version: str) -> HttpResponse:
    """One release: the short of it first, then its text, its way here, its signature and its files."""
    row = found(package_id, version)
    require(who(request), "release.view", row.policy_facts())
    package = queries.decoded(row.digest)
    siblings = queries.package_versions(package_id)
    context = {
        "release": row,
        "package": package,
        "content": package.content,
        "standing": release_standing(row, today()),
        "newest": queries.in_force(siblings, today()) or siblings[0],
        "previous": _before(row, siblings),
        "withdrawal": queries.withdrawal(row),
        "limits": shown.limit_groups(package.content.pathway, paragraph_addresses(row, package.content)),
        "data_rules": shown_rules(package.content.pathway),
        "sources": shown.all_sources(package.content),
        "stations": shown.stations(package.chain, package.manifest.hub, settings.ORIGIN),
        "files": [(name.removeprefix("package/"), size, digest) for name, size, digest in shown.file_rows(package)],
        "plans": [name.removeprefix("package/") for name in package.files if name.startswith("package/PlanDefinition")],
        "tarball": f"{row.package_id}-{row.version}.tgz",
    }
    return render(request, "publish/release.html", context)


@require_safe
def compare(request: HttpRequest, slug: str, before: str, after: str) -> HttpResponse:
    """Two versions of a norm side by side: limits, words, validity, codes, structure."""
    require(who(request), "release.view")
    by_version = {row.version: row for row in reversed(queries.versions(slug))}
    if before not in by_version or after not in by_version:
        raise Http404
    old, new = by_version[before], by_version[after]
    was, becomes = queries.decoded(old.digest).content, queries.decoded(new.digest).content
    changes = queries.changes(old, new)
    limits = shown.compare_limits(was.pathway, becomes.pathway)
    context = {
        "slug": slug,
        "old": old,
        "new": new,
        "content": becomes,
        "limits": limits,
        "changed_limits": sum(row.verdict != "same" for row in limits),
        "head": shown.head_changes(was, becomes, current_language()),
        "sections": section_changes(was, becomes, current_language()),
        "side_by_side": request.GET.get("view") == "side",
        "units": shown.unit_changes(changes),
        "codes": shown.grouped(changes, ("milestone",)),
        "structure": shown.grouped(changes, ("clock", "derivation", "source")),
        "changes": changes,
        "note": queries.decoded(new.digest).change_note,
        "parts": of_comparison(slug, before, after, datetime.now(UTC)),
    }
    return render(request, "publish/compare.html", context)


def release_standing(row: Release, day: date) -> dict[str, str]:
    """How a release stands on a day: its name, the key of the words for it, and a colour."""
    name = queries.standing(row, day)
    return {"name": name, "key": f"release.standing.{name}", "color": COLORS[name]}


def _note(row: Release) -> object:
    return queries.decoded(row.digest).change_note


def _before(row: Release, versions: list[Release]) -> Release | None:
    """The version that `row` replaced, or the one below it."""
    siblings = [other for other in versions if other.package_id == row.package_id]
    named = next((other for other in siblings if other.version == row.manifest["previous"]), None)
    return named or next(iter(siblings[siblings.index(row) + 1 :]), None)
