"""What a row of applicability must be. All rules here look at RowFacts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from normverk.base.rules import Citation, Result, Strength, cannot_tell, met, rule
from normverk.norm.text import Text

IN_REGULATION: Final = "a61e520104b929628ce0e5f1904b6d069be648dc9c867b111e570f644bbf55e6"
NAMES_GROUPS: Final = "bbf36311e450118f05be131609de2a4737cbc6217610a8fcc7948f27f658b64d"
SOME_AND_OTHERS: Final = "659ab973369051f8b7ae18bfe6004d1c45b66e886a5fb48cc44f982a49bfb555"
RECOMMENDED_FIRST: Final = "d1269ad1f0db899cc33b74b16049ab3e01bb9d8e089da391ee6254dc5d49e5cc"
MANDATORY_HEADING: Final = "Hva er en obligatorisk standard?"
LEVELS_HEADING: Final = "Normerende produkter og normeringsnivå"


@dataclass(frozen=True)
class RowFacts:
    """A row about to be recorded, and what is known of the same norm.

    `level` is empty when unknown. `recommended_before` is None when our records do not reach back far enough to tell,
    as for what others have decided. `clashes` name the rows that say otherwise for the same days, `undeclared` the
    versions that would be valid beside this one without both saying so.
    """

    level: str
    actor: str
    legal_basis: str
    recommended_before: bool | None
    decided_elsewhere: bool
    sourced: bool = True
    wrong_dates: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    undeclared: tuple[str, ...] = ()
    knowledge_in_order: bool = True


_MANDATORY: Final = RowFacts("mandatory", "hospital", "Forskrift om standarder § 6", True, False)
_RECOMMENDED: Final = RowFacts("recommended", "general-practice", "", False, False)
_IMPORTED: Final = replace(_MANDATORY, recommended_before=None, decided_elsewhere=True)


@rule(
    "applicability.recommended-first",
    strength=Strength.SKAL,
    about=RowFacts,
    text=Text(
        nb="En standard er anbefalt for noen før den blir obligatorisk for noen.",
        nn="Ein standard er tilrådd for nokon før han blir obligatorisk for nokon.",
        en="A standard is recommended for somebody before it becomes mandatory for anybody.",
    ),
    citation=Citation(
        "S1",
        LEVELS_HEADING,
        RECOMMENDED_FIRST,
        reading="«Anbefalt» is read as recommended for some group in some version, from an earlier day. What others have "
        "decided is taken as it stands with its source; our records do not reach back far enough to judge it.",
    ),
    obeying=(_MANDATORY, _RECOMMENDED, _IMPORTED),
    breaking=(replace(_MANDATORY, recommended_before=False), replace(_MANDATORY, recommended_before=None)),
)
def recommended_first(facts: RowFacts) -> Result:
    """Met when the row is not mandatory, or was decided elsewhere, or a recommendation came before."""
    if facts.level != "mandatory" or facts.decided_elsewhere:
        return met(True, level=facts.level, decided_elsewhere=facts.decided_elsewhere)
    if facts.recommended_before is None:
        return cannot_tell(level=facts.level)
    return met(facts.recommended_before, level=facts.level, recommended_before=facts.recommended_before)


@rule(
    "applicability.recommended-first-elsewhere",
    strength=Strength.BOER,
    about=RowFacts,
    text=Text(
        nb="Også for det andre har besluttet, bør katalogen vise at standarden var anbefalt før den ble obligatorisk.",
        nn="Også for det andre har avgjort, bør katalogen vise at standarden var tilrådd før han vart obligatorisk.",
        en="Also for what others have decided, the catalogue should show that it was recommended before it was mandatory.",
    ),
    citation=Citation("S1", LEVELS_HEADING, RECOMMENDED_FIRST, reading="Told as a warning: we cannot undo it."),
    obeying=(_MANDATORY, replace(_IMPORTED, recommended_before=True)),
    breaking=(_IMPORTED, replace(_IMPORTED, recommended_before=False)),
)
def recommended_first_elsewhere(facts: RowFacts) -> Result:
    """Met when a recommendation is on record; cannot tell when our records do not reach that far."""
    if facts.level != "mandatory" or not facts.decided_elsewhere:
        return met(True, level=facts.level)
    if facts.recommended_before is None:
        return cannot_tell(level=facts.level)
    return met(facts.recommended_before, level=facts.level)


@rule(
    "applicability.mandatory-in-regulation",
    strength=Strength.SKAL,
    about=RowFacts,
    text=Text(
        nb="Det som er obligatorisk, har et rettslig grunnlag.",
        nn="Det som er obligatorisk, har eit rettsleg grunnlag.",
        en="What is mandatory has a legal basis.",
    ),
    citation=Citation("S1", MANDATORY_HEADING, IN_REGULATION),
    obeying=(_MANDATORY, _RECOMMENDED),
    breaking=(replace(_MANDATORY, legal_basis=""), replace(_MANDATORY, legal_basis="  ")),
)
def mandatory_in_regulation(facts: RowFacts) -> Result:
    """Met when the row is not mandatory or names its legal basis."""
    return met(facts.level != "mandatory" or bool(facts.legal_basis.strip()), level=facts.level)


@rule(
    "applicability.mandatory-names-groups",
    strength=Strength.SKAL,
    about=RowFacts,
    text=Text(
        nb="Det som er obligatorisk, nevner hvem det er obligatorisk for.",
        nn="Det som er obligatorisk, nemner kven det er obligatorisk for.",
        en="What is mandatory names whom it is mandatory for.",
    ),
    citation=Citation("S1", MANDATORY_HEADING, NAMES_GROUPS),
    obeying=(_MANDATORY, replace(_RECOMMENDED, actor="")),
    breaking=(replace(_MANDATORY, actor=""),),
)
def mandatory_names_groups(facts: RowFacts) -> Result:
    """Met when the row is not mandatory or has a kind of actor."""
    return met(facts.level != "mandatory" or bool(facts.actor), level=facts.level, actor=facts.actor)


@rule(
    "applicability.one-level-at-a-time",
    strength=Strength.SKAL,
    about=RowFacts,
    text=Text(
        nb="En versjon har bare ett nivå om gangen for samme aktør og samme handling; andre aktører kan ha et annet.",
        nn="Ein versjon har berre eitt nivå om gongen for same aktør og same handling; andre aktørar kan ha eit anna.",
        en="A version has one level at a time for the same actor and action; other actors may have another.",
    ),
    citation=Citation(
        "S1",
        MANDATORY_HEADING,
        SOME_AND_OTHERS,
        reading="The level belongs to standard, kind of actor and action together; for one such triple it is one.",
    ),
    obeying=(_MANDATORY, _RECOMMENDED),
    breaking=(replace(_MANDATORY, clashes=("1.4 hospital send recommended",)),),
)
def one_level_at_a_time(facts: RowFacts) -> Result:
    """Met when no known row says otherwise for the same days."""
    return met(not facts.clashes, clashes="; ".join(facts.clashes))


@rule(
    "applicability.versions-side-by-side",
    strength=Strength.SKAL,
    about=RowFacts,
    text=Text(
        nb="To versjoner gjelder side om side bare når begge er erklært likestilte.",
        nn="To versjonar gjeld side om side berre når begge er erklærte likestilte.",
        en="Two versions are valid side by side only when both are declared equal.",
    ),
    citation=Citation("normverk", "I1", reading="Days on trial bind nobody and do not count."),
    obeying=(_MANDATORY,),
    breaking=(replace(_MANDATORY, undeclared=("1.3",)),),
)
def versions_side_by_side(facts: RowFacts) -> Result:
    """Met when no other version binds the same actor and action on the same days undeclared."""
    return met(not facts.undeclared, versions=", ".join(facts.undeclared))


@rule(
    "applicability.dates-in-order",
    strength=Strength.SKAL,
    about=RowFacts,
    text=Text(
        nb="Datoene står i rekkefølge: fra, utprøving til, aktiv fra, utfasing fra, til.",
        nn="Datoane står i rekkjefølgje: frå, utprøving til, aktiv frå, utfasing frå, til.",
        en="The dates stand in order: from, trial until, active from, phase-out from, to.",
    ),
    citation=Citation("normverk", "Referansekatalog", reading="The life cycle is worked out from these dates."),
    obeying=(_MANDATORY,),
    breaking=(replace(_MANDATORY, wrong_dates=("valid_from > valid_to",)),),
)
def dates_in_order(facts: RowFacts) -> Result:
    """Met when no date comes before one that it must follow."""
    return met(not facts.wrong_dates, wrong="; ".join(facts.wrong_dates))


@rule(
    "applicability.elsewhere-with-source",
    strength=Strength.SKAL,
    about=RowFacts,
    text=Text(
        nb="Det andre har besluttet, gjengis med kilde.",
        nn="Det andre har avgjort, blir attgjeve med kjelde.",
        en="What others have decided is told with its source.",
    ),
    citation=Citation("normverk", "Referansekatalog", reading="A row that nobody can check is worth nothing."),
    obeying=(_IMPORTED, _MANDATORY),
    breaking=(replace(_IMPORTED, sourced=False),),
)
def elsewhere_with_source(facts: RowFacts) -> Result:
    """Met when the decision was made here, or the source has a title."""
    return met(facts.sourced or not facts.decided_elsewhere, decided_elsewhere=facts.decided_elsewhere)


@rule(
    "applicability.knowledge-in-order",
    strength=Strength.SKAL,
    about=RowFacts,
    text=Text(
        nb="Det som skrives inn nå, endrer ikke svar på hva som var kjent før.",
        nn="Det som blir skrive inn no, endrar ikkje svar på kva som var kjent før.",
        en="What is recorded now does not change answers about what was known before.",
    ),
    citation=Citation("normverk", "Referansekatalog", reading="Knowledge time only moves forward."),
    obeying=(_MANDATORY,),
    breaking=(replace(_MANDATORY, knowledge_in_order=False),),
)
def knowledge_in_order(facts: RowFacts) -> Result:
    """Met when nothing was recorded later than this moment."""
    return met(facts.knowledge_in_order)
