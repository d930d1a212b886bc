"""Figures in words of the reader's language: exact, bounded, under three, or hidden."""

from __future__ import annotations

from normverk.base.languages import current_language, say
from normverk.learn.suppression import Count, Share


def count_words(count: Count) -> str:
    """A count: 40, under 3, or hidden."""
    return str(count.value) if count.value is not None else say(f"learn.count.{count.standing}")


def share_words(share: Share) -> str:
    """A share: 76,3 %, at least 95 %, at most 5 %, between 75 and 80 %, or hidden."""
    if share.low is None or share.high is None:
        return say("learn.count.hidden")
    if share.exact is not None:
        return percent(share.exact, decimals=True)
    if share.high == 1.0:
        return say("learn.share.at_least", share=percent(share.low))
    if share.low == 0.0:
        return say("learn.share.at_most", share=percent(share.high))
    return say("learn.share.between", low=percent(share.low).rstrip("% "), high=percent(share.high))


def percent(share: float, *, decimals: bool = False) -> str:
    """A share from 0 to 1 as a percentage with at most one decimal; with `decimals` always one, so that columns line up."""
    figure = f"{100 * share:.1f}"
    figure = figure if decimals else figure.removesuffix(".0")
    return f"{figure}%" if current_language() == "en" else f"{figure.replace('.', ',')} %"


def length_words(value: int | None, unit: str) -> str:
    """A length of time in its unit; hidden when there is none to show."""
    if value is None:
        return say("learn.count.hidden")
    return say(f"learn.unit.{unit or 'calendar_days'}", value=value)
