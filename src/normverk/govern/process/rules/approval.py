"""The rules of the draft, of the need for a hearing, of change after it, and of what can be approved and published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from normverk.base.rules import Citation, Result, Strength, cannot_tell, met, rule
from normverk.norm.text import Text


@dataclass(frozen=True)
class EditionFacts:
    """The edition as it stands: state, whether it says what it is for, its first day, and errors of the norm check.

    `lint_open` are the checks that warn and were neither mended nor answered, `lint_answered` the owner's answers.
    """

    state: str
    purpose: bool
    scope: bool
    target_group: bool
    says_something: bool
    valid_from: str
    lint_errors: tuple[str, ...]
    lint_open: tuple[str, ...] = ()
    lint_answered: tuple[str, ...] = ()


@dataclass(frozen=True)
class HearingNeedFacts:
    """Whether the norm has essential effects for those it concerns (None: nobody has said), and the hearing held."""

    essential_effects: bool | None
    hearing: str


@dataclass(frozen=True)
class ChangeFacts:
    """The text that was heard (empty: none) and the one there is now, as digests.

    `material` is the newest assessment of exactly this change: True, False, or None when there is none.
    """

    heard: str
    present: str
    material: bool | None = None


@dataclass(frozen=True)
class KindFacts:
    """The kind of product, and what it requires that the edition does not state."""

    kind: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ReviewFacts:
    """What a second person concluded about the text there is now (empty: nothing), and comments still open."""

    verdict: str
    open_comments: int


_GOOD: Final = EditionFacts("review", True, True, True, True, "2026-05-01", ())


@rule(
    "draft.says-what-for",
    strength=Strength.SKAL,
    about=EditionFacts,
    text=Text(
        nb="Selve produktet sier hva det er til for, hvor det gjelder og hvem det er for, og har innhold.",
        nn="Sjølve produktet seier kva det er til for, kvar det gjeld og kven det er for, og har innhald.",
        en="The norm itself says what it is for, where it applies and for whom, and has content.",
    ),
    citation=Citation("S1", "Utarbeide utkast", "ff44d3a6f82e04641eab77af7c1c8fbf31c932d30e63e61abb83fc78d255b19f"),
    obeying=(_GOOD,),
    breaking=(
        replace(_GOOD, purpose=False),
        replace(_GOOD, scope=False),
        replace(_GOOD, target_group=False),
        replace(_GOOD, says_something=False),
    ),
)
def says_what_for(facts: EditionFacts) -> Result:
    """Met when the three are stated and there is a section or a computable part."""
    return met(
        facts.purpose and facts.scope and facts.target_group and facts.says_something,
        purpose=facts.purpose,
        scope=facts.scope,
        target_group=facts.target_group,
        content=facts.says_something,
    )


@rule(
    "draft.kind-states",
    strength=Strength.SKAL,
    about=KindFacts,
    text=Text(
        nb="Utkastet sier alt som denne typen produkt skal si.",
        nn="Utkastet seier alt som denne typen produkt skal seie.",
        en="The draft states everything that this kind of product must state.",
    ),
    citation=Citation(
        "S1",
        "Utarbeide utkast",
        "ff44d3a6f82e04641eab77af7c1c8fbf31c932d30e63e61abb83fc78d255b19f",
        reading="What each kind must state beyond purpose, scope and target group is read from S0's description of the "
        "kind and stands in the table of kinds.",
    ),
    obeying=(KindFacts("guideline", ()),),
    breaking=(KindFacts("guideline", ("method",)),),
)
def kind_states(facts: KindFacts) -> Result:
    """Met when nothing is missing."""
    return met(not facts.missing, kind=facts.kind, missing=", ".join(facts.missing))


@rule(
    "draft.second-person",
    strength=Strength.BOER,
    about=ReviewFacts,
    text=Text(
        nb="En annen enn den som har skrevet, har funnet teksten klar, og ingen merknad står åpen.",
        nn="Ein annan enn den som har skrive, har funne teksten klar, og ingen merknad står open.",
        en="Somebody other than the writer has found the text ready, and no comment is open.",
    ),
    citation=Citation("normverk", "A second pair of eyes"),
    obeying=(ReviewFacts("ready", 0),),
    breaking=(ReviewFacts("", 0), ReviewFacts("ready", 1), ReviewFacts("back", 0)),
)
def second_person(facts: ReviewFacts) -> Result:
    """Met when the present text was called ready and every comment is resolved."""
    ready = facts.verdict == "ready" and not facts.open_comments
    return met(ready, verdict=facts.verdict, open_comments=facts.open_comments)


@rule(
    "hearing.needed",
    strength=Strength.SKAL,
    about=HearingNeedFacts,
    text=Text(
        nb="En norm med vesentlige virkninger for dem den angår, har vært på åpen høring.",
        nn="Ei norm med vesentlege verknader for dei ho vedkjem, har vore på open høyring.",
        en="A norm with essential effects for those it concerns has been through an open hearing.",
    ),
    citation=Citation(
        "S1",
        "Høring",
        "7922418ae120760d01146cb332ccb0f2ccbf2fc8d59e262cbdecbd1438451822",
        reading="Whether the effects are essential is said in the inquiry. As long as nobody has said it, the machine "
        "cannot tell, and a hearing is needed. A hearing may be left out by a written, reasoned decision "
        "(Utredningsinstruksen 3-3).",
    ),
    obeying=(HearingNeedFacts(True, "H-2026-001"), HearingNeedFacts(False, ""), HearingNeedFacts(None, "H-2026-001")),
    breaking=(HearingNeedFacts(True, ""), HearingNeedFacts(None, "")),
)
def hearing_needed(facts: HearingNeedFacts) -> Result:
    """Met when there is a hearing, or the effects are known not to be essential."""
    if facts.essential_effects is None and not facts.hearing:
        return cannot_tell(essential_effects=None, hearing="")
    return met(
        bool(facts.hearing) or facts.essential_effects is False,
        essential_effects=facts.essential_effects,
        hearing=facts.hearing,
    )


@rule(
    "change.heard-or-assessed",
    strength=Strength.SKAL,
    about=ChangeFacts,
    text=Text(
        nb="Er teksten endret etter høringen, er endringen vurdert; en vesentlig endring går på ny høring.",
        nn="Er teksten endra etter høyringa, er endringa vurdert; ei vesentleg endring går på ny høyring.",
        en="If the text has changed since the hearing, the change is assessed; a material change goes to a new hearing.",
    ),
    citation=Citation(
        "S1",
        "Høring",
        "d2821ea9df6cdde524990c1c8e679d7b7ea2b8c58e6182add6674b270fc4be0f",
        reading="Whether a change is material is for people to judge; what is asked for is that exactly this change "
        "has been judged, with reasons.",
    ),
    obeying=(ChangeFacts("a", "a"), ChangeFacts("a", "b", False), ChangeFacts("", "b")),
    breaking=(ChangeFacts("a", "b"), ChangeFacts("a", "b", True)),
)
def heard_or_assessed(facts: ChangeFacts) -> Result:
    """Met when the text is the one heard, nothing was heard, or the change was found not to be material."""
    if facts.heard in {"", facts.present}:
        return met(True, heard=facts.heard[:12], present=facts.present[:12])
    if facts.material is None:
        return cannot_tell(heard=facts.heard[:12], present=facts.present[:12], material=None)
    return met(not facts.material, heard=facts.heard[:12], present=facts.present[:12], material=facts.material)


@rule(
    "edition.handed-in",
    strength=Strength.SKAL,
    about=EditionFacts,
    text=Text(
        nb="Utgaven er sendt til kvalitetssikring, så teksten ligger fast mens det besluttes.",
        nn="Utgåva er send til kvalitetssikring, så teksten ligg fast medan det blir avgjort.",
        en="The edition is handed in for review, so that its text is fixed while it is decided on.",
    ),
    citation=Citation("normverk", "The states of an edition"),
    obeying=(_GOOD,),
    breaking=(replace(_GOOD, state="draft"),),
)
def handed_in(facts: EditionFacts) -> Result:
    """Met when the edition is under review."""
    return met(facts.state == "review", state=facts.state)


@rule(
    "edition.in-force-day",
    strength=Strength.SKAL,
    about=EditionFacts,
    text=Text(
        nb="Utgaven sier fra hvilken dag den gjelder.",
        nn="Utgåva seier frå kva dag ho gjeld.",
        en="The edition says from which day it is in force.",
    ),
    citation=Citation("normverk", "Law 1: identity, edition, content and validity are four things"),
    obeying=(_GOOD,),
    breaking=(replace(_GOOD, valid_from=""),),
)
def in_force_day(facts: EditionFacts) -> Result:
    """Met when the first day is set."""
    return met(bool(facts.valid_from), valid_from=facts.valid_from)


@rule(
    "edition.norm-check",
    strength=Strength.SKAL,
    about=EditionFacts,
    text=Text(
        nb="Normkontrollen finner ingen feil i utgaven.",
        nn="Normkontrollen finn ingen feil i utgåva.",
        en="The norm check finds no error in the edition.",
    ),
    citation=Citation("normverk", "The norm check"),
    obeying=(_GOOD, replace(_GOOD, lint_open=("languages-figures",))),
    breaking=(
        replace(_GOOD, lint_errors=("limits-add-up",)),
        replace(_GOOD, lint_errors=("limits-add-up",), lint_answered=("limits-add-up: feil i kilden",)),
    ),
)
def norm_check(facts: EditionFacts) -> Result:
    """Met when no check answers with an error. Warnings and their answers are shown to those who decide."""
    shown = {"lint_open": facts.lint_open, "lint_answered": facts.lint_answered}
    return met(
        not facts.lint_errors,
        lint_errors=", ".join(facts.lint_errors),
        **{name: "; ".join(held) for name, held in shown.items() if held},
    )


@rule(
    "edition.published",
    strength=Strength.SKAL,
    about=EditionFacts,
    text=Text(
        nb="Utgaven er publisert.",
        nn="Utgåva er publisert.",
        en="The edition is published.",
    ),
    citation=Citation(
        "S1",
        "Realisere",
        "976425b6736ce09e092ad95a3cf5a0e9a558ed993707e9cd460e4e76eb6b9474",
        reading="Published means here: there is a signed release that anybody can read, check and load.",
    ),
    obeying=(replace(_GOOD, state="published"), replace(_GOOD, state="superseded")),
    breaking=(replace(_GOOD, state="approved"),),
)
def edition_published(facts: EditionFacts) -> Result:
    """Met when the edition has been published, also when a newer one has taken over since."""
    return met(facts.state in {"published", "superseded"}, state=facts.state)
