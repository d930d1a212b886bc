"""Coordination as a Django app."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """Keeps what a coordinator needs beside the record, and shows it on the patient's page."""

    name = "normverk.use.coordination"
    label = "coordination"

    def ready(self) -> None:
        """Declares events, rules and governed tables, and fills the places on the pages of pathways."""
        from normverk.base.events.rows import govern
        from normverk.use.coordination import (
            events,  # noqa: F401  (declares the event types)
            models,
            places,
            rules,  # noqa: F401  (declares the rules)
        )

        govern(models.Task, personal=frozenset({"title", "details", "reason", "due_on"}))
        govern(models.Delay, personal=frozenset({"pathway", "code", "details", "reason", "begins", "ends", "noted_on"}))
        govern(
            models.MeetingItem,
            personal=frozenset({"pathway", "question", "decision", "decided_on", "held_on", "reason"}),
        )
        govern(models.Plan, personal=frozenset({"pathway", "begun_on"}))
        govern(models.PlanVersion, personal=frozenset({"content"}))
        places.fill()
