"""A section that stands in several publications: written at home, and standing elsewhere as it was when taken over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from normverk.govern.catalogue.editing import free_id, replace_section
from normverk.govern.catalogue.models import Edition
from normverk.norm.content import NormContent, Origin, Section, all_sections, digest, find_section
from normverk.norm.references import Reference


@dataclass(frozen=True)
class Borrowed:
    """A section that belongs to another product: as it stands here, and at home now (None: it is gone there)."""

    here: Section
    home: Section | None

    @property
    def changed(self) -> bool:
        """True when home says something else than when it was taken over."""
        return self.home is None or section_digest(self.home) != _origin(self.here).digest


def section_digest(section: Section) -> str:
    """The content address of a section and all in it, wherever it stands."""
    return digest(msgspec.structs.replace(section, origin=None))


def published(slug: str) -> NormContent | None:
    """What the product's edition in force says; None when none is published."""
    rows = Edition.objects.select_related("revision").filter(product__slug=slug, state="published")
    edition = rows.order_by("-published_at").first()
    return edition.revision.read() if edition else None


def lendable(but: str) -> Iterator[tuple[str, NormContent, Section]]:
    """Every section of every other product's published edition: name of the product, its content, the section."""
    rows = Edition.objects.select_related("product", "revision").filter(state="published").exclude(product__slug=but)
    for edition in rows.order_by("product__slug"):
        content = edition.revision.read()
        for _, section in all_sections(content.sections):
            if section.origin is None:
                yield edition.product.slug, content, section


def borrowed(content: NormContent) -> tuple[Borrowed, ...]:
    """The sections of a content that belong elsewhere, each beside what its home says now."""
    found = []
    for _, section in all_sections(content.sections):
        if section.origin is not None:
            home = published(section.origin.product)
            found.append(Borrowed(section, find_section(home, section.origin.section) if home else None))
    return tuple(found)


def altered(before: NormContent, after: NormContent) -> tuple[str, ...]:
    """The ids of borrowed sections that say something else after a change, and were not taken over anew in it."""
    was = {section.id: section for _, section in all_sections(before.sections)}
    return tuple(
        section.id
        for _, section in all_sections(after.sections)
        if section.origin is not None
        and section.id in was
        and was[section.id].origin == section.origin
        and was[section.id] != section
    )


def borrow(content: NormContent, slug: str, home: NormContent, section: Section) -> NormContent:
    """The content with a section of another product at its end, and the references it points at.

    Ids that are taken here get a number; the digest is of the section as it stands at home.
    """
    taken = {one.id for _, one in all_sections(content.sections)}
    references = {one.id: one for one in content.references}
    renamed: dict[str, str] = {}
    for reference in home.references:
        renamed[reference.id] = _put(references, reference)

    def fresh(one: Section) -> Section:
        id = one.id if one.id not in taken else free_id(one.id, taken)
        taken.add(id)
        pointing = tuple(renamed.get(reference, reference) for reference in one.references)
        inside = tuple(fresh(inner) for inner in one.sections)
        return msgspec.structs.replace(one, id=id, references=pointing, sections=inside, origin=None)

    made = fresh(section)
    used = {reference for _, one in all_sections((made,)) for reference in one.references}
    kept = tuple(one for id, one in references.items() if id in used or any(id == old.id for old in content.references))
    made = msgspec.structs.replace(made, origin=Origin(slug, section.id, section_digest(section)))
    return msgspec.structs.replace(content, sections=(*content.sections, made), references=kept)


def take_over(content: NormContent, section_id: str) -> NormContent:
    """The content with a borrowed section as its home has it now, in its place; KeyError when home has it no more."""
    here = find_section(content, section_id)
    home = published(here.origin.product) if here and here.origin else None
    there = find_section(home, _origin(here).section) if home and here else None
    if here is None or home is None or there is None:
        raise KeyError(section_id)
    anew = borrow(replace_section(content, section_id, None), _origin(here).product, home, there)
    made = anew.sections[-1]
    if find_section(anew, section_id) is None:
        made = msgspec.structs.replace(made, id=section_id)
    return msgspec.structs.replace(replace_section(content, section_id, made), references=anew.references)


def cut_loose(content: NormContent, section_id: str) -> NormContent:
    """The content with a borrowed section made its own, to be written here from now on; KeyError when it is none."""
    here = find_section(content, section_id)
    if here is None or here.origin is None:
        raise KeyError(section_id)
    return replace_section(content, section_id, msgspec.structs.replace(here, origin=None))


def _origin(section: Section) -> Origin:
    assert section.origin is not None
    return section.origin


def _put(references: dict[str, Reference], wanted: Reference) -> str:
    """The id under which a reference stands here; another work under the same id makes it get a number."""
    known = references.get(wanted.id)
    if known == wanted:
        return wanted.id
    id = wanted.id if known is None else free_id(wanted.id, references)
    references[id] = msgspec.structs.replace(wanted, id=id)
    return id
