"""Reporting as a Django app."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Registers the rules, and what keeps the worked-out findings right."""

    name = "normverk.use.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Rules declare themselves when they are read; the list of patients gets a link to what is to be mended, and each
        patient's page a section. Findings follow from what is governed and are not governed rows, as clock states are not."""
        from normverk.base.jobs.kinds import EVERY_MINUTE
        from normverk.use.pathways.actions.after import AFTER_INTAKE, AFTER_REBUILDING
        from normverk.use.pathways.panels import LIST_LINKS, SECTIONS
        from normverk.use.reporting import rules  # noqa: F401  (declares the rules)
        from normverk.use.reporting.actions import follow_intake, follow_rebuilding, work_out_waiting
        from normverk.use.reporting.section import feedback_section

        link = ("npr-report", "npr.open")
        if link not in LIST_LINKS:
            LIST_LINKS.append(link)
        if feedback_section not in SECTIONS:
            SECTIONS.append(feedback_section)
        if follow_intake not in AFTER_INTAKE:
            AFTER_INTAKE.append(follow_intake)
        if follow_rebuilding not in AFTER_REBUILDING:
            AFTER_REBUILDING.append(follow_rebuilding)
        if work_out_waiting not in EVERY_MINUTE:
            EVERY_MINUTE.append(work_out_waiting)
