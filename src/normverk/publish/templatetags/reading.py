"""Words that the pages for readers put together: grades with their values, kinds of products, written forms."""

from __future__ import annotations

from django import template

from normverk.base.languages import current_language, say
from normverk.norm.kinds import kind_name

register = template.Library()


@register.simple_tag
def said(key: str, values: dict[str, str]) -> str:
    """The words of a key with values that come with it."""
    return say(key, **values)


@register.simple_tag
def kind_words(kind: str) -> str:
    """The name of a kind of product, as a sentence begins with it."""
    words = kind_name(kind).in_language(current_language())
    return words[:1].upper() + words[1:]


@register.simple_tag
def language_name(language: str) -> str:
    """The name of a written form."""
    return say(f"forms.{language}")
