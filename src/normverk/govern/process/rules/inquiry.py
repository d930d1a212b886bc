"""The rules of the inquiry, judged before it is decided whether a norm shall be made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from normverk.base.rules import Citation, Result, Strength, cannot_tell, met, rule
from normverk.norm.text import Text

_DFO: Final = "https://dfo.no/fagomrader/utredning/minimumskravene"
_ORDER: Final = ("minimum", "simplified", "full")
_NEEDED: Final = {
    ("guide", False): "minimum",
    ("guide", True): "minimum",
    ("guideline", False): "minimum",
    ("guideline", True): "simplified",
    ("recommended-standard", False): "simplified",
    ("recommended-standard", True): "full",
    ("mandatory-standard", False): "simplified",
    ("mandatory-standard", True): "full",
}
"""Level of the norm and whether its effects are larger than expected, to the least thorough analysis that fits."""


@dataclass(frozen=True)
class InquiryFacts:
    """What is there of an inquiry. `unanswered` are the numbers (1 to 6) of questions without an answer.

    `involvement` and `uptake` say whether it is written down who took part, and what helps the norm to be used.
    """

    begun: bool
    unanswered: tuple[int, ...]
    purpose: bool
    scope: bool
    target_group: bool
    planned_owner: bool
    level: str
    analysis: str
    larger_effects: bool
    involvement: bool
    uptake: bool


@dataclass(frozen=True)
class LevelFacts:
    """The level a norm is meant to have, and the levels that earlier editions of it have had."""

    level: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindAnalysisFacts:
    """The kind of product, the analysis that was chosen (empty: none yet), and the one the kind begins with."""

    kind: str
    analysis: str
    least: str


NOT_BEGUN: Final = InquiryFacts(False, (1, 2, 3, 4, 5, 6), False, False, False, False, "", "", False, False, False)
_GOOD: Final = InquiryFacts(True, (), True, True, True, True, "guideline", "minimum", False, True, True)


@rule(
    "inquiry.six-questions",
    strength=Strength.SKAL,
    about=InquiryFacts,
    text=Text(
        nb="De seks spørsmålene i utredningsinstruksen er besvart.",
        nn="Dei seks spørsmåla i utgreiingsinstruksen er svara på.",
        en="The six questions of the instruction on inquiries are answered.",
    ),
    citation=Citation("S1", "Utrede", "8abd26044a14edbdcc3ee8ec0e2213db6b0cdc031e47cd72be2007b56d347c41", url=_DFO),
    obeying=(_GOOD,),
    breaking=(replace(_GOOD, unanswered=(3,)), NOT_BEGUN),
)
def six_questions(facts: InquiryFacts) -> Result:
    """Met when none of the six is empty."""
    return met(facts.begun and not facts.unanswered, unanswered=", ".join(map(str, facts.unanswered)))


@rule(
    "inquiry.purpose-scope-target",
    strength=Strength.SKAL,
    about=InquiryFacts,
    text=Text(
        nb="Formål, bruksområde og målgruppe er oppgitt.",
        nn="Formål, bruksområde og målgruppe er oppgjevne.",
        en="Purpose, scope and target group are stated.",
    ),
    citation=Citation("S1", "Utrede", "8c71477d9d8a4db4eaf0d4c10596c933864a03eb5db5117f659b9a29c7bb98cc"),
    obeying=(_GOOD,),
    breaking=(
        replace(_GOOD, purpose=False),
        replace(_GOOD, scope=False),
        replace(_GOOD, target_group=False),
        NOT_BEGUN,
    ),
)
def purpose_scope_target(facts: InquiryFacts) -> Result:
    """Met when all three are written."""
    return met(
        facts.purpose and facts.scope and facts.target_group,
        purpose=facts.purpose,
        scope=facts.scope,
        target_group=facts.target_group,
    )


@rule(
    "inquiry.planned-owner",
    strength=Strength.BOER,
    about=InquiryFacts,
    text=Text(
        nb="Det er planlagt hvem som skal eie og vedlikeholde produktet.",
        nn="Det er planlagt kven som skal eige produktet og halde det ved like.",
        en="It is planned who shall own and maintain the norm.",
    ),
    citation=Citation("S1", "Utrede", "5fe733f835c5f9b7865730172d1cc9194026af2fb3595f4d501fe023d9245a4a"),
    obeying=(_GOOD,),
    breaking=(replace(_GOOD, planned_owner=False), NOT_BEGUN),
)
def planned_owner(facts: InquiryFacts) -> Result:
    """Met when an owner is named."""
    return met(facts.planned_owner, planned_owner=facts.planned_owner)


@rule(
    "inquiry.analysis-level",
    strength=Strength.BOER,
    about=InquiryFacts,
    text=Text(
        nb="Analysen er så grundig som nivået på produktet og virkningene tilsier.",
        nn="Analysen er så grundig som nivået på produktet og verknadene tilseier.",
        en="The analysis is as thorough as the level of the norm and its effects call for.",
    ),
    citation=Citation(
        "S1",
        "Krav til utredninger",
        "01daea52a2ebaec3ed5389732cde104b0ab293d3fa54ff90c2a0078ddea9ac73",
        reading="The table's «start with» is read as the least thorough analysis; a more thorough one always fits. "
        "For a mandatory standard the source leaves the choice to its consequences: full when they are larger than "
        "expected, simplified otherwise.",
    ),
    obeying=(
        _GOOD,
        replace(_GOOD, level="recommended-standard", analysis="simplified"),
        replace(_GOOD, level="guide", analysis="full"),
    ),
    breaking=(
        replace(_GOOD, larger_effects=True),
        replace(_GOOD, level="recommended-standard"),
        replace(_GOOD, level="mandatory-standard", analysis="simplified", larger_effects=True),
        NOT_BEGUN,
    ),
)
def analysis_level(facts: InquiryFacts) -> Result:
    """Met when the analysis made is at least the one the table starts with."""
    if not facts.begun:
        return cannot_tell(begun=False)
    needed = _NEEDED[(facts.level, facts.larger_effects)]
    fits = _ORDER.index(facts.analysis) >= _ORDER.index(needed)
    return met(fits, level=facts.level, analysis=facts.analysis, least_analysis=needed)


@rule(
    "inquiry.kind-analysis",
    strength=Strength.BOER,
    about=KindAnalysisFacts,
    text=Text(
        nb="Analysen er minst så grundig som denne typen produkt begynner med.",
        nn="Analysen er minst så grundig som denne typen produkt byrjar med.",
        en="The analysis is at least as thorough as the one this kind of product begins with.",
    ),
    citation=Citation(
        "S1",
        "Krav til utredninger",
        "01daea52a2ebaec3ed5389732cde104b0ab293d3fa54ff90c2a0078ddea9ac73",
        reading="The source names e-health norms by level. For the other kinds the table of kinds says what an inquiry "
        "begins with; that reading is ours.",
    ),
    obeying=(KindAnalysisFacts("standard", "simplified", "simplified"), KindAnalysisFacts("guide", "full", "minimum")),
    breaking=(KindAnalysisFacts("guideline", "minimum", "simplified"), KindAnalysisFacts("guide", "", "minimum")),
)
def kind_analysis(facts: KindAnalysisFacts) -> Result:
    """Met when the analysis chosen is at least the one the kind begins with."""
    if not facts.analysis:
        return cannot_tell(kind=facts.kind, analysis="", least_analysis=facts.least)
    fits = _ORDER.index(facts.analysis) >= _ORDER.index(facts.least)
    return met(fits, kind=facts.kind, analysis=facts.analysis, least_analysis=facts.least)


@rule(
    "level.recommended-before-mandatory",
    strength=Strength.SKAL,
    about=LevelFacts,
    text=Text(
        nb="En standard har vært anbefalt før den blir obligatorisk.",
        nn="Ein standard har vore tilrådd før han blir obligatorisk.",
        en="A standard has been recommended before it becomes mandatory.",
    ),
    citation=Citation(
        "S1",
        "Normerende produkter og normeringsnivå",
        "d1269ad1f0db899cc33b74b16049ab3e01bb9d8e089da391ee6254dc5d49e5cc",
    ),
    obeying=(LevelFacts("guideline"), LevelFacts("mandatory-standard", ("recommended-standard",))),
    breaking=(LevelFacts("mandatory-standard"), LevelFacts("mandatory-standard", ("guideline",))),
)
def recommended_before_mandatory(facts: LevelFacts) -> Result:
    """Met for every other level, and for a mandatory standard with a recommended edition behind it."""
    fits = facts.level != "mandatory-standard" or "recommended-standard" in facts.earlier
    return met(fits, level=facts.level, earlier_levels=", ".join(facts.earlier))


@rule(
    "draft.actors-involved",
    strength=Strength.SKAL,
    about=InquiryFacts,
    text=Text(
        nb="Det er gjort rede for hvordan de som normen angår, har vært med i arbeidet.",
        nn="Det er gjort greie for korleis dei som norma vedkjem, har vore med i arbeidet.",
        en="It is stated how those whom the norm concerns have taken part in the work.",
    ),
    citation=Citation(
        "S1",
        "Utarbeide utkast",
        "23bd51502a914c77d32f8edbe0bff4df0577d5c165b4ebb2b5b065ee7867f242",
        reading="The machine sees only that it is written down; whether it was enough is for the decision maker.",
    ),
    obeying=(_GOOD,),
    breaking=(replace(_GOOD, involvement=False), NOT_BEGUN),
)
def actors_involved(facts: InquiryFacts) -> Result:
    """Met when it is written down."""
    return met(facts.involvement, involvement=facts.involvement)


@rule(
    "uptake.considered",
    strength=Strength.SKAL,
    about=InquiryFacts,
    text=Text(
        nb="Det er vurdert hva som skal til for at normen blir tatt i bruk.",
        nn="Det er vurdert kva som skal til for at norma blir teken i bruk.",
        en="It has been considered what it takes for the norm to be used.",
    ),
    citation=Citation(
        "S1",
        "Få innspill og evaluere",
        "39105ce92cf75253ef602159d8906c1c1ceaf38f06c4402fbf004dfe66fac794",
        reading="«Must be considered» is read as: the consideration is written down.",
    ),
    obeying=(_GOOD,),
    breaking=(replace(_GOOD, uptake=False), NOT_BEGUN),
)
def uptake_considered(facts: InquiryFacts) -> Result:
    """Met when it is written down."""
    return met(facts.uptake, uptake=facts.uptake)
