"""Pathways as a Django app."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    """Pathways."""

    name = "normverk.use.pathways"
    label = "pathways"
