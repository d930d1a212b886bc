"""Jobs as a Django app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Declares the events of jobs. The tables are not governed: they hold work to do, and the work records itself."""

    name = "normverk.base.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Declares the event types."""
        from normverk.base.jobs import events  # noqa: F401
