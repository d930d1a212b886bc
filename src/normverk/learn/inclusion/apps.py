"""Inclusion as a Django app."""

from django.apps import AppConfig


class InclusionConfig(AppConfig):
    """Declares the events and the governed table."""

    name = "normverk.learn.inclusion"
    label = "inclusion"

    def ready(self) -> None:
        """Declares what the log needs to know."""
        from normverk.base.events.queries import MORE_CHECKS
        from normverk.base.events.rows import govern
        from normverk.learn.inclusion import events  # noqa: F401
        from normverk.learn.inclusion.models import RegisterDelivery
        from normverk.learn.inclusion.queries import register_faults

        govern(RegisterDelivery, personal=frozenset({"salt"}))
        MORE_CHECKS.append(register_faults)
