"""Filters that put an indicator's figures in words; `{% load indicators %}`."""

from __future__ import annotations

from django import template

from normverk.learn.wording import (
    count_words,
    decimal_words,
    length_words,
    percent,
    period_words,
    points_words,
    quartile_words,
    share_words,
    verdict_words,
)
from normverk.web.charts.words import month_words

register = template.Library()
register.filter("count_words", count_words)
register.filter("share_words", share_words)
register.filter("length_words", length_words)
register.filter("month_words", month_words)
register.filter("quartile_words", quartile_words)
register.filter("period_words", period_words)
register.filter("points_words", points_words)
register.filter("percent", percent)
register.filter("decimal", decimal_words)
register.filter("verdict_words", verdict_words)
