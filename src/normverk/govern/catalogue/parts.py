"""The parts in which a draft is edited, as data: the form of each, what it shows, and how it changes the content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import msgspec

from normverk.govern.catalogue.editing import (
    add_section,
    dated,
    free_id,
    put_pico,
    put_reference,
    replace_limits,
    replace_section,
)
from normverk.govern.catalogue.forms import (
    HEAD_TEXTS,
    HeadForm,
    PartForm,
    PathwayForm,
    ValidityForm,
)
from normverk.govern.catalogue.limits_form import LimitsForm, limits_initial
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.reference_forms import PicoForm, ReferenceForm, pico_initial, reference_initial
from normverk.govern.catalogue.section_forms import SectionForm, UnitForm, blocks_initial, unit_initial
from normverk.norm.content import NormContent, Section, find_section
from normverk.norm.places import place as address_of
from normverk.norm.references import Reference
from normverk.norm.text import LANGUAGES, Text
from normverk.norm.units import Pico

NEW: Final = "new"


@dataclass(frozen=True)
class Place:
    """Which part of an edition is edited, and on which day. `section` is the id of a section or a reference, or of a
    clock or a data rule of the pathway, or «new», or empty for other parts; `item` the id of a question of the section, or
    of a delay rule or a branch of the clock, or «new»."""

    edition: Edition
    content: NormContent
    today: date
    section: str = ""
    item: str = ""


@dataclass(frozen=True)
class Changed:
    """What a form makes of the draft: arguments for save_draft."""

    content: NormContent
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One part: whether an edition has it, its form, what the form shows at first, and what a filled form changes.

    `depth` is how many ids stand behind the part's name in its address. `fresh` is the place of a new one, for words whose
    own place somebody has taken away meanwhile; nothing where they have no such place. `findings` is the address by ids
    below which the norm check speaks of this part: empty for everything, None where it does not speak of it. `name` is
    what this one is called, and `back` the route of the page that the writer came from.
    """

    there: Callable[[Place], bool]
    form: Callable[[Place, Mapping[str, Any]], PartForm]
    initial: Callable[[Place], Mapping[str, Any]]
    apply: Callable[[Place, Any], Changed]
    depth: int = 0
    fresh: Callable[[Place], Place | None] = lambda place: None
    findings: Callable[[Place], str | None] = lambda place: None if place.section else ""
    name: Callable[[Place], str] = lambda place: ""
    back: str = "edition"


def with_validity(place: Place, content: NormContent) -> Changed:
    """A change of the content alone: the edition keeps its days."""
    return Changed(content, {"valid_from": place.edition.valid_from, "valid_to": place.edition.valid_to})


def _head_initial(place: Place) -> Mapping[str, Any]:
    texts = {name: getattr(place.content, name) for name in HEAD_TEXTS if name != "change_note"}
    texts["change_note"] = place.edition.change_note_text
    several = {name: "\n".join(getattr(place.content, name)) for name in ("contributors", "themes")}
    return {"owner": place.content.owner, "layers": list(place.content.layers), **several, **_fields_of(texts)}


def _head_apply(place: Place, form: HeadForm) -> Changed:
    texts = {name: form.text(name, getattr(place.content, name)) for name in HEAD_TEXTS if name != "change_note"}
    several = {name: form.lines(name) for name in ("contributors", "themes")}
    layers = tuple(form.cleaned_data["layers"])
    content = msgspec.structs.replace(
        place.content, owner=form.cleaned_data["owner"], layers=layers, **several, **texts
    )
    if content.pathway is not None:
        content = msgspec.structs.replace(
            content, pathway=msgspec.structs.replace(content.pathway, title=content.title)
        )
    changed = with_validity(place, content)
    return Changed(
        changed.content, {**changed.arguments, "change_note": form.text("change_note", place.edition.change_note_text)}
    )


def _validity_initial(place: Place) -> Mapping[str, Any]:
    return {"valid_from": place.edition.valid_from, "valid_to": place.edition.valid_to}


def _validity_apply(place: Place, form: ValidityForm) -> Changed:
    days = {"valid_from": form.cleaned_data["valid_from"], "valid_to": form.cleaned_data["valid_to"]}
    content = place.content
    if content.pathway is not None:
        content = msgspec.structs.replace(content, pathway=msgspec.structs.replace(content.pathway, **days))
    return Changed(content, days)


def _section_there(place: Place) -> bool:
    return place.section == NEW or find_section(place.content, place.section) is not None


def _in_section(place: Place) -> str | None:
    return None if place.section == NEW else address_of("sections", place.section)


def _section_initial(place: Place) -> Mapping[str, Any]:
    section = find_section(place.content, place.section)
    if section is None:
        return {}
    return {**_fields_of({"title": section.title, "intro": section.intro}), **blocks_initial("body", section.blocks)}


def _section_apply(place: Place, form: SectionForm) -> Changed:
    section = find_section(place.content, place.section)
    if section is not None and form.cleaned_data["remove"]:
        return with_validity(place, replace_section(place.content, section.id, None))
    content = place.content
    if section is None:
        content = add_section(content, form.text("title"), ())
        section = content.sections[-1]
    texts = {name: form.text(name, getattr(section, name)) for name in ("title", "intro")}
    return _with_section(place, content, section, form, blocks=form.held["body"], **texts)


def _with_section(place: Place, content: NormContent, section: Section, form: Any, **changed: Any) -> Changed:
    professional = form.cleaned_data["change"] == "professional"
    after = msgspec.structs.replace(section, **changed)
    before = section if find_section(place.content, section.id) else None
    new = dated(before, after, professional=professional, today=place.today)
    return with_validity(place, replace_section(content, section.id, new))


def _section(place: Place) -> Section:
    section = find_section(place.content, place.section)
    assert section is not None
    return section


def _unit_apply(place: Place, form: UnitForm) -> Changed:
    section = _section(place)
    references = tuple(form.cleaned_data.get("references", section.references))
    unit = form.unit(section.unit)
    if section.unit is not None and unit is not None and unit.kind == section.unit.kind:
        unit = msgspec.structs.replace(unit, picos=section.unit.picos)
    return _with_section(place, place.content, section, form, unit=unit, references=references)


def _pico(place: Place) -> Pico | None:
    unit = _section(place).unit
    return next((pico for pico in unit.picos if pico.id == place.item), None) if unit else None


def _pico_there(place: Place) -> bool:
    section = find_section(place.content, place.section)
    if section is None or section.unit is None:
        return False
    return place.item == NEW or _pico(place) is not None


def _pico_apply(place: Place, form: PicoForm) -> Changed:
    section, before = _section(place), _pico(place)
    assert section.unit is not None
    id = before.id if before else free_id("pico", (pico.id for pico in section.unit.picos))
    new = None if form.cleaned_data.get("remove") else form.pico(id, before)
    return _with_section(place, place.content, section, form, unit=put_pico(section.unit, id, new))


def _reference(place: Place) -> Reference | None:
    return next((one for one in place.content.references if one.id == place.section), None)


def _reference_apply(place: Place, form: ReferenceForm) -> Changed:
    before = _reference(place)
    data = form.cleaned_data
    named = f"{(data['authors'] or data['title']).split(',')[0]} {data['year']}"
    id = before.id if before else free_id(named, (one.id for one in place.content.references))
    new = None if data.get("remove") else form.reference(id, before)
    return with_validity(place, put_reference(place.content, id, new))


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
        lambda place, form: with_validity(place, replace_limits(place.content, form.limits())),
    ),
    "pathway": Part(
        lambda place: place.content.kind in {"pathway", "pathway-general"},
        lambda place, data: PathwayForm(**data),
        _pathway_initial,
        lambda place, form: Changed(msgspec.structs.replace(place.content, pathway=form.definition), {}),
    ),
    "section": Part(
        _section_there,
        lambda place, data: SectionForm(section=find_section(place.content, place.section), **data),
        _section_initial,
        _section_apply,
        depth=1,
        fresh=lambda place: replace(place, section=NEW),
        findings=_in_section,
    ),
    "unit": Part(
        lambda place: find_section(place.content, place.section) is not None,
        lambda place, data: UnitForm(section=_section(place), content=place.content, **data),
        lambda place: unit_initial(_section(place)),
        _unit_apply,
        depth=1,
        findings=_in_section,
    ),
    "pico": Part(
        _pico_there,
        lambda place, data: PicoForm(pico=_pico(place), **data),
        lambda place: pico_initial(_pico(place)),
        _pico_apply,
        depth=2,
        findings=_in_section,
    ),
    "reference": Part(
        lambda place: place.section == NEW or _reference(place) is not None,
        lambda place, data: ReferenceForm(fresh=_reference(place) is None, **data),
        lambda place: reference_initial(_reference(place)),
        _reference_apply,
        depth=1,
    ),
}
"""The name of each part in addresses, and how it is edited."""
