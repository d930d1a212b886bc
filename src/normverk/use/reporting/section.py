"""The section on a patient's page that says what the registry would answer to the patient's codes."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from normverk.use.pathways.panels import Page
from normverk.use.reporting.queries import UNKNOWN, told_of
from normverk.use.reporting.shown import said_of


def feedback_section(page: Page) -> SafeString:
    """Each code that something is to be mended about, or that cannot be told; nothing when there is none."""
    found = told_of(page.record.patient, page.as_of)
    context = {
        "given": [said_of(one) for one in found if one.given],
        "unknown": [said_of(one, UNKNOWN) for one in found if one.unknown],
    }
    return render_to_string("reporting/section.html", context) if found else SafeString("")
