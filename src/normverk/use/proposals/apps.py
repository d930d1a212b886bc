"""Proposals as a Django app."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """Registers events, rules, the tables the event log explains, and what follows when registered codes come in."""

    name = "normverk.use.proposals"
    label = "proposals"

    def ready(self) -> None:
        """Facts and proposals are about patients and are not governed rows, as record events are not."""
        from normverk.base.events.rows import govern
        from normverk.use.pathways.actions.after import AFTER_INTAKE
        from normverk.use.proposals import events, rules  # noqa: F401  (declares event types and rules)
        from normverk.use.proposals.actions.refresh import follow_intake
        from normverk.use.proposals.models import FactRun, Measurement

        govern(FactRun)
        govern(Measurement)
        if follow_intake not in AFTER_INTAKE:
            AFTER_INTAKE.append(follow_intake)
