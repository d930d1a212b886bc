"""Learning as a Django app."""

from django.apps import AppConfig


class LearnConfig(AppConfig):
    """Declares the events, the governed tables, and how messages to the hub are signed for."""

    name = "normverk.learn"
    label = "learn"

    def ready(self) -> None:
        """Declares what the log and the outbox need to know."""
        from normverk.base.events.queries import MORE_CHECKS
        from normverk.base.events.rows import govern
        from normverk.learn import collect, events  # noqa: F401
        from normverk.learn.frozen import frozen_faults
        from normverk.learn.models import Delivery, FrozenFigures, HospitalRegion
        from normverk.learn.queries import delivery_faults

        govern(Delivery)
        govern(FrozenFigures)
        govern(HospitalRegion)
        MORE_CHECKS.extend((delivery_faults, frozen_faults))
        collect.declare()
