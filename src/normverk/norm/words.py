"""The few words that values of the language need to be spoken of: units, and small helpers to speak three languages.

Findings and comparisons are made here, far from any page, and still have to be read by people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from normverk.norm.days import Unit
from normverk.norm.text import Language, Text

_UNITS: Final[dict[Unit, tuple[Text, Text]]] = {
    Unit.MINUTES: (Text("minutt", "minutt", "minute"), Text("minutter", "minutt", "minutes")),
    Unit.CALENDAR_DAYS: (
        Text("kalenderdag", "kalenderdag", "calendar day"),
        Text("kalenderdager", "kalenderdagar", "calendar days"),
    ),
    Unit.WORKING_DAYS: (
        Text("virkedag", "yrkedag", "working day"),
        Text("virkedager", "yrkedagar", "working days"),
    ),
    Unit.WEEKS: (Text("uke", "veke", "week"), Text("uker", "veker", "weeks")),
    Unit.MONTHS: (Text("måned", "månad", "month"), Text("måneder", "månader", "months")),
}


def spoken(say: Callable[[Language], str]) -> Text:
    """A Text made by asking `say` once for each written language."""
    return Text(nb=say("nb"), nn=say("nn"), en=say("en"))


def same(words: str) -> Text:
    """A Text that reads the same in every language: an id, a number, a name."""
    return Text(nb=words, nn=words, en=words)


def joined(pieces: Iterable[Text], between: str = " ") -> Text:
    """The pieces set after one another, language by language, with `between` as glue."""
    known = tuple(pieces)
    return spoken(lambda language: between.join(piece.in_language(language) for piece in known))


def unit_name(unit: Unit, value: int = 2) -> Text:
    """The unit's name in the number that `value` asks for: «kalenderdag» for 1, «kalenderdager» otherwise."""
    one, many = _UNITS[unit]
    return one if value == 1 else many


def counted(value: int, unit: Unit) -> Text:
    """A number with its unit: «12 kalenderdager»."""
    return joined((same(str(value)), unit_name(unit, value)))


def day_name(day: date) -> Text:
    """A date as people write it: 30.04.2021 in Norwegian, 30 April 2021 in English."""
    norwegian = f"{day.day:02}.{day.month:02}.{day.year}"
    return Text(nb=norwegian, nn=norwegian, en=f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}")


_ENGLISH_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
