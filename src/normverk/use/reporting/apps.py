"""Reporting as a Django app."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Registers the rules. There are no tables: what is told is worked out from the record events."""

    name = "normverk.use.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Rules declare themselves when they are read; the list of patients gets a link to what is to be mended, and each
        patient's page a section."""
        from normverk.use.pathways.panels import LIST_LINKS, SECTIONS
        from normverk.use.reporting import rules  # noqa: F401  (declares the rules)
        from normverk.use.reporting.section import feedback_section

        link = ("npr-report", "npr.open")
        if link not in LIST_LINKS:
            LIST_LINKS.append(link)
        if feedback_section not in SECTIONS:
            SECTIONS.append(feedback_section)
