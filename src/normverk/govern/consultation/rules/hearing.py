"""What a hearing must be, as a decision point judges it. All rules here look at HearingFacts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from normverk.base.rules import Citation, Result, Strength, cannot_tell, met, rule
from normverk.govern.consultation.timing import SIX_WEEKS, three_months_from
from normverk.norm.text import Text

OPEN_TO_ALL: Final = "c05a44eae5d6ed6f88e3ee63f6562da15719e2a32635a6b169db091392294040"
LENGTH: Final = "6064a7e87231f1eae4d28d86efcec2e3b80587d12ca8ff19d114e58c71480447"
NEW_HEARING: Final = "d2821ea9df6cdde524990c1c8e679d7b7ea2b8c58e6182add6674b270fc4be0f"
ALL_PUBLISHED: Final = "07298045752c08470b3b2209de83b58da98c82dde4b6d2d71ff85246956a6813"


@dataclass(frozen=True)
class HearingFacts:
    """The hearing of one edition as it stands at the moment asked about.

    `held` is False when there is no hearing that has not been withdrawn; no rule can then tell anything.
    `days` runs from the day after `opens` to `closes`; `closed` says that the deadline has passed.
    `parts` counts the parts of all answers, `untreated` those without a disposition, `unpublished` the answers that
    the public cannot read although no legal ground withholds them. `frozen` says that the revision heard is the one
    the hearing was opened with; `changed_since` that the edition has another revision now than the one heard.
    """

    held: bool
    ref: str
    opens: date | None
    closes: date | None
    days: int
    open_to_all: bool
    closed: bool
    parts: int
    untreated: int
    unpublished: int
    revision_digest: str
    kind: str = "hearing"
    frozen: bool = True
    changed_since: bool = False
    outcome_published: bool = False


NOT_HELD: Final = HearingFacts(
    held=False,
    ref="",
    opens=None,
    closes=None,
    days=0,
    open_to_all=False,
    closed=False,
    parts=0,
    untreated=0,
    unpublished=0,
    revision_digest="",
)

EXAMPLE: Final = HearingFacts(
    held=True,
    ref="H-2026-001",
    opens=date(2026, 1, 5),
    closes=date(2026, 4, 7),
    days=92,
    open_to_all=True,
    closed=True,
    parts=3,
    untreated=0,
    unpublished=0,
    revision_digest="ab" * 32,
)


@rule(
    "hearing.open-to-all",
    strength=Strength.SKAL,
    about=HearingFacts,
    text=Text(
        nb="En høring er åpen for alle.",
        nn="Ei høyring er open for alle.",
        en="A hearing is open to all.",
    ),
    citation=Citation("S1", "Høring", OPEN_TO_ALL),
    obeying=(EXAMPLE,),
    breaking=(replace(EXAMPLE, open_to_all=False), NOT_HELD),
)
def open_to_all(facts: HearingFacts) -> Result:
    """Met when anybody may answer; those invited are only told of it."""
    return met(facts.open_to_all, open_to_all=facts.open_to_all) if facts.held else cannot_tell(held=False)


@rule(
    "hearing.six-weeks",
    strength=Strength.SKAL,
    about=HearingFacts,
    text=Text(
        nb="Høringsfristen er ikke kortere enn seks uker.",
        nn="Høyringsfristen er ikkje kortare enn seks veker.",
        en="A hearing lasts no less than six weeks.",
    ),
    citation=Citation(
        "S1",
        "Høring",
        LENGTH,
        reading="Six weeks are 42 calendar days. The day of opening is not counted, the last day for answers is. "
        "Rounds of input come before hearings, and the source states no length for them.",
    ),
    obeying=(
        EXAMPLE,
        replace(EXAMPLE, closes=date(2026, 2, 16), days=42),
        replace(EXAMPLE, kind="input-round", days=10),
    ),
    breaking=(replace(EXAMPLE, closes=date(2026, 2, 15), days=41), NOT_HELD),
)
def six_weeks(facts: HearingFacts) -> Result:
    """Met from 42 days on."""
    if not facts.held:
        return cannot_tell(held=False)
    if facts.kind != "hearing":
        return met(True, kind=facts.kind)
    return met(facts.days >= SIX_WEEKS, opens=str(facts.opens), closes=str(facts.closes), days=facts.days)


@rule(
    "hearing.three-months",
    strength=Strength.BOER,
    about=HearingFacts,
    text=Text(
        nb="Høringsfristen er normalt tre måneder.",
        nn="Høyringsfristen er normalt tre månader.",
        en="A hearing normally lasts three months.",
    ),
    citation=Citation(
        "S1",
        "Høring",
        LENGTH,
        reading="«Normally» is read as a warning, not a refusal. Months are calendar months: three months from "
        "5 January end on 5 April, three months from 30 November on the last day of February.",
    ),
    obeying=(
        EXAMPLE,
        replace(EXAMPLE, closes=date(2026, 4, 5), days=90),
        replace(EXAMPLE, kind="input-round", days=10),
    ),
    breaking=(replace(EXAMPLE, closes=date(2026, 4, 4), days=89), NOT_HELD),
)
def three_months(facts: HearingFacts) -> Result:
    """Met when the deadline lies three calendar months or more after the opening."""
    if not facts.held or facts.opens is None or facts.closes is None:
        return cannot_tell(held=facts.held)
    if facts.kind != "hearing":
        return met(True, kind=facts.kind)
    normal = three_months_from(facts.opens)
    return met(facts.closes >= normal, opens=str(facts.opens), closes=str(facts.closes), normal=str(normal))


@rule(
    "hearing.deadline-passed",
    strength=Strength.SKAL,
    about=HearingFacts,
    text=Text(
        nb="Det blir ikke besluttet på grunnlag av en høring før fristen er ute.",
        nn="Det blir ikkje avgjort på grunnlag av ei høyring før fristen er ute.",
        en="Nothing is decided on a hearing before its deadline has passed.",
    ),
    citation=Citation(
        "S1",
        "Høring",
        LENGTH,
        reading="A decision before the announced deadline would make the hearing shorter than what was announced.",
    ),
    obeying=(EXAMPLE,),
    breaking=(replace(EXAMPLE, closed=False), NOT_HELD),
)
def deadline_passed(facts: HearingFacts) -> Result:
    """Met when the hearing is over."""
    return met(facts.closed, closes=str(facts.closes)) if facts.held else cannot_tell(held=False)


@rule(
    "hearing.frozen",
    strength=Strength.SKAL,
    about=HearingFacts,
    text=Text(
        nb="Utkastet som er på høring, ligger fast så lenge høringen varer.",
        nn="Utkastet som er på høyring, ligg fast så lenge høyringa varer.",
        en="The draft that is heard stays as it was when the hearing opened.",
    ),
    citation=Citation(
        "normverk",
        "I6",
        reading="The source does not say it; but that answers are published and that material changes ask for a new "
        "hearing presupposes one text that everybody has answered to.",
    ),
    obeying=(EXAMPLE,),
    breaking=(replace(EXAMPLE, frozen=False), NOT_HELD),
)
def frozen(facts: HearingFacts) -> Result:
    """Met when the revision heard is the one recorded when the hearing was opened."""
    return met(facts.frozen, revision=facts.revision_digest[:12]) if facts.held else cannot_tell(held=False)


@rule(
    "hearing.answers-public",
    strength=Strength.SKAL,
    about=HearingFacts,
    text=Text(
        nb="Alle høringssvar er offentlige, med mindre et svar er unntatt med lovhjemmel.",
        nn="Alle høyringssvar er offentlege, med mindre eit svar er unnateke med lovheimel.",
        en="Every answer is public, unless it is withheld with a legal ground.",
    ),
    citation=Citation(
        "S1",
        "Høring",
        ALL_PUBLISHED,
        reading="The source knows no exception. What the law forbids to publish (personal data, unlawful content) is "
        "read as an exception that needs its legal ground in writing.",
    ),
    obeying=(EXAMPLE, replace(EXAMPLE, parts=0)),
    breaking=(replace(EXAMPLE, unpublished=1), NOT_HELD),
)
def answers_public(facts: HearingFacts) -> Result:
    """Met when no answer is kept from the public without a legal ground."""
    return met(facts.unpublished == 0, unpublished=facts.unpublished) if facts.held else cannot_tell(held=False)


@rule(
    "hearing.parts-treated",
    strength=Strength.SKAL,
    about=HearingFacts,
    text=Text(
        nb="For hver del av hvert høringssvar står det nøyaktig én gang hva som ble gjort med den.",
        nn="For kvar del av kvart høyringssvar står det nøyaktig éin gong kva som vart gjort med han.",
        en="Every part of every answer has exactly one statement of what became of it.",
    ),
    citation=Citation(
        "normverk",
        "I5",
        reading="The source asks for the input to be assessed; one disposition for each part is how it is shown.",
    ),
    obeying=(EXAMPLE, replace(EXAMPLE, parts=0)),
    breaking=(replace(EXAMPLE, untreated=1), NOT_HELD),
)
def parts_treated(facts: HearingFacts) -> Result:
    """Met when no part lacks its disposition (that there is never more than one, the database sees to)."""
    if not facts.held:
        return cannot_tell(held=False)
    return met(facts.untreated == 0, parts=facts.parts, untreated=facts.untreated)


@rule(
    "hearing.same-text",
    strength=Strength.BOER,
    about=HearingFacts,
    text=Text(
        nb="Teksten er den som var på høring; vesentlige endringer skal på ny høring.",
        nn="Teksten er den som var på høyring; vesentlege endringar skal på ny høyring.",
        en="The text is the one that was heard; material changes go to a new hearing.",
    ),
    citation=Citation(
        "S1",
        "Høring",
        NEW_HEARING,
        reading="Whether a change is material is for people to judge: the machine only says that the text differs.",
    ),
    obeying=(EXAMPLE,),
    breaking=(replace(EXAMPLE, changed_since=True), NOT_HELD),
)
def same_text(facts: HearingFacts) -> Result:
    """Met when the edition still has the revision that was heard."""
    return met(not facts.changed_since, changed=facts.changed_since) if facts.held else cannot_tell(held=False)


AT_OPENING: Final = ("hearing.open-to-all", "hearing.six-weeks", "hearing.three-months")
"""The rules that can be judged when a hearing is opened."""

AT_OUTCOME: Final = ("hearing.deadline-passed", "hearing.frozen", "hearing.answers-public", "hearing.parts-treated")
"""The rules that must hold before the outcome is published."""
