"""The trace as a Django app."""

from django.apps import AppConfig


class TraceConfig(AppConfig):
    """Has pages and no tables: it only reads what the other floors hold."""

    name = "normverk.govern.trace"
    label = "trace"

    def ready(self) -> None:
        """Adds the box on the front page."""
        from normverk.govern.trace.front import trace_box
        from normverk.web.front import FRONT_BOXES

        FRONT_BOXES.append(trace_box)
