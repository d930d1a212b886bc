"""Checks of skal, bør and kan: that the words of a unit say the same as its stated strength and obligation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from normverk.norm.blocks import Paragraph
from normverk.norm.checks.example import example, example_section
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm, placed_sections
from normverk.norm.content import Section
from normverk.norm.text import LANGUAGES, Text
from normverk.norm.units import EVIDENCE, GRADES, Obligation, Strength, Unit, strength_faults
from normverk.norm.words import same

_RULE: Final = "https://www.helsedirektoratet.no/produkter/om-helsedirektoratets-normerende-produkter"
_MODALS: Final[dict[str, dict[Obligation, str]]] = {
    "nb": {"must": r"skal|må|plikter", "should": r"bør|burde|anbefale[srt]?|tilrås|frarås", "may": r"kan|foreslå[rs]?"},
    "nn": {
        "must": r"skal|må|pliktar",
        "should": r"bør|tilrår|tilrådd|anbefaler|frarår",
        "may": r"kan|føreslår|foreslår",
    },
    "en": {
        "must": r"must|shall",
        "should": r"should|ought|recommend(?:s|ed)?",
        "may": r"may|can|could|suggest(?:s|ed)?",
    },
}
_SAID: Final[dict[Obligation, Text]] = {
    "must": Text("skal", "skal", "must"),
    "should": Text("bør", "bør", "should"),
    "may": Text("kan", "kan", "may"),
}


def modal(words: str, language: str) -> Obligation | None:
    """What the words ask by their first modal verb: a later one stands in a subordinate clause."""
    found = [
        (match.start(), asked)
        for asked, pattern in _MODALS[language].items()
        if (match := re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE))
    ]
    return min(found)[1] if found else None


def _asked(section: Section) -> Iterator[tuple[str, str, Obligation]]:
    """What a unit asks in each language, by its title; by its first paragraph when the title asks nothing."""
    first = section.blocks[0] if section.blocks else None
    texts = [("title", section.title)] + ([("blocks/1/text", first.text)] if isinstance(first, Paragraph) else [])
    for language in LANGUAGES:
        for field, text in texts:
            asked = modal(getattr(text, language), language)
            if asked is not None:
                yield field, language, asked
                break


def _unit(title: str, **changed: object) -> Norm:
    return example(example_section(title=Text(title), unit=Unit("recommendation", **changed)))  # type: ignore[arg-type]


@check(
    "wording-and-strength",
    strength="warning",
    about=Norm,
    looks_at=Text(
        "Ordene skal, bør og kan mot styrken anbefalingen er gitt.",
        "Orda skal, bør og kan mot styrken tilrådinga er gitt.",
        "The words must, should and may against the strength that the recommendation was given.",
    ),
    why=Text(
        nb="Leseren følger ordene, og verktøy følger styrken. Sier de ulike ting, blir praksis ulik.",
        nn="Lesaren følgjer orda, og verktøy følgjer styrken. Seier dei ulike ting, blir praksis ulik.",
        en="Readers follow the words and tools follow the strength. When they differ, practice differs.",
    ),
    source=_RULE,
    mend=Text(
        "Skriv «bør» ved sterk og «kan» ved svak anbefaling, eller rett styrken.",
        "Skriv «bør» ved sterk og «kan» ved svak tilråding, eller rett styrken.",
        "Write “should” for a strong and “may” for a weak recommendation, or mend the strength.",
    ),
    obeying=(
        _unit("Kommunen bør lage kriterier for hvem som kan få det", strength=Strength("grade", "strong")),
        _unit("Tiltaket kan vurderes", strength=Strength("grade", "weak")),
        _unit("Kriterier for multidose", strength=Strength("grade", "weak")),
    ),
    breaking=(
        _unit("Tiltaket kan vurderes", strength=Strength("grade", "strong")),
        _unit("Kommunen bør lage kriterier", strength=Strength("grade", "weak")),
    ),
)
def wording_and_strength(norm: Norm) -> Iterator[Hit]:
    """GRADE's two grades. SIGN grades the evidence rather than the words, and is left alone."""
    for where, section in placed_sections(norm.content):
        strength = section.unit.strength if section.unit else None
        if strength is None or strength.scheme != "grade" or strength.grade not in {"strong", "weak"}:
            continue
        for field, language, asked in _asked(section):
            if (asked == "may") != (strength.grade == "weak"):
                graded = (
                    Text("sterk", "sterk", "strong") if strength.grade == "strong" else Text("svak", "svak", "weak")
                )
                yield Hit(f"{where}/{field}", _says(language, _SAID[asked], graded))
                break


@check(
    "wording-and-obligation",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Ordene skal, bør og kan mot forpliktelsen som er oppgitt som data.",
        "Orda skal, bør og kan mot plikta som er oppgitt som data.",
        "The words must, should and may against the obligation that is stated as data.",
    ),
    why=Text(
        nb="Samme krav er da både en plikt og et råd.",
        nn="Same krav er då både ei plikt og eit råd.",
        en="The same requirement is then both a duty and an advice.",
    ),
    source=_RULE,
    mend=Text(
        "La ordene og forpliktelsen si det samme.", "La orda og plikta seie det same.",
        "Let the words and the obligation say the same.",
    ),
    obeying=(_unit("Systemet bør logge", obligation="should"), _unit("Logging", obligation="may")),
    breaking=(_unit("Systemet kan logge", obligation="should"), _unit("Systemet bør logge", obligation="must")),
)  # fmt: skip
def wording_and_obligation(norm: Norm) -> Iterator[Hit]:
    """Each language; one finding a unit."""
    for where, section in placed_sections(norm.content):
        stated = section.unit.obligation if section.unit else None
        for field, language, asked in _asked(section):
            if stated is not None and asked != stated:
                yield Hit(f"{where}/{field}", _says(language, _SAID[asked], _SAID[stated]))
                break


@check(
    "wording-and-law",
    strength="warning",
    about=Norm,
    looks_at=Text(
        "Enheter som sier «skal» eller «må» uten grunnlag i lov.",
        "Einingar som seier «skal» eller «må» utan grunnlag i lov.",
        "Units that say “must” without a ground in law.",
    ),
    why=Text(
        nb="«Skal» er for det som følger av lov, forskrift eller et like klart grunnlag. Ellers tror leseren at rådet er en plikt.",
        nn="«Skal» er for det som følgjer av lov, forskrift eller eit like klart grunnlag. Elles trur lesaren at rådet er ei plikt.",
        en="“Must” is for what follows from law or as clear a ground. Otherwise the reader takes an advice for a duty.",
    ),
    source=_RULE,
    mend=Text(
        "Oppgi bestemmelsen, eller skriv «bør».", "Oppgi føresegna, eller skriv «bør».",
        "State the provision, or write “should”.",
    ),
    obeying=(
        _unit("Kommunen skal ha en plan", law="https://lovdata.no/lov/2011-06-24-30/§3-1"),
        _unit("Kommunen bør ha en plan"),
    ),
    breaking=(_unit("Kommunen skal ha en plan"),),
)  # fmt: skip
def wording_and_law(norm: Norm) -> Iterator[Hit]:
    """Recommendations, advice, activities and guidance by their titles, in norms that state no legal basis at all."""
    if any(getattr(norm.content.legal_basis, language) for language in LANGUAGES):
        return
    for where, section in placed_sections(norm.content):
        unit = section.unit
        if unit is None or unit.law or unit.kind not in {"recommendation", "advice", "activity", "guidance"}:
            continue
        language = next((known for known in LANGUAGES if modal(getattr(section.title, known), known) == "must"), None)
        if language is not None:
            yield Hit(
                f"{where}/title",
                Text(
                    "Enheten sier «skal» uten grunnlag i lov.",
                    "Eininga seier «skal» utan grunnlag i lov.",
                    "The unit says “must” without a ground in law.",
                ),
            )


@check(
    "strength-in-scheme",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Grad og dokumentasjon mot ordningen de er gradert etter.",
        "Grad og dokumentasjon mot ordninga dei er graderte etter.",
        "Grade and evidence against the scheme they were graded by.",
    ),
    why=Text(
        nb="En grad som ordningen ikke har, betyr ingenting for den som leser.",
        nn="Ein grad som ordninga ikkje har, betyr ingenting for den som les.",
        en="A grade that the scheme does not have means nothing to the reader.",
    ),
    source="https://gdt.gradepro.org/app/handbook/handbook.html",
    mend=Text("Bruk en grad fra ordningen.", "Bruk ein grad frå ordninga.", "Use a grade of the scheme."),
    obeying=(_unit("Råd", strength=Strength("sign", "B", "2+")),),
    breaking=(_unit("Råd", strength=Strength("grade", "B")), _unit("Råd", strength=Strength("grade", "weak", "2+"))),
)
def strength_in_scheme(norm: Norm) -> Iterator[Hit]:
    """By `units.strength_faults`."""
    for where, section in placed_sections(norm.content):
        strength = section.unit.strength if section.unit else None
        if strength is None or not strength_faults(strength):
            continue
        wrong = strength.grade if strength.grade not in GRADES[strength.scheme] else strength.evidence
        choices = GRADES if strength.grade not in GRADES[strength.scheme] else EVIDENCE
        yield Hit(
            f"{where}/unit/strength",
            Text(
                f"Ordningen {strength.scheme} har ikke «{wrong}».",
                f"Ordninga {strength.scheme} har ikkje «{wrong}».",
                f"The scheme {strength.scheme} has no “{wrong}”.",
            ),
            same(", ".join(known for known in choices[strength.scheme] if known) or "–"),
        )


def _says(language: str, asked: Text, stated: Text) -> Text:
    return Text(
        f"Teksten ({language}) sier «{asked.nb}», men det er oppgitt «{stated.nb}».",
        f"Teksten ({language}) seier «{asked.nn}», men det er oppgitt «{stated.nn}».",
        f"The text ({language}) says “{asked.en}”, but “{stated.en}” is stated.",
    )
