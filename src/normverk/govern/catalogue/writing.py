"""What the pages of writing show: what is written as it will look, findings beside it, and two texts merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from normverk.base.languages import current_language, say
from normverk.govern.catalogue.forms import PartForm
from normverk.govern.catalogue.models import Revision
from normverk.govern.catalogue.parts import Part, Place
from normverk.govern.catalogue.queries import said_so_far
from normverk.govern.catalogue.section_forms import BlocksForm, written_in
from normverk.govern.catalogue.standing import standing_of
from normverk.norm.blocks import words
from normverk.norm.content import NormContent
from normverk.norm.finding import LintFinding
from normverk.norm.html import to_html
from normverk.norm.kinds import missing_fields
from normverk.norm.lint import lint
from normverk.norm.merge import merge
from normverk.norm.out_of_step import Dated
from normverk.norm.references import apa
from normverk.norm.text import LANGUAGES
from normverk.publish.known_lists import known_lists

NOT_MERGED = frozenset({"begun_from", "reason", "change", "remove", "confirm", "unusual"})
_LOOK = {"p": "ds-paragraph", "ul": "ds-list nv-prose", "ol": "ds-list nv-prose", "table": "ds-table"}


@dataclass(frozen=True)
class Shown:
    """One text of a form as it will look in one language."""

    label: str
    language: str
    html: SafeString


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else has changed meanwhile: how it was, what they wrote, and what this writer wrote."""

    label: str
    base: str
    theirs: str
    mine: str


def preview(form: PartForm, content: NormContent, place: Place) -> tuple[Shown, ...]:
    """What a valid form says, as a reader will see it, in every language it says something in."""
    shown: list[Shown] = []
    if isinstance(form, BlocksForm):
        for name, blocks in form.held.items():
            for language in written_in(blocks):
                if words(blocks, language):
                    html = to_html(blocks, language, top=4, classes=_LOOK, strict=True, pictures=False)
                    label = f"{_label(name)} ({say(f'catalogue.language.{language}')})"
                    shown.append(Shown(label, language, mark_safe(html)))  # noqa: S308  (escaped there)
    elif "authors" in form.fields:
        known = {reference.id for reference in place.content.references}
        shown += [
            Shown(say("catalogue.reference.apa"), current_language(), format_html("<p>{}</p>", apa(reference)))
            for reference in content.references
            if reference.id == place.section or reference.id not in known
        ]
    for sentence in form.sentences():
        for language in LANGUAGES:
            words_there = format_html("<p>{}</p>", sentence.in_language(language))
            shown.append(Shown(say(f"catalogue.language.{language}"), language, words_there))
    return tuple(shown)


def _label(name: str) -> str:
    keys = {"body": "catalogue.section.body", "summary": "catalogue.pico.summary"}
    return say(keys.get(name, f"catalogue.unit-text.{name}"))


def findings_beside(content: NormContent, place: Place, part: Part) -> tuple[LintFinding, ...]:
    """What the norm check says of the part that is written; of everything, where the part is the whole norm's."""
    begins = part.findings(place)
    if begins is None:
        return ()
    found = lint(content, lookup=standing_of, lists=known_lists(), history=_history(content, place))
    return tuple(finding for finding in found if not begins or f"{finding.place}/".startswith(f"{begins}/"))


def _history(content: NormContent, place: Place) -> tuple[Dated, ...]:
    """What the edition has said so far, and what is being written now as of today."""
    said = said_so_far(place.edition)
    return said if said[-1][1] == content else (*said, (place.today, content))


def missing_words(content: NormContent) -> tuple[str, ...]:
    """What the kind requires and the content does not state, in the reader's words."""
    return tuple(say(f"catalogue.head.{name}") for name in missing_fields(content))


def merged_data(part: Part, place: Place, begun_from: str, data: QueryDict) -> tuple[QueryDict, tuple[Conflict, ...]]:
    """The fields with what both have written, and those in which the two differ."""
    base = _initial_of(part, place, begun_from)
    theirs = part.initial(place)
    form = part.form(place, {"data": data})
    merged, conflicts = data.copy(), []
    for name, field in form.fields.items():
        if name in NOT_MERGED:
            continue
        was, other = (_listed(source.get(name)) for source in (base, theirs))
        mine = [value.replace("\r\n", "\n") for value in data.getlist(name)]
        mine = [value for value in mine if value]
        if mine != other:
            conflicts.append(Conflict(str(field.label), *("\n".join(values) for values in (was, other, mine))))
        merged.setlist(name, _merged(field, was, mine, other))
    return merged, tuple(conflicts)


def _merged(field: forms.Field, base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    if isinstance(field, forms.MultipleChoiceField):
        added = [value for value in mine if value not in base and value not in theirs]
        return [value for value in theirs if value in mine or value not in base] + added
    if isinstance(field, forms.CharField):
        return [merge("".join(base), "".join(mine), "".join(theirs)).text]
    return theirs if mine == base else mine


def _initial_of(part: Part, place: Place, begun_from: str) -> Mapping[str, Any]:
    """What the form showed when the writer began; nothing when that text is not of this product."""
    revision = Revision.objects.filter(pk=begun_from, product=place.edition.product).first()
    if revision is None:
        return {}
    earlier = Place(place.edition, revision.read(), place.today, place.section, place.item)
    return part.initial(earlier) if part.there(earlier) else {}


def _listed(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def kept_fields(data: QueryDict, buttons: Iterable[str]) -> dict[str, list[str]]:
    """What is worth keeping of a form that was sent: its words, without buttons and form tokens."""
    left_out = {*buttons, "csrfmiddlewaretoken"}
    return {name: [str(value) for value in values] for name, values in data.lists() if name not in left_out}


def as_data(fields: Mapping[str, list[str]]) -> QueryDict:
    """Kept words as a form takes them."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data
