"""The library as a Django app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Norms of others. Revisions stand in the log by digest: what they say may hold words that must be erased one day."""

    name = "normverk.publish.library"
    label = "library"

    def ready(self) -> None:
        """Declares events and the tables that the event log must explain, and what search finds here."""
        from normverk.base.events.rows import govern
        from normverk.publish.library import events  # noqa: F401  (declares by being imported)
        from normverk.publish.library.finding import library_documents
        from normverk.publish.library.models import Node, NodeRevision
        from normverk.publish.search.document import SOURCES

        if library_documents not in SOURCES:
            SOURCES.append(library_documents)
        govern(Node)
        govern(NodeRevision, personal=frozenset({"value", "officials", "changes"}))
