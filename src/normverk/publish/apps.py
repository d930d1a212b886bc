"""Publishing as a Django app."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """Publishing."""

    name = "normverk.publish"
    label = "publish"
