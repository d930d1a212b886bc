"""Lifting a norm to a more binding level. All rules here look at LiftFacts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from normverk.base.rules import Citation, Result, Strength, cannot_tell, met, rule
from normverk.norm.text import Text

THROUGH_PHASES: Final = "78f2f01d2c9e3e7435ee4747972703583d10c7eaebf6c64d248cec28569ad410"
NEW_ANALYSIS: Final = "b1498048004ce78b4c7b52024faad389a4c13608999ba68ca90f29be6a613be1"


@dataclass(frozen=True)
class LiftFacts:
    """A row that is more binding than what the same actor had for the same action.

    `case` is the reference of our own case that decided it, `case_known` whether there is one of that reference,
    `case_fits` whether it is about this norm, `approved` whether it has passed the decision that approves;
    `analysis` is its inquiry's. `decided_elsewhere` says that somebody else decided, with the source on the row.
    """

    before: str
    after: str
    case: str
    case_known: bool
    case_fits: bool
    approved: bool
    analysis: str
    decided_elsewhere: bool = False


_LIFT: Final = LiftFacts("guideline", "recommended", "S-2026-001", True, True, True, "simplified")
_ELSEWHERE: Final = LiftFacts("recommended", "mandatory", "", False, False, False, "", decided_elsewhere=True)


@rule(
    "lift.decided",
    strength=Strength.SKAL,
    about=LiftFacts,
    text=Text(
        nb="Et løft til et høyere nivå viser til saken som besluttet det, eller til kilden når andre besluttet.",
        nn="Eit løft til eit høgare nivå viser til saka som avgjorde det, eller til kjelda når andre avgjorde.",
        en="A lift to a higher level names the case that decided it, or the source when others did.",
    ),
    citation=Citation(
        "S1",
        "Vedlikeholde",
        THROUGH_PHASES,
        reading="The source says that a lift should go back through the phases. Whether it did can be seen only when the "
        "case is named, so the naming is required.",
    ),
    obeying=(_LIFT, _ELSEWHERE),
    breaking=(replace(_LIFT, case=""), replace(_LIFT, case_known=False), replace(_LIFT, case_fits=False)),
)
def lift_decided(facts: LiftFacts) -> Result:
    """Met when a case about this norm is named, or the decision was made elsewhere."""
    named = bool(facts.case) and facts.case_known and facts.case_fits
    return met(named or facts.decided_elsewhere, case=facts.case, fits=facts.case_fits)


@rule(
    "lift.through-phases",
    strength=Strength.SKAL,
    about=LiftFacts,
    text=Text(
        nb="Et løft til et høyere nivå går gjennom fasene: saken er godkjent før nivået heves.",
        nn="Eit løft til eit høgare nivå går gjennom fasane: saka er godkjend før nivået blir heva.",
        en="A lift goes through the phases: the case is approved before the level is raised.",
    ),
    citation=Citation(
        "S1",
        "Vedlikeholde",
        THROUGH_PHASES,
        reading="The source says «bør alltid». For our own decisions it is read as skal; for what others have decided "
        "nothing is claimed.",
    ),
    obeying=(_LIFT, _ELSEWHERE),
    breaking=(replace(_LIFT, approved=False),),
)
def lift_through_phases(facts: LiftFacts) -> Result:
    """Met when the case has passed the decision that approves, or the decision was made elsewhere."""
    return met(facts.approved or facts.decided_elsewhere, case=facts.case, approved=facts.approved)


@rule(
    "lift.mandatory-analysed",
    strength=Strength.SKAL,
    about=LiftFacts,
    text=Text(
        nb="Før noe blir obligatorisk, er det gjort en forenklet eller samfunnsøkonomisk analyse.",
        nn="Før noko blir obligatorisk, er det gjort ein forenkla eller samfunnsøkonomisk analyse.",
        en="Before something becomes mandatory there is a simplified or full economic analysis.",
    ),
    citation=Citation("S1", "Krav til utredninger", NEW_ANALYSIS),
    obeying=(replace(_LIFT, after="mandatory"), replace(_LIFT, analysis="minimum"), _ELSEWHERE),
    breaking=(replace(_LIFT, after="mandatory", analysis="minimum"), replace(_LIFT, after="mandatory", analysis="")),
)
def mandatory_analysed(facts: LiftFacts) -> Result:
    """Met when the lift is not to mandatory, or its case has the analysis; nothing is claimed of others' decisions."""
    if facts.after != "mandatory" or facts.decided_elsewhere:
        return met(True, after=facts.after, decided_elsewhere=facts.decided_elsewhere)
    if not facts.analysis:
        return cannot_tell(case=facts.case)
    return met(facts.analysis in {"simplified", "full"}, analysis=facts.analysis)
