"""The look as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, components and static files."""

    name = "normverk.web"
    label = "web"
