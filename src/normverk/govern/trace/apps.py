"""The trace as a Django app."""

from django.apps import AppConfig


class TraceConfig(AppConfig):
    """Has pages and no tables: it only reads what the other floors hold."""

    name = "normverk.govern.trace"
    label = "trace"
