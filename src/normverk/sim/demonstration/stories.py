"""What the demonstration's cases are about: needs, inquiries, answers to hearings. All words are ours and invented.

The texts are short and in the languages their invented writers use.
"""

from __future__ import annotations

from normverk.sim.demonstration.stories_breast import FIRST, SECOND
from normverk.sim.demonstration.stories_open import LOOSE_NEEDS, LooseNeed, heard, waiting
from normverk.sim.demonstration.story import Answer, Calendar, Story

__all__ = ["LOOSE_NEEDS", "Answer", "Calendar", "LooseNeed", "Story", "finished", "heard", "waiting"]


def finished() -> tuple[Story, ...]:
    """The cases that have been all the way."""
    return (FIRST, SECOND)
