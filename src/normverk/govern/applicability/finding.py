"""The norms of the catalogue for search: a document for each, and for whom the releases of our own products are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.urls import reverse

from normverk.govern.applicability.kinds import actor_kinds
from normverk.govern.applicability.models import ApplicabilityRow, CataloguedNorm
from normverk.norm.applicability import Applicability
from normverk.norm.text import Text
from normverk.publish.search.beside import Beside
from normverk.publish.search.document import SearchDocument

UNDER: Final = "catalogued-norm/"


def key_of(norm: str) -> str:
    """What the key of a norm's document is."""
    return f"{UNDER}{norm}/"


def norm_documents(under: str) -> Iterator[SearchDocument]:
    """The documents of all norms, or of one. What the keys of other sources begin with: none."""
    if not (under.startswith(UNDER) or UNDER.startswith(under)):
        return
    key = under.removeprefix(UNDER).partition("/")[0] if under.startswith(UNDER) else ""
    norms = CataloguedNorm.objects.prefetch_related("versions__rows")
    for norm in norms.filter(pk=key) if key else norms.order_by("pk"):
        found = _document(norm)
        if found.key.startswith(under):
            yield found


def _document(norm: CataloguedNorm) -> SearchDocument:
    versions = list(norm.versions.all())
    rows = [row.value() for version in versions for row in version.rows.all() if row.recorded_to is None]
    first, last = _days(rows)
    labels = " ".join(version.label for version in versions if version.label)
    return SearchDocument(
        key=key_of(norm.key),
        address=reverse("applies-norm", args=[norm.key]),
        kind=norm.kind,
        piece="catalogued",
        title=norm.title_text,
        body=Text(nb=" ".join(filter(None, (norm.description, labels, norm.publisher)))),
        level=_highest(rows),
        themes=(norm.theme,) if norm.theme else (),
        actors=_actors(rows),
        valid_from=first,
        valid_to=last,
        numbers=tuple(dict.fromkeys(filter(None, (norm.number, *(version.number for version in versions))))),
    )


def of_release(slug: str, version: str) -> Beside | None:
    """How binding a version of our own product is at the most, and for whom; None when the catalogue says nothing.

    As with the norms' own documents all that is known now counts, also what is yet to begin. A row of the norm without
    version counts for every version. The kinds of actor are its target groups, by their names.
    """
    held = ApplicabilityRow.objects.filter(
        version__norm__product_slug=slug, version__label__in=(version, ""), recorded_to__isnull=True
    )
    rows = [row.value() for row in held.select_related("version").order_by("actor", "pk")]
    if not rows:
        return None
    kinds = actor_kinds()
    groups = tuple(kinds[actor].name.nb if actor in kinds else actor for actor in _actors(rows))
    return Beside(_highest(rows), _actors(rows), groups)


def _highest(rows: list[Applicability]) -> str:
    levels = [row.level for row in rows if row.level is not None]
    return str(max(levels, key=lambda level: level.rank)) if levels else ""


def _actors(rows: list[Applicability]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.actor for row in rows if row.actor is not None))


def _days(rows: list[Applicability]) -> tuple[date | None, date | None]:
    """The first day of all rows and the last; None where one row has no such day, or there is no row."""
    begins = [row.valid_from for row in rows]
    ends = [row.valid_to for row in rows]
    first = None if None in begins else min((day for day in begins if day is not None), default=None)
    last = None if None in ends else max((day for day in ends if day is not None), default=None)
    return first, last
