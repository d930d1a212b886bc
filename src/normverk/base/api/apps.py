"""The API's description as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Serves /api/v1/openapi.json."""

    name = "normverk.base.api"
    label = "api"
