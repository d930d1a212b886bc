"""Published releases as documents: one for the norm as that version has it, one for each of its sections."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from django.urls import reverse

from normverk.norm.blocks import words
from normverk.norm.content import NormContent, Section, all_sections
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.text import WRITTEN, Text
from normverk.norm.words import joined
from normverk.publish import queries
from normverk.publish.models import Release
from normverk.publish.search.beside import Beside, beside
from normverk.publish.search.document import SearchDocument

UNDER = "release/"


def key_of(release: Release) -> str:
    """What the keys of a release's documents begin with: its product's, so that they are renewed together."""
    return under_product(release.product_slug)


def under_product(slug: str) -> str:
    """What the keys of the documents of a product's releases begin with."""
    return f"{UNDER}{slug}/"


def release_documents(under: str) -> Iterator[SearchDocument]:
    """The documents of all releases, or of those of one product. What the keys of other sources begin with: none."""
    if not (under.startswith(UNDER) or UNDER.startswith(under)):
        return
    slug = under.removeprefix(UNDER).partition("/")[0] if under.startswith(UNDER) else ""
    rows = queries.releases()
    for row in rows.filter(product_slug=slug) if slug else rows.iterator():
        content = queries.decoded(row.digest).content
        more = beside(row.product_slug, row.version)
        found = [_product(row, content), *(_section(row, content, one) for _, one in _told(content))]
        yield from (_with(document, more) for document in found if document.key.startswith(under))


def _told(content: NormContent) -> Iterator[tuple[int, Section]]:
    """Every section once: the first that has its id."""
    seen: set[str] = set()
    for depth, section in all_sections(content.sections):
        if section.id not in seen:
            seen.add(section.id)
            yield depth, section


def _product(row: Release, content: NormContent) -> SearchDocument:
    return msgspec.structs.replace(
        _begun(row, content, "", content.title),
        ingress=content.purpose,
        body=joined((content.scope, content.target_group, content.legal_basis, *_clocks(content.pathway)), "\n"),
        codes=_codes(content.pathway),
    )


def _section(row: Release, content: NormContent, section: Section) -> SearchDocument:
    unit = section.unit
    blocks = (*section.blocks, *(unit.rationale if unit else ()), *(unit.practical if unit else ()))
    said = {language: words(blocks, language) for language in WRITTEN}
    return msgspec.structs.replace(
        _begun(row, content, section.id, section.title),
        piece=unit.kind if unit else "section",
        within=content.title,
        ingress=section.intro,
        body=Text(**{language: text for language, text in said.items() if text or language == "nb"}),
        codes=tuple(coding.code for coding in unit.codes) if unit else (),
    )


def _begun(row: Release, content: NormContent, section: str, title: Text) -> SearchDocument:
    """What a norm and its sections share."""
    page = reverse("release", args=[row.package_id, row.version])
    return SearchDocument(
        key=f"{key_of(row)}{row.package_id}/{row.version}/{section}",
        address=f"{page}#section-{section}" if section else page,
        title=title,
        kind=content.kind,
        layers=content.layers,
        themes=content.themes,
        status="withdrawn" if row.status == Release.Status.WITHDRAWN else "",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _with(document: SearchDocument, more: Beside) -> SearchDocument:
    """The document with what is told of it elsewhere: for whom its version applies, and how binding."""
    return msgspec.structs.replace(document, level=more.level, actors=more.actors, target_groups=more.target_groups)


def _clocks(pathway: PathwayDefinition | None) -> tuple[Text, ...]:
    return tuple(clock.title for clock in pathway.clocks) if pathway else ()


def _codes(pathway: PathwayDefinition | None) -> tuple[str, ...]:
    """The pathway's own code, and those of its milestones."""
    if pathway is None:
        return ()
    own = (pathway.id, *(code.code for milestone in pathway.milestones for code in milestone.codes))
    return tuple(dict.fromkeys(own))
