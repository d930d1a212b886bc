"""For whom the versions of our own products apply, for the pages where publish shows and compares them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from normverk.govern.applicability.models import CataloguedNorm
from normverk.govern.applicability.queries import known_rows, norms_by_key
from normverk.govern.applicability.shown import Line
from normverk.norm.applicability import Applicability, phase_on
from normverk.norm.applicability_changes import RowChange, row_changes
from normverk.norm.days import local_date
from normverk.publish.reading.parts import Part

STYLESHEET = "applicability/applicability.css"


@dataclass(frozen=True)
class ChangeShown:
    """One row of the comparison: what changed, and each version's line, None where it has none."""

    change: RowChange
    before: Line | None
    after: Line | None

    @property
    def whom(self) -> Line:
        """The line that names the actor and the action: both lines name the same."""
        found = self.after or self.before
        assert found is not None  # a change has a row on one side at least
        return found


def of_version(slug: str, version: str, now: datetime) -> Part | None:
    """For whom a version of a product applies, as known now; None when the catalogue says nothing of it."""
    norms = _norms(slug)
    lines = [_line(row, norms, now) for row in _rows(norms, version, now)]
    return Part("applicability/of_product.html", {"lines": lines, "version": version}, STYLESHEET) if lines else None


def of_two_versions(slug: str, before: str, after: str, now: datetime) -> Part | None:
    """For whom each of two versions of a product applies and what differs; None when the catalogue says nothing."""
    norms = _norms(slug)
    shown = [
        ChangeShown(
            change,
            _line(change.before, norms, now) if change.before else None,
            _line(change.after, norms, now) if change.after else None,
        )
        for change in row_changes(_rows(norms, before, now), _rows(norms, after, now))
    ]
    if not shown:
        return None
    changed = sum(one.change.verdict != "same" for one in shown)
    told = {"rows": shown, "before": before, "after": after, "changed": changed}
    return Part("applicability/of_comparison.html", told, STYLESHEET)


def _norms(slug: str) -> dict[str, CataloguedNorm]:
    return norms_by_key(CataloguedNorm.objects.filter(product_slug=slug).values_list("key", flat=True))


def _rows(norms: dict[str, CataloguedNorm], version: str, now: datetime) -> tuple[Applicability, ...]:
    # A version without a label is the norm as such: what is said of it is said of every version.
    wanted = Q(version__norm_id__in=list(norms), version__label__in=(version, ""))
    return known_rows(now, wanted=wanted) if norms else ()


def _line(row: Applicability, norms: dict[str, CataloguedNorm], now: datetime) -> Line:
    return Line(row, norms[row.norm], phase_on(row, local_date(now)))
