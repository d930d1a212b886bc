"""What somebody did with a patient's record, and why, in words a patient understands."""

from __future__ import annotations

from normverk.base.languages import catalogue, say
from normverk.use.pathways.queries import Look


def what_was_done(look: Look) -> str:
    """The page that was read or the thing that was written; the event's own name when no words are known for it."""
    key = f"insight.page.{look.page}" if look.page else f"insight.what.{look.type}"
    return say(key) if key in catalogue() else f"{look.type} {look.page}".strip()


def why_it_was_done(look: Look) -> str:
    """Why, where nobody has written a reason: the purpose that the page serves."""
    return say("insight.why.insight" if look.page == "insight" else "insight.why.follow-up")
