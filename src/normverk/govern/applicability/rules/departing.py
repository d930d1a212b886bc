"""Ending a norm, being exempted from it, and saying that one does not follow it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.govern.applicability.rules.rows import MANDATORY_HEADING
from normverk.norm.text import Text

REPEALED: Final = "743559d75f609714a899b08152537861d9795d07e545550d7ba0ca3712ce4470"
WITHDRAWN: Final = "08c804a9038316eaec40d7bd747b85fa714973158f43102f70b219b55f698d4b"
EXEMPTED: Final = "1c95dbc96cab457d9bd0dc8f04f9aa8e6b4b31555337dc83fda2812bc346d14b"
GUIDELINE_EXPLAINED: Final = "0bbc2e4280964cc5e0bf645a03009e8e72254447ebc3acf5ce572698bccd00a8"
RECOMMENDED_FOLLOWED: Final = "50bb82662155075a112db3592d53499b6b0953f069f7ed31037e9808b0b2f52f"
REGULATION: Final = "Forskrift om standarder og nasjonale e-helseløsninger"


@dataclass(frozen=True)
class EndFacts:
    """A row about to get a last day. `legal_basis` is that of the repeal; `ended` says that it has one already."""

    level: str
    reason: str
    legal_basis: str
    ended: bool
    after_begin: bool


@dataclass(frozen=True)
class ExemptionFacts:
    """An exemption about to be granted. `mandatory` says that the version is mandatory for the actor and action then."""

    mandatory: bool
    legal_ground: str
    reason: str
    has_end: bool
    in_order: bool


@dataclass(frozen=True)
class StanceFacts:
    """A stance about to be recorded. `level` is the most binding the version has for anybody; empty when unknown."""

    stance: str
    reason: str
    level: str
    exempted: bool


_END: Final = EndFacts("mandatory", "Ingen bruker den lenger.", "Forskrift 1. juli 2022", False, True)
_EXEMPTION: Final = ExemptionFacts(True, "§ 8", "Særlig byrdefullt.", True, True)
_STANCE: Final = StanceFacts("does-not-follow", "Systemet byttes til våren.", "guideline", False)


@rule(
    "applicability.ended-with-reason",
    strength=Strength.SKAL,
    about=EndFacts,
    text=Text(
        nb="Det som trekkes tilbake eller oppheves, får en grunn som alle kan lese.",
        nn="Det som blir trekt tilbake eller oppheva, får ein grunn som alle kan lese.",
        en="What is withdrawn or repealed gets a reason that everybody can read.",
    ),
    citation=Citation(
        "S1", "Hva er en anbefalt standard?", WITHDRAWN, reading="That it is no longer of use is a reason."
    ),
    obeying=(_END, replace(_END, level="guideline", legal_basis="")),
    breaking=(replace(_END, reason=" "), replace(_END, ended=True), replace(_END, after_begin=False)),
)
def ended_with_reason(facts: EndFacts) -> Result:
    """Met when there is a reason, no earlier end, and the last day does not come before the first."""
    holds = bool(facts.reason.strip()) and not facts.ended and facts.after_begin
    return met(holds, reasoned=bool(facts.reason.strip()), ended=facts.ended, after_begin=facts.after_begin)


@rule(
    "applicability.repealed-by-law",
    strength=Strength.SKAL,
    about=EndFacts,
    text=Text(
        nb="En obligatorisk standard oppheves på rettslig grunnlag.",
        nn="Ein obligatorisk standard blir oppheva på rettsleg grunnlag.",
        en="A mandatory standard is repealed on a legal basis.",
    ),
    citation=Citation(
        "S1", MANDATORY_HEADING, REPEALED, reading="What rests on a regulation is repealed by changing the regulation."
    ),
    obeying=(_END, EndFacts("recommended", "Erstattet.", "", False, True)),
    breaking=(replace(_END, legal_basis=""),),
)
def repealed_by_law(facts: EndFacts) -> Result:
    """Met when the row was not mandatory, or the repeal names its legal basis."""
    return met(facts.level != "mandatory" or bool(facts.legal_basis.strip()), level=facts.level)


@rule(
    "exemption.legal-ground",
    strength=Strength.SKAL,
    about=ExemptionFacts,
    text=Text(
        nb="Unntak gis bare fra det som er obligatorisk, med hjemmel og begrunnelse.",
        nn="Unntak blir gjeve berre frå det som er obligatorisk, med heimel og grunngjeving.",
        en="Exemption is given only from what is mandatory, with legal ground and reason.",
    ),
    citation=Citation("S1", MANDATORY_HEADING, EXEMPTED),
    obeying=(_EXEMPTION,),
    breaking=(
        replace(_EXEMPTION, mandatory=False),
        replace(_EXEMPTION, legal_ground=""),
        replace(_EXEMPTION, reason=""),
    ),
)
def exemption_legal_ground(facts: ExemptionFacts) -> Result:
    """Met when there is something to be exempted from, a legal ground and a reason."""
    ground, reason = bool(facts.legal_ground.strip()), bool(facts.reason.strip())
    return met(facts.mandatory and ground and reason, mandatory=facts.mandatory, legal_ground=ground, reasoned=reason)


@rule(
    "exemption.time-limited",
    strength=Strength.SKAL,
    about=ExemptionFacts,
    text=Text(
        nb="Et unntak har en første og en siste dag.",
        nn="Eit unntak har ein første og ein siste dag.",
        en="An exemption has a first and a last day.",
    ),
    citation=Citation(REGULATION, "§ 8", reading="The regulation lets the directorate exempt for a limited time."),
    obeying=(_EXEMPTION,),
    breaking=(replace(_EXEMPTION, has_end=False), replace(_EXEMPTION, in_order=False)),
)
def exemption_time_limited(facts: ExemptionFacts) -> Result:
    """Met when there is an end, not before the beginning."""
    return met(facts.has_end and facts.in_order, has_end=facts.has_end, in_order=facts.in_order)


@rule(
    "stance.explained",
    strength=Strength.SKAL,
    about=StanceFacts,
    text=Text(
        nb="Den som ikke følger en norm, eller tilpasser den, skriver hvorfor.",
        nn="Den som ikkje følgjer ei norm, eller tilpassar ho, skriv kvifor.",
        en="Whoever does not follow a norm, or adapts it, writes why.",
    ),
    citation=Citation(
        "S1",
        "Hva er en retningslinje?",
        GUIDELINE_EXPLAINED,
        reading="The source says that a choice not to follow should be reasoned. What is recorded here is public, and a "
        "stance without its reason would tell nobody anything, so the reason is required. Adapting is read as following "
        "in part.",
    ),
    obeying=(_STANCE, StanceFacts("follows", "", "guideline", False)),
    breaking=(replace(_STANCE, reason=""), replace(_STANCE, stance="adapts", reason=" ")),
)
def stance_explained(facts: StanceFacts) -> Result:
    """Met when the norm is followed, or a reason is given."""
    return met(facts.stance == "follows" or bool(facts.reason.strip()), stance=facts.stance)


@rule(
    "stance.mandatory-followed",
    strength=Strength.BOER,
    about=StanceFacts,
    text=Text(
        nb="Det som er obligatorisk, følges, om ikke virksomheten har fått unntak.",
        nn="Det som er obligatorisk, blir følgt, om ikkje verksemda har fått unntak.",
        en="What is mandatory is followed unless the organisation has an exemption.",
    ),
    citation=Citation(
        "S1",
        MANDATORY_HEADING,
        EXEMPTED,
        reading="The duty is skal. To say openly that one does not follow it is better than silence, so the stance is "
        "taken with a warning.",
    ),
    obeying=(
        _STANCE,
        replace(_STANCE, level="mandatory", exempted=True),
        StanceFacts("follows", "", "mandatory", False),
    ),
    breaking=(replace(_STANCE, level="mandatory"),),
)
def mandatory_followed(facts: StanceFacts) -> Result:
    """Met when the norm is followed, is not mandatory, or there is an exemption."""
    departs = facts.stance != "follows" and facts.level == "mandatory"
    return met(not departs or facts.exempted, level=facts.level, exempted=facts.exempted)


@rule(
    "stance.recommended-followed",
    strength=Strength.BOER,
    about=StanceFacts,
    text=Text(
        nb="En anbefalt standard følges, om det ikke er svært gode grunner til noe annet.",
        nn="Ein tilrådd standard blir følgt, om det ikkje er svært gode grunnar til noko anna.",
        en="A recommended standard is followed unless there are very good reasons not to.",
    ),
    citation=Citation(
        "S1",
        "Hva er en anbefalt standard?",
        RECOMMENDED_FOLLOWED,
        reading="How good a reason is, people must judge; a short one is warned about.",
    ),
    obeying=(_STANCE, replace(_STANCE, level="recommended", reason="x" * 40)),
    breaking=(replace(_STANCE, level="recommended", reason="Dyrt."),),
)
def recommended_followed(facts: StanceFacts) -> Result:
    """Met when the norm is followed or not recommended, or the reason has 40 signs or more."""
    departs = facts.stance != "follows" and facts.level == "recommended"
    return met(not departs or len(facts.reason.strip()) >= 40, level=facts.level, signs=len(facts.reason.strip()))
