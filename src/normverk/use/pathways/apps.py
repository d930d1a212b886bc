"""Pathways as a Django app."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    """Registers events, rules and the tables that the event log explains."""

    name = "normverk.use.pathways"
    label = "pathways"

    def ready(self) -> None:
        """Patients, record events and clock states are not governed rows: see models.py."""
        from normverk.base.events.rows import govern
        from normverk.use.pathways import (
            events,  # noqa: F401  (declares the event types)
            panels,
            rules,  # noqa: F401  (declares the rules)
            rules_course,  # noqa: F401  (declares the rules)
            rules_person,  # noqa: F401  (declares the rules)
            shown_person,
        )
        from normverk.use.pathways.models import (
            Correction,
            CourseCoordinator,
            IntakeRun,
            Organisation,
            PatientJoin,
            Placement,
            Transfer,
        )

        panels.SECTIONS.extend((shown_person.odd_section, shown_person.joins_section))
        panels.LIST_LINKS.extend((("patients-changed", "changed.title"), ("patients-odd", "odd.title")))
        panels.LINKS.append(panels.Link("patient-join", "patient.join.title", "patient.join"))
        panels.LINKS.append(panels.Link("patient-insight", "insight.link", "patient.insight"))
        govern(Organisation)
        govern(Placement)
        govern(IntakeRun)
        govern(CourseCoordinator, personal=frozenset({"pathway", "reason"}))
        govern(Correction, personal=frozenset({"reason"}))
        govern(PatientJoin, personal=frozenset({"reason", "end_reason"}))
        govern(Transfer, personal=frozenset({"pathway", "reason", "sent_on", "received_on"}))
