"""The reference catalogue as a Django app."""

from django.apps import AppConfig


class ApplicabilityConfig(AppConfig):
    """The reference catalogue."""

    name = "normverk.govern.applicability"
    label = "applicability"

    def ready(self) -> None:
        """Declares events and rules, the tables that the event log must explain, the front page's box, what
        the pages of a product tell, the norms as documents for search, and what search is told of releases."""
        from normverk.base.events.rows import govern
        from normverk.govern.applicability import events, models, rules  # noqa: F401  (declares events and rules)
        from normverk.govern.applicability.beside import of_two_versions, of_version
        from normverk.govern.applicability.finding import norm_documents, of_release
        from normverk.govern.applicability.front import applies_box
        from normverk.publish.reading.parts import OF_COMPARISON, OF_PRODUCT
        from normverk.publish.search.beside import TELLERS
        from normverk.publish.search.document import SOURCES
        from normverk.web.front import FRONT_BOXES

        if norm_documents not in SOURCES:
            SOURCES.append(norm_documents)
        if of_release not in TELLERS:
            TELLERS.append(of_release)
        FRONT_BOXES.append(applies_box)
        OF_PRODUCT.append(of_version)
        OF_COMPARISON.append(of_two_versions)
        for table in (
            models.CataloguedNorm,
            models.FormerFacts,
            models.NormVersion,
            models.Proposal,
            models.ApplicabilityRow,
            models.Exemption,
            models.Stance,
        ):
            govern(table)
