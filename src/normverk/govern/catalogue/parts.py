"""The parts in which a draft is edited, as data: the form of each, what it shows, and how it changes the content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from normverk.govern.catalogue.editing import (
    add_section,
    blocks_to_text,
    replace_limits,
    replace_section,
)
from normverk.govern.catalogue.forms import (
    HEAD_TEXTS,
    HeadForm,
    LimitsForm,
    PartForm,
    PathwayForm,
    SectionForm,
    ValidityForm,
    limits_initial,
)
from normverk.govern.catalogue.models import Edition
from normverk.norm.content import NormContent, find_section
from normverk.norm.text import LANGUAGES, Text

NEW_SECTION: Final = "new"


@dataclass(frozen=True)
class Place:
    """Which part of an edition is edited. `section` is a section's id, or «new», or empty for other parts."""

    edition: Edition
    content: NormContent
    section: str = ""


@dataclass(frozen=True)
class Changed:
    """What a form makes of the draft: arguments for save_draft."""

    content: NormContent
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One part: whether an edition has it, its form, what the form shows at first, and what a filled form changes."""

    there: Callable[[Place], bool]
    form: Callable[[Place, Mapping[str, Any]], PartForm]
    initial: Callable[[Place], Mapping[str, Any]]
    apply: Callable[[Place, Any], Changed]


def _with_validity(place: Place, content: NormContent) -> Changed:
    return Changed(content, {"valid_from": place.edition.valid_from, "valid_to": place.edition.valid_to})


def _head_initial(place: Place) -> Mapping[str, Any]:
    texts = {name: getattr(place.content, name) for name in HEAD_TEXTS if name != "change_note"}
    texts["change_note"] = place.edition.change_note_text
    return {"owner": place.content.owner, **_fields_of(texts)}


def _head_apply(place: Place, form: HeadForm) -> Changed:
    texts = {name: form.text(name) for name in HEAD_TEXTS if name != "change_note"}
    content = msgspec.structs.replace(place.content, owner=form.cleaned_data["owner"], **texts)
    if content.pathway is not None:
        content = msgspec.structs.replace(
            content, pathway=msgspec.structs.replace(content.pathway, title=content.title)
        )
    changed = _with_validity(place, content)
    return Changed(changed.content, {**changed.arguments, "change_note": form.text("change_note")})


def _validity_initial(place: Place) -> Mapping[str, Any]:
    return {"valid_from": place.edition.valid_from, "valid_to": place.edition.valid_to}


def _validity_apply(place: Place, form: ValidityForm) -> Changed:
    days = {"valid_from": form.cleaned_data["valid_from"], "valid_to": form.cleaned_data["valid_to"]}
    content = place.content
    if content.pathway is not None:
        content = msgspec.structs.replace(content, pathway=msgspec.structs.replace(content.pathway, **days))
    return Changed(content, days)


def _section_there(place: Place) -> bool:
    return place.section == NEW_SECTION or find_section(place.content, place.section) is not None


def _section_initial(place: Place) -> Mapping[str, Any]:
    section = find_section(place.content, place.section)
    if section is None:
        return {}
    body = {f"body_{language}": blocks_to_text(section.blocks, language) for language in LANGUAGES}
    return {**_fields_of({"title": section.title}), **body}


def _section_apply(place: Place, form: SectionForm) -> Changed:
    title, section = form.text("title"), find_section(place.content, place.section)
    if section is None:
        return _with_validity(place, add_section(place.content, title, form.blocks))
    new = None if form.cleaned_data["remove"] else msgspec.structs.replace(section, title=title, blocks=form.blocks)
    return _with_validity(place, replace_section(place.content, section.id, new))


def _pathway_initial(place: Place) -> Mapping[str, Any]:
    if place.content.pathway is None:
        return {}
    return {"pathway": msgspec.json.format(msgspec.json.encode(place.content.pathway), indent=2).decode()}


def _fields_of(texts: Mapping[str, Text]) -> dict[str, str]:
    return {f"{name}_{language}": getattr(text, language) for name, text in texts.items() for language in LANGUAGES}


PARTS: Final[Mapping[str, Part]] = {
    "head": Part(lambda place: True, lambda place, data: HeadForm(**data), _head_initial, _head_apply),
    "validity": Part(lambda place: True, lambda place, data: ValidityForm(**data), _validity_initial, _validity_apply),
    "limits": Part(
        lambda place: place.content.pathway is not None,
        lambda place, data: LimitsForm(content=place.content, **data),
        lambda place: limits_initial(place.content),
        lambda place, form: _with_validity(place, replace_limits(place.content, form.limits())),
    ),
    "pathway": Part(
        lambda place: place.content.kind == "pathway",
        lambda place, data: PathwayForm(**data),
        _pathway_initial,
        lambda place, form: Changed(msgspec.structs.replace(place.content, pathway=form.definition), {}),
    ),
    "section": Part(_section_there, lambda place, data: SectionForm(**data), _section_initial, _section_apply),
}
"""The name of each part in addresses, and how it is edited."""
