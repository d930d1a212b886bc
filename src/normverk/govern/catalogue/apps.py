"""The catalogue as a Django app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Registers the catalogue's tables as governed."""

    name = "normverk.govern.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Declares event types, rules, and which tables the event log must explain."""
        from normverk.base.events.rows import govern
        from normverk.govern.catalogue import events, rules  # noqa: F401  (declares event types and rules)
        from normverk.govern.catalogue.models import (
            Edition,
            EditionWriter,
            Product,
            Review,
            ReviewComment,
            Revision,
        )

        govern(Product)
        govern(Revision)
        govern(Edition)
        govern(EditionWriter)
        govern(ReviewComment)
        govern(Review)
