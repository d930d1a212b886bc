"""Filters that put an indicator's figures in words; `{% load indicators %}`."""

from __future__ import annotations

from django import template

from normverk.learn.wording import count_words, length_words, share_words
from normverk.web.charts.words import month_words

register = template.Library()
register.filter("count_words", count_words)
register.filter("share_words", share_words)
register.filter("length_words", length_words)
register.filter("month_words", month_words)
