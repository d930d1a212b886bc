"""The process as a Django app."""

from django.apps import AppConfig


class ProcessConfig(AppConfig):
    """The process."""

    name = "normverk.govern.process"
    label = "process"
