"""Filters of inclusion; `{% load inclusion %}`."""

from __future__ import annotations

from django import template

from normverk.base.languages import say
from normverk.learn.inclusion.target import Target
from normverk.learn.measured import Line
from normverk.learn.suppression import Share

register = template.Library()


@register.filter
def included_words(line: Line) -> str:
    """How many were in a pathway, where that may be told."""
    return say("learn.count.hidden") if line.met is None else str(line.met)


@register.filter
def target_words(share: Share, target: Target) -> str:
    """Whether the target was reached, as far as what may be told of the share says."""
    if share.low is None or share.high is None:
        return say("inclusion.target.open")
    if share.low >= target.share:
        return say("inclusion.target.reached")
    return say("inclusion.target.missed" if share.high < target.share else "inclusion.target.open")
