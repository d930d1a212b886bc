"""Feedback in words: what is wrong, why it matters, how it is mended, and what is lacking where it cannot be told."""

from __future__ import annotations

from normverk.base.languages import say


def title(code: str, language: str | None = None) -> str:
    """What is wrong, in short."""
    return say(f"npr.title.{code}", language)


def mend(code: str, language: str | None = None) -> str:
    """How it is mended."""
    return say(f"npr.mend.{code}", language)


def because(why: str, language: str | None = None) -> str:
    """Why it matters, by the slug of the feedback."""
    return say(f"npr.why.{why}", language)


def lacking(why: str, language: str | None = None) -> str:
    """What is not known when it cannot be told, by the slug of the feedback."""
    return say(f"npr.lacking.{why}", language)
