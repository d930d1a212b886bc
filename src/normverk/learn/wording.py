"""Figures in words of the reader's language: exact, bounded, under three, or hidden."""

from __future__ import annotations

from normverk.base.languages import current_language, say
from normverk.learn.periods import ALL, is_month, is_tertial, is_year
from normverk.learn.spc import Judged
from normverk.learn.suppression import Count, Share
from normverk.web.charts.words import month_words


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


def quartile_words(quartiles: tuple[int, int] | None, unit: str) -> str:
    """The middle half: 12 to 20 days, or hidden."""
    if quartiles is None:
        return say("learn.count.hidden")
    return say("learn.quartiles.between", low=quartiles[0], high=length_words(quartiles[1], unit))


def period_words(period: str) -> str:
    """A period in words: May 2021, May to August 2021, 2021, an edition by its number, or the whole time."""
    if is_month(period):
        return month_words(period)
    if is_tertial(period):
        return say(f"learn.tertial.{period[-1]}", year=period[:4])
    if is_year(period):
        return period
    return say("learn.period.all") if period == ALL else f"{say('learn.edition')} {period.rpartition('#')[2]}"


def points_words(share: float) -> str:
    """A difference between shares in percentage points, with its sign: +4,2."""
    figure = f"{100 * share:+.1f}".replace("-", "−")
    return figure if current_language() == "en" else figure.replace(".", ",")


def decimal_words(value: float | None) -> str:
    """A number with one decimal in the reader's language; a dash where there is none."""
    if value is None:
        return "–"
    figure = f"{value:.1f}".replace("-", "−")
    return figure if current_language() == "en" else figure.replace(".", ",")


def verdict_words(point: Judged) -> str:
    """What control says of a point: usual unrest, or the rule that marks it and whether that is better or worse."""
    rule = say(f"learn.spc.rule.{point.rule or 'none'}")
    if point.meaning not in {"improvement", "concern"}:
        return rule
    return f"{say(f'learn.spc.meaning.{point.meaning}')}: {rule}"
