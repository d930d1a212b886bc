"""Dates and months in the reader's language, short enough for an axis."""

from __future__ import annotations

from datetime import date

from normverk.base.languages import say


def month_words(month: str) -> str:
    """ "2021-05" as mai 2021."""
    year, number = month.split("-")
    return f"{_name(int(number))} {year}"


def day_words(day: date) -> str:
    """3 May 2021 as 3. mai 2021 (bokmål, nynorsk) or 3 May 2021 (English)."""
    return say("chart.day", day=day.day, month=_name(day.month), year=day.year)


def _name(month: int) -> str:
    return say("chart.months").split()[month - 1]
