"""Where a section of a published norm is read, and the paragraph that states a limit."""

from __future__ import annotations

from django.urls import reverse

from normverk.norm.content import NormContent, Section, stating
from normverk.publish.models import Release


def section_address(slug: str, version: str, section_id: str) -> str:
    """The address of a section in one version; it never comes to mean something else."""
    return reverse("read-section", args=[slug, version, section_id])


def paragraph_of(release: Release, content: NormContent, clock_id: str) -> tuple[Section, str] | None:
    """The section that states a clock's limits in words, with its address; None when none does."""
    section = stating(content, clock_id)
    return (section, section_address(release.product_slug, release.version, section.id)) if section else None


def paragraph_addresses(release: Release, content: NormContent) -> dict[str, str]:
    """The addresses of the paragraphs that state limits, by the id of the clock."""
    clocks = content.pathway.clocks if content.pathway else ()
    found = {clock.id: paragraph_of(release, content, clock.id) for clock in clocks}
    return {clock: paragraph[1] for clock, paragraph in found.items() if paragraph}
