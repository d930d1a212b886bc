"""The reference catalogue as a Django app."""

from django.apps import AppConfig


class ApplicabilityConfig(AppConfig):
    """The reference catalogue."""

    name = "normverk.govern.applicability"
    label = "applicability"

    def ready(self) -> None:
        """Declares events and rules, the tables that the event log must explain, the front page's box, and the
        norms as documents for search."""
        from normverk.base.events.rows import govern
        from normverk.govern.applicability import events, models, rules  # noqa: F401  (declares events and rules)
        from normverk.govern.applicability.finding import norm_documents
        from normverk.govern.applicability.front import applies_box
        from normverk.publish.search.document import SOURCES
        from normverk.web.front import FRONT_BOXES

        if norm_documents not in SOURCES:
            SOURCES.append(norm_documents)
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
