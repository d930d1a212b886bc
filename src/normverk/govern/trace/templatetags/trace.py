"""Text keys that the trace's template chooses by kind."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def trace_kind(kind: str) -> str:
    """The key of a station's name."""
    return f"trace.kind.{kind}"


@register.filter
def unit_key(unit: str) -> str:
    """The key of a unit's name."""
    return f"trace.unit.{unit}"
