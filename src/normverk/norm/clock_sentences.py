"""What starts and stops a clock and to whom its result belongs, as plain sentences in the three languages."""

from __future__ import annotations

from typing import Final

from normverk.norm.delay_words import point_name
from normverk.norm.pathway import AtEnd, Attribution, Clock, CutOver, PathwayDefinition, Pick, Selector
from normverk.norm.text import Text
from normverk.norm.words import joined, same, spoken

_PICK: Final = {
    Pick.FIRST: Text("den første registreringen av {point}", "den første registreringa av {point}", "the first registration of {point}"),
    Pick.LAST: Text("den siste registreringen av {point}", "den siste registreringa av {point}", "the last registration of {point}"),
    Pick.NTH: Text("registrering nummer {nth} av {point}", "registrering nummer {nth} av {point}", "registration number {nth} of {point}"),
}  # fmt: skip
_SINCE: Final = Text("etter den første {point}", "etter den første {point}", "after the first {point}")
_AFTER_START: Final = Text("etter starten", "etter starten", "after the start")
_RUNS: Final = Text(
    "Klokka går fra {start} til {stop}.", "Klokka går frå {start} til {stop}.", "The clock runs from {start} to {stop}."
)
_REPEATS: Final = Text(
    "Etter hvert stopp begynner en ny runde ved neste start.",
    "Etter kvart stopp tek ein ny runde til ved neste start.",
    "After each stop a new round begins at the next start.",
)
ATTRIBUTED: Final = {
    Attribution.STARTER: Text(
        "Resultatet tilhører sykehuset som startet forløpet.",
        "Resultatet høyrer til sjukehuset som starta forløpet.",
        "The result belongs to the hospital that started the pathway.",
    ),
    Attribution.RESPONSIBLE: Text(
        "Resultatet tilhører sykehuset som sist overtok pasienten.",
        "Resultatet høyrer til sjukehuset som sist overtok pasienten.",
        "The result belongs to the hospital that last took the patient over.",
    ),
    Attribution.TREATING: Text(
        "Resultatet tilhører sykehuset som registrerte stoppet.",
        "Resultatet høyrer til sjukehuset som registrerte stoppet.",
        "The result belongs to the hospital that registered the stop.",
    ),
}
"""To whom a result belongs, one sentence each."""

UNDER_WAY: Final = {
    CutOver.GRANDFATHER: Text(
        "Pasienter som er underveis i en tidligere utgave, måles etter den til de er ferdige.",
        "Pasientar som er undervegs i ei tidlegare utgåve, blir målte etter den til dei er ferdige.",
        "Patients under way in an earlier edition are measured by that one to the end.",
    ),
    CutOver.SWITCH: Text(
        "Klokker som ikke har stoppet, måles etter denne utgaven fra den første dagen den gjelder.",
        "Klokker som ikkje har stoppa, blir målte etter denne utgåva frå den første dagen ho gjeld.",
        "Clocks that have not stopped are measured by this edition from its first day.",
    ),
    CutOver.STOP: Text(
        "Klokker som ikke har stoppet når denne utgaven tar over, måles ikke lenger.",
        "Klokker som ikkje har stoppa når denne utgåva tek over, blir ikkje målte lenger.",
        "Clocks that have not stopped when this edition takes over are measured no more.",
    ),
}
"""What becomes of those under way when the edition takes over."""

AT_THE_END: Final = {
    AtEnd.FOLLOW: Text(
        "Når utgaven slutter å gjelde uten at en ny tar over, følges pasientene til de er ferdige.",
        "Når utgåva sluttar å gjelde utan at ei ny tek over, blir pasientane følgde til dei er ferdige.",
        "When the edition ends and none takes over, patients are followed to their end.",
    ),
    AtEnd.STOP: Text(
        "Når utgaven slutter å gjelde uten at en ny tar over, måles pasientene ikke lenger.",
        "Når utgåva sluttar å gjelde utan at ei ny tek over, blir pasientane ikkje målte lenger.",
        "When the edition ends and none takes over, patients are measured no more.",
    ),
}
"""What becomes of those under way when the edition ends."""


def clock_sentence(clock: Clock, definition: PathwayDefinition) -> Text:
    """From what to what the clock runs, whether it begins again, and to whom its result belongs."""
    start, stop = (selector_words(one, definition) for one in (clock.start, clock.stop))
    runs = spoken(lambda language: _said(_RUNS, language, start=start, stop=stop))
    more = (_REPEATS,) if clock.repeats else ()
    return joined((runs, *more, ATTRIBUTED[clock.attribute_to]))


def selector_words(selector: Selector, definition: PathwayDefinition) -> Text:
    """Which registration it is: «den siste registreringen av F etter starten»."""
    point = point_name(selector.milestone, definition)
    pieces = [spoken(lambda language: _said(_PICK[selector.pick], language, point=point, nth=same(str(selector.nth))))]
    if selector.since:
        since = point_name(selector.since, definition)
        pieces.append(spoken(lambda language: _said(_SINCE, language, point=since)))
    if selector.after_start:
        pieces.append(_AFTER_START)
    return joined(pieces)


def _said(words: Text, language: str, **parts: Text) -> str:
    template: str = getattr(words, language)
    return template.format(**{name: part.in_language(language) for name, part in parts.items()})
