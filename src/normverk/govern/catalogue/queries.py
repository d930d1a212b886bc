"""Every read of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec
from django.db.models import QuerySet

from normverk.base.events.models import Event
from normverk.base.events.queries import history
from normverk.base.languages import say
from normverk.govern.catalogue.models import Edition, Product, Revision
from normverk.govern.catalogue.standing import standing_of
from normverk.norm.content import NormContent, Section
from normverk.norm.days import local_date
from normverk.norm.diff import Change, diff
from normverk.norm.lint import LintFinding, lint
from normverk.norm.pathway import Branch, Clock
from normverk.publish.known_lists import known_lists


@dataclass(frozen=True)
class LimitRow:
    """One line of the table of limits: a clock and one of its branches."""

    clock: Clock
    branch: Branch

    @property
    def unit_words(self) -> str:
        """The unit of the limit in the reader's language; empty when there is no limit."""
        return say(f"catalogue.unit.{self.branch.limit.unit}") if self.branch.limit else ""


def find_product(slug: str) -> Product | None:
    """The product with this name, or None."""
    return Product.objects.filter(slug=slug).first()


def products() -> QuerySet[Product]:
    """All products by name."""
    return Product.objects.order_by("slug")


def find_edition(slug: str, number: str) -> Edition | None:
    """The edition of a product with this number, or None."""
    return Edition.objects.select_related("product", "revision").filter(product__slug=slug, number=number).first()


def editions_of(product: Product) -> tuple[Edition, ...]:
    """A product's editions, newest number first."""
    rows = Edition.objects.select_related("product", "revision").filter(product=product)
    return tuple(sorted(rows, key=lambda edition: number_key(edition.number), reverse=True))


def previous_edition(edition: Edition) -> Edition | None:
    """The edition before this one by number, leaving out what was never carried through."""
    for other in editions_of(edition.product):
        if number_key(other.number) < number_key(edition.number) and other.state != "discarded":
            return other
    return None


def next_number(product: Product) -> str:
    """The number of a product's next edition: the next whole one."""
    newest = next(iter(editions_of(product)), None)
    return f"{number_key(newest.number)[0] + 1}.0.0" if newest else "1.0.0"


def number_key(number: str) -> tuple[int, ...]:
    """An edition number as numbers, for ordering: 2.10.0 comes after 2.9.0."""
    return tuple(int(part) if part.isdecimal() else 0 for part in number.split("-", maxsplit=1)[0].split("."))


def changes_since(before: Edition, edition: Edition) -> tuple[Change, ...]:
    """What the edition changes in an earlier one."""
    return diff(before.revision.read(), edition.revision.read())


def lint_of(edition: Edition) -> tuple[LintFinding, ...]:
    """What the norm check says about an edition, seen together with the product's other editions."""
    others = tuple(
        _as_it_will_stand(other, edition)
        for other in editions_of(edition.product)
        if other.pk != edition.pk and other.state not in {"discarded", "withdrawn", "draft", "review"}
    )
    return lint(
        edition.revision.read(), others=others, lookup=standing_of, lists=known_lists(), history=said_so_far(edition)
    )


def said_so_far(edition: Edition) -> tuple[tuple[date, NormContent], ...]:
    """What the edition and those it was written from have said, oldest first, with the day each revision was written.

    Equal content is one row, so a text that was taken back to an earlier wording ends the way where it began.
    """
    way: list[Revision] = []
    seen: set[str] = set()
    row: Revision | None = edition.revision
    while row is not None and row.pk not in seen:
        seen.add(row.pk)
        way.append(row)
        row = row.parent
    return tuple((local_date(row.created_at), row.read()) for row in reversed(way))


def _as_it_will_stand(other: Edition, edition: Edition) -> NormContent:
    """Another edition's content with the last day it has, or gets when `edition` is published and takes over."""
    content = other.revision.read()
    if content.pathway is None:
        return content
    last = other.valid_to
    if last is None and edition.valid_from is not None and content.pathway.valid_from < edition.valid_from:
        last = edition.valid_from - timedelta(days=1)
    return msgspec.structs.replace(content, pathway=msgspec.structs.replace(content.pathway, valid_to=last))


def limit_rows(content: NormContent) -> Iterator[LimitRow]:
    """The limits of a pathway, clock by clock and branch by branch; nothing for other kinds."""
    for clock in content.pathway.clocks if content.pathway else ():
        for branch in clock.branches:
            yield LimitRow(clock, branch)


def all_sections(content: NormContent) -> Iterator[Section]:
    """Every section of the tree, each before those within it."""
    waiting = list(content.sections)
    while waiting:
        section = waiting.pop(0)
        yield section
        waiting[:0] = section.sections


def edition_history(edition: Edition) -> QuerySet[Event]:
    """What has happened to an edition, oldest first."""
    return history(f"edition/{edition.ref}")
