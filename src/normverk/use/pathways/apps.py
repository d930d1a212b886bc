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
            rules,  # noqa: F401  (declares the rules)
        )
        from normverk.use.pathways.models import IntakeRun, Organisation

        govern(Organisation)
        govern(IntakeRun)
