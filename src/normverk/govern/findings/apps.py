"""Answers to findings as a Django app."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """Registers the table of answers as governed."""

    name = "normverk.govern.findings"
    label = "findings"

    def ready(self) -> None:
        """Declares event types, rules, and which table the event log must explain."""
        from normverk.base.events.rows import govern
        from normverk.govern.findings import events, rules  # noqa: F401  (declares event types and rules)
        from normverk.govern.findings.models import FindingAnswer

        govern(FindingAnswer)
