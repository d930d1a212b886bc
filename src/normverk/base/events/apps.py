"""The event log as a Django app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Registers the log's tables."""

    name = "normverk.base.events"
    label = "events"
