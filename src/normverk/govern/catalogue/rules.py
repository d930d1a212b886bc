"""The catalogue's rules: what may happen to an edition. They are normverk's own and protect its ten laws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.govern.catalogue.states import may_follow
from normverk.norm.text import Text

NEWER_TEXT: Final = "edition.newer-text-is-not-lost"


@dataclass(frozen=True)
class SavingFacts:
    """What is looked at when a draft is saved: its state, the text the writer began from, and the text there is now."""

    state: str
    begun_from: str
    now_there: str


@dataclass(frozen=True)
class StepFacts:
    """What is looked at when an edition changes state."""

    before: str
    after: str


@rule(
    "edition.only-draft-is-written",
    strength=Strength.SKAL,
    about=SavingFacts,
    text=Text(
        nb="Bare et utkast kan skrives i. Det som er til kvalitetssikring eller godkjent, ligger fast.",
        nn="Det er berre eit utkast ein kan skrive i. Det som er til kvalitetssikring eller godkjent, ligg fast.",
        en="Only a draft can be written in. What is under review or approved is fixed.",
    ),
    citation=Citation("normverk", "The states of an edition"),
    obeying=(SavingFacts("draft", "a", "a"),),
    breaking=(SavingFacts("review", "a", "a"), SavingFacts("published", "a", "a")),
)
def only_draft_is_written(facts: SavingFacts) -> Result:
    """Met when the edition is a draft."""
    return met(facts.state == "draft", state=facts.state)


@rule(
    NEWER_TEXT,
    strength=Strength.SKAL,
    about=SavingFacts,
    text=Text(
        nb="En tekst skal ikke lagres over en nyere som skriveren ikke har sett.",
        nn="Ein tekst skal ikkje lagrast over ein nyare som skrivaren ikkje har sett.",
        en="A text must not be saved over a newer one that the writer has not seen.",
    ),
    citation=Citation("normverk", "Writing together"),
    obeying=(SavingFacts("draft", "a", "a"),),
    breaking=(SavingFacts("draft", "a", "b"),),
)
def newer_text_is_not_lost(facts: SavingFacts) -> Result:
    """Met when the writer began from the text there is now."""
    return met(facts.begun_from == facts.now_there, begun_from=facts.begun_from, now_there=facts.now_there)


@rule(
    "edition.state-follows-state",
    strength=Strength.SKAL,
    about=StepFacts,
    text=Text(
        nb="En utgave går bare fra en tilstand til en som kan følge etter den.",
        nn="Ei utgåve går berre frå ein tilstand til ein som kan følgje etter han.",
        en="An edition goes only from one state to one that may follow it.",
    ),
    citation=Citation("normverk", "The states of an edition"),
    obeying=(StepFacts("draft", "review"), StepFacts("review", "approved"), StepFacts("published", "superseded")),
    breaking=(StepFacts("draft", "approved"), StepFacts("published", "draft"), StepFacts("withdrawn", "published")),
)
def state_follows_state(facts: StepFacts) -> Result:
    """Met when the table of states allows the step."""
    return met(may_follow(facts.before, facts.after), before=facts.before, after=facts.after)


@dataclass(frozen=True)
class BorrowedFacts:
    """The ids of sections that belong to another product and say something else here than when they were taken over."""

    altered: tuple[str, ...]


@rule(
    "section.written-at-home",
    strength=Strength.SKAL,
    about=BorrowedFacts,
    text=Text(
        nb="En del som hører til et annet produkt, skrives bare der, eller løsnes med en begrunnelse.",
        nn="Ein del som høyrer til eit anna produkt, blir berre skriven der, eller løyst med ei grunngiving.",
        en="A section that belongs to another product is written only there, or is cut loose with a reason.",
    ),
    citation=Citation("normverk", "A section in several publications"),
    obeying=(BorrowedFacts(()),),
    breaking=(BorrowedFacts(("dose",)),),
)
def written_at_home(facts: BorrowedFacts) -> Result:
    """Met when every borrowed section says what its home said."""
    return met(not facts.altered, altered=", ".join(facts.altered))


@dataclass(frozen=True)
class ReviewingFacts:
    """What is looked at when somebody reviews: the edition's state, and whether something was said."""

    state: str
    said: bool


@rule(
    "review.of-what-is-not-decided",
    strength=Strength.SKAL,
    about=ReviewingFacts,
    text=Text(
        nb="En utgave blir kvalitetssikret mens den er utkast eller til kvalitetssikring, ikke etterpå.",
        nn="Ei utgåve blir kvalitetssikra medan ho er utkast eller til kvalitetssikring, ikkje etterpå.",
        en="An edition is reviewed while it is a draft or under review, not afterwards.",
    ),
    citation=Citation("normverk", "A second pair of eyes"),
    obeying=(ReviewingFacts("draft", True), ReviewingFacts("review", True)),
    breaking=(ReviewingFacts("published", True),),
)
def reviewed_before_decided(facts: ReviewingFacts) -> Result:
    """Met when the edition is a draft or under review."""
    return met(facts.state in {"draft", "review"}, state=facts.state)


@rule(
    "review.says-why",
    strength=Strength.SKAL,
    about=ReviewingFacts,
    text=Text(
        nb="En merknad, et svar og en tilbakesending sier hva og hvorfor.",
        nn="Ein merknad, eit svar og ei tilbakesending seier kva og kvifor.",
        en="A comment, an answer and a sending back say what and why.",
    ),
    citation=Citation("normverk", "A second pair of eyes"),
    obeying=(ReviewingFacts("review", True),),
    breaking=(ReviewingFacts("review", False),),
)
def review_says_why(facts: ReviewingFacts) -> Result:
    """Met when something was said."""
    return met(facts.said, said=facts.said)


@dataclass(frozen=True)
class NamingFacts:
    """What is looked at when a writer is named: the edition's state, and who the person is to it."""

    state: str
    norm_owner: bool
    responsible: bool
    named: bool


@rule(
    "writer.named-before-decision",
    strength=Strength.SKAL,
    about=NamingFacts,
    text=Text(
        nb="Medskrivere blir navngitt mens utgaven er utkast eller til kvalitetssikring, ikke etterpå.",
        nn="Medskrivarar blir namngitte medan utgåva er utkast eller til kvalitetssikring, ikkje etterpå.",
        en="Co-writers are named while an edition is a draft or under review, not afterwards.",
    ),
    citation=Citation("normverk", "Writing together"),
    obeying=(NamingFacts("draft", True, False, False), NamingFacts("review", True, False, False)),
    breaking=(NamingFacts("published", True, False, False),),
)
def named_before_decision(facts: NamingFacts) -> Result:
    """Met when the edition is a draft or under review."""
    return met(facts.state in {"draft", "review"}, state=facts.state)


@rule(
    "writer.is-another-norm-owner",
    strength=Strength.SKAL,
    about=NamingFacts,
    text=Text(
        nb="En medskriver er en annen normeier enn den ansvarlige, med åpen konto, og blir navngitt én gang.",
        nn="Ein medskrivar er ein annan normeigar enn den ansvarlege, med open konto, og blir namngitt éin gong.",
        en="A co-writer is a norm owner other than the responsible, with an open account, and is named once.",
    ),
    citation=Citation("normverk", "Writing together"),
    obeying=(NamingFacts("draft", True, False, False),),
    breaking=(
        NamingFacts("draft", False, False, False),
        NamingFacts("draft", True, True, False),
        NamingFacts("draft", True, False, True),
    ),
)
def is_another_norm_owner(facts: NamingFacts) -> Result:
    """Met when the person is a norm owner, not the responsible, and not named already."""
    return met(
        facts.norm_owner and not facts.responsible and not facts.named,
        norm_owner=facts.norm_owner,
        responsible=facts.responsible,
        named=facts.named,
    )
