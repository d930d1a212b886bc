"""Hearings as a Django app."""

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """Hearings."""

    name = "normverk.govern.consultation"
    label = "consultation"
