"""What a trial tells, in words of the reader's language."""

from __future__ import annotations

from normverk.base.languages import say
from normverk.learn.suppression import Share
from normverk.learn.whatif.figures import LEAST, TENS, Line
from normverk.learn.wording import percent, share_words


def told_number(line: Line) -> str:
    """How many courses are compared: at least 120, or that they are too few or hidden."""
    return say("whatif.fewer", n=LEAST) if line.n is None else say("whatif.at_least", n=line.n)


def told_share(share: Share) -> str:
    """A share: about 60 %, a range, or not told."""
    if share.exact is None:
        return share_words(share)
    return say("whatif.about", share=percent(share.exact))


def told_draft(line: Line) -> str:
    """The share under the draft; unknown where what is told is that it cannot be determined."""
    if line.draft.low is None and line.undetermined:
        return say("whatif.unknown")
    return told_share(line.draft)


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
    interval = say("whatif.interval", low=_points(apart.low), high=_points(apart.high))
    return say("whatif.change.points", points=_points(apart.value), interval=interval)


def _points(share: float) -> str:
    """A difference in whole percentage points, with its sign; what it was worked out from is rounded too."""
    return f"{round(100 * share):+d}".replace("-", "−")
