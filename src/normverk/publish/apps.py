"""Publishing as a Django app."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """Registers the table of releases as governed; a release's file stands in the log as its digest. Kept code lists go into backups."""

    name = "normverk.publish"
    label = "publish"

    def ready(self) -> None:
        """Declares which tables the event log must explain."""
        from normverk.base.backup.folders import FOLDERS
        from normverk.base.events.rows import govern
        from normverk.publish import events, jobs, rules  # noqa: F401  (declares by being imported)
        from normverk.publish.front import norms_box
        from normverk.publish.known_lists import FOLDER
        from normverk.publish.models import Release
        from normverk.web.front import FRONT_BOXES

        govern(Release)
        FRONT_BOXES.append(norms_box)
        if FOLDER not in FOLDERS:
            FOLDERS.append(FOLDER)
