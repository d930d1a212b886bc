"""What a delay rule says, as one plain sentence in the three languages: beside the form it is written with, and in lists."""

from __future__ import annotations

from typing import Final

from normverk.norm.delays import DelayKind, DelayPolicy, DelayRule
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.text import Text
from normverk.norm.words import counted, joined, spoken

BECAUSE: Final = {
    DelayKind.PATIENT_WISH: Text("pasienten ønsket det", "pasienten ønskte det", "the patient wished it"),
    DelayKind.MEDICAL: Text(
        "det var medisinsk grunn til det", "det var medisinsk grunn til det", "there was a medical reason"
    ),
    DelayKind.NOT_ATTENDED: Text("pasienten ikke møtte", "pasienten ikkje møtte", "the patient did not attend"),
}
"""Each reason as what follows «because» or «that»."""

_EFFECT: Final = {
    DelayPolicy.NONE: Text(
        "En utsettelse fra {begins} til {ends} blir bare fortalt om, fordi {why}. Klokka går som før.",
        "Ei utsetjing frå {begins} til {ends} blir berre fortald om, fordi {why}. Klokka går som før.",
        "A delay from {begins} to {ends} is only told of, because {why}. The clock runs as before.",
    ),
    DelayPolicy.EXPLAIN: Text(
        "Klokka går under en utsettelse fra {begins} til {ends}. Blir fristen brutt, forklares det med at {why}.",
        "Klokka går under ei utsetjing frå {begins} til {ends}. Blir fristen broten, blir det forklart med at {why}.",
        "The clock runs during a delay from {begins} to {ends}. If the limit is passed, it is explained: {why}.",
    ),
    DelayPolicy.SUBTRACT: Text(
        "Tiden fra {begins} til {ends} regnes ikke med, fordi {why}.",
        "Tida frå {begins} til {ends} blir ikkje rekna med, fordi {why}.",
        "The time from {begins} to {ends} is not counted, because {why}.",
    ),
    DelayPolicy.STOP_RESTART: Text(
        "{begins} stopper klokka, fordi {why}. En ny runde begynner fra null {anew}.",
        "{begins} stoppar klokka, fordi {why}. Ein ny runde tek til frå null {anew}.",
        "{begins} stops the clock, because {why}. A new round begins from nought {anew}.",
    ),
    DelayPolicy.NULLIFY: Text(
        "Ved {begins} telles runden ikke, fordi {why}. En ny runde begynner fra null {anew}.",
        "Ved {begins} blir runden ikkje tald, fordi {why}. Ein ny runde tek til frå null {anew}.",
        "At {begins} the round does not count, because {why}. A new round begins from nought {anew}.",
    ),
}
_TO_THE_STOP: Final = Text("klokka stopper", "klokka stoppar", "the stop of the clock")
_AT_ITS_END: Final = Text("ved {0}", "ved {0}", "at {0}")
_SAME_DAY: Final = Text("samme dag", "same dag", "on the same day")
_UNCODED: Final = Text(
    "Normen kjenner en utsettelse fordi {why}, men ingen kode sier når den begynner. Den blir fortalt om, og ingenting regnes ut.",
    "Norma kjenner ei utsetjing fordi {why}, men ingen kode seier når ho tek til. Ho blir fortald om, og ingenting blir rekna ut.",
    "The norm knows of a delay because {why}, but no code says when it begins. It is told of, and nothing is computed.",
)
_LONGER: Final = Text(
    "Det gjelder når utsettelsen har vart lenger enn {0}.",
    "Det gjeld når utsetjinga har vart lenger enn {0}.",
    "This holds when the delay has lasted longer than {0}.",
)
_BEFORE: Final = Text(
    "Etter den første registreringen av {0} har en utsettelse ingen virkning.",
    "Etter den første registreringa av {0} har ei utsetjing ingen verknad.",
    "After the first registration of {0} a delay has no effect.",
)


def point_name(id: str, definition: PathwayDefinition) -> Text:
    """A milestone as people know it: its id, and its title where that says more («P «Pasientutsatt»»)."""
    title = next((milestone.title for milestone in definition.milestones if milestone.id == id), Text(nb=""))

    def named(language: str) -> str:
        words = " ".join(title.in_language(language).split())
        return f"{id} «{words}»" if words and words != id else id

    return spoken(named)


def delay_sentence(rule: DelayRule, definition: PathwayDefinition) -> Text:
    """What the rule does: «Tiden fra OP til F regnes ikke med, fordi pasienten ønsket det.»"""
    why = BECAUSE[rule.kind]
    if not rule.milestone:
        return _filled(_UNCODED, why=why)
    ends = point_name(rule.resumes, definition) if rule.resumes else None
    said = _filled(
        _EFFECT[rule.policy],
        begins=point_name(rule.milestone, definition),
        ends=ends or _TO_THE_STOP,
        anew=_with(_AT_ITS_END, ends) if ends else _SAME_DAY,
        why=why,
    )
    more = []
    if rule.longer_than:
        more.append(_with(_LONGER, counted(rule.longer_than, rule.unit)))
    if rule.before:
        more.append(_with(_BEFORE, point_name(rule.before, definition)))
    return joined((said, *more)) if more else said


def _with(words: Text, one: Text) -> Text:
    return spoken(lambda language: getattr(words, language).format(one.in_language(language)))


def _filled(words: Text, **parts: Text) -> Text:
    return spoken(
        lambda language: getattr(words, language).format(**{k: part.in_language(language) for k, part in parts.items()})
    )


POLICY_WORDS: Final = {
    DelayPolicy.NONE: Text(
        "Klokka går som før, og fristen er den samme. Utsettelsen vises på siden om forløpet.",
        "Klokka går som før, og fristen er den same. Utsetjinga blir vist på sida om forløpet.",
        "The clock runs as before, with the same limit. The delay is shown on the page of the course.",
    ),
    DelayPolicy.EXPLAIN: Text(
        "Klokka går som før. Er fristen brutt, og varte utsettelsen lenge nok, står grunnen ved siden av.",
        "Klokka går som før. Er fristen broten, og varte utsetjinga lenge nok, står grunnen ved sida av.",
        "The clock runs as before. If the limit is passed and the delay lasted long enough, the reason stands beside it.",
    ),
    DelayPolicy.SUBTRACT: Text(
        "Klokka står stille så lenge utsettelsen varer, og fristen flyttes like langt fram. Gjelder frister i minutter og dager.",
        "Klokka står stille så lenge utsetjinga varer, og fristen blir flytta like langt fram. Gjeld fristar i minutt og dagar.",
        "The clock stands still as long as the delay lasts, and the limit moves as far. For limits in minutes and days.",
    ),
    DelayPolicy.STOP_RESTART: Text(
        "Runden slutter der utsettelsen begynner. Der den ender, begynner en ny runde fra null med hele fristen.",
        "Runden sluttar der utsetjinga tek til. Der ho endar, tek ein ny runde til frå null med heile fristen.",
        "The round ends where the delay begins. Where it ends, a new round begins from nought with the whole limit.",
    ),
    DelayPolicy.NULLIFY: Text(
        "Runden strykes, som om den aldri var begynt. Der utsettelsen ender, begynner en ny fra null.",
        "Runden blir stroken, som om han aldri var byrja. Der utsetjinga endar, tek ein ny til frå null.",
        "The round is struck out as if it had never begun. Where the delay ends, a new one begins from nought.",
    ),
}
"""What each policy does to a running clock, for people who choose among them."""
