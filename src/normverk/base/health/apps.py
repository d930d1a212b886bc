"""Health checks as a Django app without tables."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Brings the addresses of the health checks."""

    name = "normverk.base.health"
    label = "health"
