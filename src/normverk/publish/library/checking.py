"""What the norm check finds in an infobit: counted in the report of its reading, and shown on its page."""

from __future__ import annotations

from normverk.norm.documents.norm_text import section_document
from normverk.norm.finding import LintFinding
from normverk.norm.lint import lint_document
from normverk.publish.library.infobit import Infobit


def findings_in(infobit: Infobit) -> tuple[LintFinding, ...]:
    """What the checks of text, tables and links find in the infobit alone, the gravest first. It is its source's norm:
    nothing is refused for it here."""
    return lint_document(section_document(infobit.section, "", infobit.language))
