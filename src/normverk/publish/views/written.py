"""A norm as a printed sheet, two of its languages side by side, and how much there is in each written form."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from normverk.base.languages import current_language
from normverk.base.policy import require
from normverk.base.requests import who
from normverk.norm.content import NormContent
from normverk.norm.forms import norwegian_share, written_forms
from normverk.norm.text import LANGUAGES, WRITTEN
from normverk.publish import queries
from normverk.publish.models import Release
from normverk.publish.pdf.printing import printed
from normverk.publish.pdf.sheets import sheet
from normverk.publish.reading.editions import content_of, leading
from normverk.publish.reading.languages import side_by_side
from normverk.publish.views.pages import release_standing, today


@require_safe
def paper(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """One version as PDF/UA-1, in the language asked for (`?language=nn`) or the reader's own."""
    require(who(request), "release.view")
    row = _version(slug, version)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else current_language()
    data = sheet(
        content_of(row),
        version=row.version,
        digest=row.digest,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        standing=release_standing(row, today())["key"],
        language=language,
    )
    answer = HttpResponse(printed(data, settings.DATA / "pdf"), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{slug}-{row.version}-{language}.pdf"'
    return answer


@require_safe
def languages(request: HttpRequest, slug: str, version: str, first: str, second: str) -> HttpResponse:
    """Two languages of one version side by side, with what is missing in either."""
    require(who(request), "release.view")
    row = _version(slug, version)
    if first not in WRITTEN or second not in WRITTEN or first == second:
        raise Http404
    content = content_of(row)
    there = [form.language for form in written_forms(content)]
    rows = side_by_side(content, first, second, _history(slug, row))
    context = {
        "release": row,
        "slug": slug,
        "content": content,
        "first": first,
        "second": second,
        "rows": rows,
        "missing": sum(row.missing for row in rows),
        "older": sum(bool(row.older) for row in rows),
        "pairs": [(one, other) for number, one in enumerate(there) for other in there[number + 1 :]],
    }
    return render(request, "publish/reading/languages.html", context)


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    """The share of each written form in everything that is published here, norm by norm and in all."""
    require(who(request), "release.view")
    day = today()
    rows, words = [], Counter[str]()
    for product in queries.products(day):
        found = leading(queries.versions(product.slug), day)
        if found is None or found[0].status == Release.Status.WITHDRAWN:
            continue
        counted = {form.language: form.words for form in written_forms(content_of(found[0]))}
        words.update(counted)
        rows.append((product, counted, norwegian_share(counted)))
    written = [language for language in WRITTEN if words[language]]
    context = {
        "rows": [(product, _cells(counted, written), share) for product, counted, share in rows],
        "written": written,
        "all": _cells(words, written),
        "share": norwegian_share(words),
    }
    return render(request, "publish/reading/all_forms.html", context)


def _cells(words: dict[str, int], written: list[str]) -> list[tuple[str, int]]:
    return [(language, words.get(language, 0)) for language in written]


def _history(slug: str, shown: Release) -> tuple[tuple[date, NormContent], ...]:
    """What the product's versions have said up to the one that is shown, oldest first, from the day each was valid."""
    rows = queries.versions(slug)
    upto = rows[[row.pk for row in rows].index(shown.pk) :]
    return tuple((row.valid_from, content_of(row)) for row in reversed(upto))


def _version(slug: str, version: str) -> Release:
    found = next((row for row in queries.versions(slug) if row.version == version), None)
    if found is None:
        raise Http404
    return found
