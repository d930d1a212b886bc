"""Learning as a Django app."""

from django.apps import AppConfig


class LearnConfig(AppConfig):
    """Learning."""

    name = "normverk.learn"
    label = "learn"
