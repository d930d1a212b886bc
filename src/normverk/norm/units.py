"""What a normative unit is made of: recommendation, advice, activity, requirement and their kin (S0; HAPI's units).

Strength stands with the scheme it was graded by, since a «B» of SIGN and a «weak» of GRADE are not the same word in
two languages. A unit without a grade says so with the scheme «none»; it is never guessed.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from normverk.norm.blocks import Block
from normverk.norm.identifiers import Id
from normverk.norm.text import Text

UnitKind = Literal[
    "recommendation", "advice", "activity", "guidance", "regulation", "legal-text", "fee", "requirement",
    "time-limit", "information", "generic",
]  # fmt: skip
UNIT_KINDS: Final[tuple[UnitKind, ...]] = (
    "recommendation", "advice", "activity", "guidance", "regulation", "legal-text", "fee", "requirement",
    "time-limit", "information", "generic",
)  # fmt: skip

GradingScheme = Literal["grade", "sign", "none"]
Direction = Literal["for", "against"]
Obligation = Literal["must", "should", "may"]


class Strength(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How strongly something is recommended, how sure the evidence is, and by which scheme both were graded."""

    scheme: GradingScheme
    grade: str = ""
    evidence: str = ""
    direction: Direction = "for"


class KeyFactors(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The four factors that a recommendation weighs (GRADE, from evidence to decision)."""

    benefits_harms: tuple[Block, ...] = ()
    evidence_quality: tuple[Block, ...] = ()
    values_preferences: tuple[Block, ...] = ()
    resources: tuple[Block, ...] = ()


class Coding(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A code of a code system that says what the unit is about."""

    system: str
    code: str
    display: str = ""
    version: str = ""


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One result that was looked for. `importance` is 1 to 9 in GRADE; 0 means not stated."""

    title: Text
    importance: int = 0
    certainty: str = ""
    effect: Text = Text(nb="")


class Pico(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The question behind a recommendation: for whom, what, compared with what, with which outcomes."""

    id: Id
    population: Text
    intervention: Text
    comparison: Text = Text(nb="")
    outcomes: tuple[Outcome, ...] = ()
    summary: tuple[Block, ...] = ()
    codes: tuple[Coding, ...] = ()


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a section a normative unit.

    The section's own blocks say what is recommended. `obligation` is what the unit asks (skal, bør, kan), where it is
    stated as data. `clocks` are the ids of the clocks of the computable pathway whose limits the unit states in words.
    `law` is the address of the provision that the unit is or explains.
    """

    kind: UnitKind
    strength: Strength | None = None
    obligation: Obligation | None = None
    factors: KeyFactors | None = None
    rationale: tuple[Block, ...] = ()
    practical: tuple[Block, ...] = ()
    picos: tuple[Pico, ...] = ()
    codes: tuple[Coding, ...] = ()
    clocks: tuple[str, ...] = ()
    law: str = ""


GRADES: Final[dict[GradingScheme, tuple[str, ...]]] = {
    "grade": ("strong", "weak"),
    "sign": ("A", "B", "C", "D"),
    "none": ("",),
}
"""What may stand in `grade` (GRADE handbook; SIGN 50, the grading used before 2012)."""

EVIDENCE: Final[dict[GradingScheme, tuple[str, ...]]] = {
    "grade": ("high", "moderate", "low", "very-low", ""),
    "sign": ("1++", "1+", "1-", "2++", "2+", "2-", "1a", "1b", "2a", "2b", "3", "4", ""),
    "none": ("",),
}
"""What may stand in `evidence`."""


def strength_faults(strength: Strength) -> tuple[str, ...]:
    """What in a strength its scheme does not know, one sentence each."""
    found = []
    if strength.grade not in GRADES[strength.scheme]:
        found.append(f"the scheme {strength.scheme} has no grade «{strength.grade}»")
    if strength.evidence not in EVIDENCE[strength.scheme]:
        found.append(f"the scheme {strength.scheme} has no evidence «{strength.evidence}»")
    return tuple(found)
