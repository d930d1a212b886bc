"""What a trial tells, in words of the reader's language."""

from __future__ import annotations

from normverk.base.languages import say
from normverk.learn.suppression import Share
from normverk.learn.whatif.figures import LEAST, TENS, Line
from normverk.learn.wording import percent, points_words, share_words


def told_number(line: Line) -> str:
    """How many courses are compared: at least 120, or that they are too few or hidden."""
    return say("whatif.fewer", n=LEAST) if line.n is None else say("whatif.at_least", n=line.n)


def told_share(share: Share) -> str:
    """A share: about 60 %, a range, or not told."""
    if share.exact is None:
        return share_words(share)
    return say("whatif.about", share=percent(share.exact))


def told_tens(n: int | None) -> str:
    """A number that is told in tens: fewer than ten, at least 20, or not told."""
    if n is None:
        return say("learn.count.hidden")
    return say("whatif.at_least", n=n) if n else say("whatif.fewer", n=TENS)


def told_change(line: Line) -> str:
    """The difference in percentage points with its interval, that hardly anybody changes sides, or that it is not told."""
    if line.change == "few":
        return say("whatif.change.few")
    if line.difference is None:
        return say("learn.count.hidden")
    apart = line.difference
    interval = say("whatif.interval", low=points_words(apart.low), high=points_words(apart.high))
    return say("whatif.change.points", points=points_words(apart.value), interval=interval)
