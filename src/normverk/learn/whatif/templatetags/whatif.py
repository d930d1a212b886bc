"""Filters that put what a trial tells in words; `{% load whatif %}`."""

from __future__ import annotations

from django import template

from normverk.learn.whatif.wording import told_change, told_draft, told_number, told_share, told_tens

register = template.Library()
register.filter("told_number", told_number)
register.filter("told_share", told_share)
register.filter("told_draft", told_draft)
register.filter("told_tens", told_tens)
register.filter("told_change", told_change)
