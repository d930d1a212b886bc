"""Yes, no and cannot tell, put together; and what is asked of several kinds of code."""

from __future__ import annotations

from normverk.use.reporting.npr.facts import CodeFacts


def lacks(facts: CodeFacts, letter: str) -> bool | None:
    """True when no code with that letter comes before; None when one without a time may."""
    if letter in facts.earlier:
        return False
    return None if letter in facts.undated else True


def both(one: bool | None, other: bool | None) -> bool | None:
    """True when both are, False when one is not, else not to be told."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def negated(one: bool | None) -> bool | None:
    """The opposite; what cannot be told stays so."""
    return None if one is None else not one


def comes_after(facts: CodeFacts, letter: str) -> bool | None:
    """True when a code with that letter comes before; None when one without a time may."""
    return negated(lacks(facts, letter))
