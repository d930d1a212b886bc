"""The template tags of the house. All are built in, so no template needs to load them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from normverk.base.languages import catalogue, current_language, say
from normverk.norm.blocks import Block
from normverk.norm.days import NORWAY
from normverk.norm.html import to_html
from normverk.norm.text import Text
from normverk.web.menu import address_of

register = template.Library()

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_MONTHS: Final = {
    "nb": [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    "nn": [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


_LOOK: Final = {
    "p": "ds-paragraph",
    "ul": "ds-list nv-prose",
    "ol": "ds-list nv-prose",
    "table": "ds-table",
    "scroll": "nv-scroll",
    **{f"h{level}": "ds-heading" for level in range(2, 7)},
}
"""Designsystemet's clothes for the elements of a norm's text."""


@register.simple_tag
def t(key: str, **values: Any) -> str:
    """The words of a key in the reader's language; escaped by the template like any other text."""
    return say(key, **values)


@register.filter
def words(text: Text | dict[str, str] | None) -> str:
    """A Text (or its plain form) in the reader's language."""
    if text is None:
        return ""
    held = text if isinstance(text, Text) else Text(**text)
    return held.in_language(current_language())


@register.simple_tag
def blocks(said: Iterable[Block], top: int = 2) -> SafeString:
    """Blocks of a norm as HTML in the reader's language; a heading of level 1 in them becomes h`top`."""
    return mark_safe(to_html(said, current_language(), top=min(top, 6), classes=_LOOK, pictures=False))  # noqa: S308  (escaped there)


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A date as people in Norway write it: 1. mai 2021 (in English 1 May 2021). Empty for None."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.astimezone(NORWAY).date()
    language = current_language()
    dot = "" if language == "en" else "."
    return f"{value.day}{dot} {_MONTHS[language][value.month - 1]} {value.year}"


@register.filter
def moment(value: datetime | str | None) -> str:
    """A date with the time of day in Norway: 1. mai 2021 kl. 14.05."""
    if not value:
        return ""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    local = instant.astimezone(NORWAY)
    return f"{day(local)} {say('time.at')} {local:%H}{':' if current_language() == 'en' else '.'}{local:%M}"


@register.filter
def iso(value: date | datetime | None) -> str:
    """A date or instant for machines, in the datetime attribute of <time>."""
    return value.isoformat() if value else ""


@register.filter
def fact_name(name: str) -> str:
    """What a rule looked at, in words; what has no words here is shown by its own name."""
    key = f"fact.{name}"
    return say(key) if key in catalogue() else name.replace("_", " ")


@register.filter
def fact_value(value: Any) -> str:
    """What a rule found: yes and no in words, and days as people write them."""
    if isinstance(value, bool):
        return say("fact-value.yes" if value else "fact-value.no")
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day(value)
    return str(value)


@register.filter
def short(digest: str) -> str:
    """The first twelve signs of a digest, enough to recognise it by."""
    return digest[:12]


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, help_key: str = "", label: str = "") -> dict[str, Any]:
    """A labelled form field with help and errors tied to it, in Designsystemet's clothes, without script.

    `label` stands instead of the field's own where the group around it already says what the field belongs to.
    """
    kind = bound.field.widget.__class__.__name__
    explained = say(help_key) if help_key else bound.help_text
    # A group of choices has no single element that a label could point at, so the group itself carries the id.
    id = bound.auto_id
    described = " ".join([*([f"{id}-help"] if explained else []), *([f"{id}-error"] if bound.errors else [])])
    context = {"bound": bound, "kind": kind, "help": explained, "id": id, "described": described}
    context["label"] = label or bound.label
    if kind in {"RadioSelect", "CheckboxSelectMultiple"}:
        bound.field.widget.attrs["class"] = "ds-input"
        return context
    attributes: dict[str, Any] = {"class": "ds-input"}
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    widget: SafeString = bound.as_widget(attrs=attributes)
    return context | {"widget": widget}


@register.inclusion_tag("web/components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong in a form, gathered above it with a link to each field; nothing when nothing is wrong."""
    faults = [("", "", message) for message in form.non_field_errors()]
    faults += [(bound.auto_id, str(bound.label), message) for bound in form for message in bound.errors]
    return {"faults": faults}


@register.inclusion_tag("web/components/status.html")
def status(key: str, color: str = "neutral") -> dict[str, str]:
    """A small coloured word; the colour repeats what the word already says. Colours: neutral, info, success, warning, danger."""
    return {"key": key, "color": color}


@register.inclusion_tag("web/components/crumbs.html")
def crumbs(*steps: str) -> dict[str, Any]:
    """Bread crumbs: pairs of address and words, the last of which is the page itself (address empty)."""
    pairs = list(zip(steps[::2], steps[1::2], strict=True))
    return {"steps": pairs}


@register.simple_tag
def role_words(role: str, part: str = "") -> str:
    """A role's name, or with part "try" what somebody in that role can try in the demonstration."""
    return say(f"role.{role}.{part}" if part else f"role.{role}")


@register.simple_tag(takes_context=True)
def in_menu(context: Context, route: str) -> str:
    """The address of a page when this reader's menu has it, otherwise nothing: no link that leads to a refusal."""
    address = address_of(route)
    return address if address and address in {entry.address for entry in context.get("menu") or ()} else ""
