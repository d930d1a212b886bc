"""Hearings as a Django app."""

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """Hearings."""

    name = "normverk.govern.consultation"
    label = "consultation"

    def ready(self) -> None:
        """Declares events and rules, and which tables the event log must explain."""
        from normverk.base.events.rows import govern
        from normverk.govern.consultation import events, rules  # noqa: F401  (declares events and rules)
        from normverk.govern.consultation.front import hearings_box
        from normverk.govern.consultation.models import Consultation, Disposition, Response, ResponsePart
        from normverk.web.front import FRONT_BOXES

        FRONT_BOXES.append(hearings_box)
        govern(Consultation)
        govern(Response, personal=frozenset({"name", "email", "on_behalf_of"}))
        govern(ResponsePart)
        govern(Disposition)
