"""Readers' answers as a Django app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Asks on the pages where norms are read, and holds what is answered."""

    name = "normverk.govern.feedback"
    label = "feedback"

    def ready(self) -> None:
        """Declares events, rules, the job and the governed table, and puts the question on the pages."""
        from normverk.base.events.rows import govern
        from normverk.govern.feedback import events, jobs, models, rules  # noqa: F401  (declares by being read)
        from normverk.publish.reading.foot import FOOT

        # Readers are told not to write of persons; the log keeps only a digest of the words, so that they can go.
        govern(models.Feedback, personal=frozenset({"words"}))
        FOOT.append("feedback/ask.html")
