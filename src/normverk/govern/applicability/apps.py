"""The reference catalogue as a Django app."""

from django.apps import AppConfig


class ApplicabilityConfig(AppConfig):
    """The reference catalogue."""

    name = "normverk.govern.applicability"
    label = "applicability"

    def ready(self) -> None:
        """Declares events and rules, the tables that the event log must explain, and the front page's box."""
        from normverk.base.events.rows import govern
        from normverk.govern.applicability import events, models, rules  # noqa: F401  (declares events and rules)
        from normverk.govern.applicability.front import applies_box
        from normverk.web.front import FRONT_BOXES

        FRONT_BOXES.append(applies_box)
        for table in (
            models.CataloguedNorm,
            models.NormVersion,
            models.Proposal,
            models.ApplicabilityRow,
            models.Exemption,
            models.Stance,
        ):
            govern(table)
