"""Health checks as a Django app without tables."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Brings the addresses of the health checks, and the events of running the system."""

    name = "normverk.base.health"
    label = "health"

    def ready(self) -> None:
        """Declares the event types."""
        from normverk.base.backup import events  # noqa: F401
