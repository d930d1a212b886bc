"""Trials of drafts as a Django app."""

from django.apps import AppConfig


class WhatIfConfig(AppConfig):
    """Declares the events, the governed tables, and how answers to the hub are signed for."""

    name = "normverk.learn.whatif"
    label = "whatif"

    def ready(self) -> None:
        """Declares what the log and the outbox need to know."""
        from normverk.base.events.queries import MORE_CHECKS
        from normverk.base.events.rows import govern
        from normverk.learn.whatif import actions, events  # noqa: F401
        from normverk.learn.whatif.models import Evidence, Trial, TrialAnswer, TrialRun
        from normverk.learn.whatif.queries import trial_faults

        for table in (Trial, TrialRun, TrialAnswer, Evidence):
            govern(table)
        MORE_CHECKS.append(trial_faults)
        actions.declare()
