"""Search as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers saved searches as governed, and releases as a source of documents."""

    name = "normverk.publish.search"
    label = "search"

    def ready(self) -> None:
        """Declares tables, events and jobs, gives the releases to search, and lets workers make the index."""
        from normverk.base.events.rows import govern
        from normverk.base.jobs.kinds import EVERY_MINUTE
        from normverk.publish.search import events, jobs  # noqa: F401  (declares by being imported)
        from normverk.publish.search.document import SOURCES
        from normverk.publish.search.jobs import build_when_missing
        from normverk.publish.search.models import SavedSearch
        from normverk.publish.search.releases import release_documents

        govern(SavedSearch, personal=frozenset({"name", "query"}))
        if release_documents not in SOURCES:
            SOURCES.append(release_documents)
        if build_when_missing not in EVERY_MINUTE:
            EVERY_MINUTE.append(build_when_missing)
