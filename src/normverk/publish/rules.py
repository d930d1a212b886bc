"""What must hold before a release is made. Pure; the kernel is base/rules.py."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.norm.text import Text
from normverk.publish.versions import is_version, version_order

_ALWAYS: Final = date(2000, 1, 1)
_CRMI: Final = "https://hl7.org/fhir/uv/crmi/STU2/en/publishing-fhir-package.html"


@dataclass(frozen=True)
class ReleaseFacts:
    """What is looked at when a release is about to be made.

    `published` are the versions that exist, `previous_from` the first day of the version that is replaced, `needs` and
    `decisions` the references in the chain, `lint_errors` the checks of the content that found an error.
    """

    version: str
    published: tuple[str, ...]
    valid_from: date | None
    previous: str | None = None
    previous_from: date | None = None
    needs: tuple[str, ...] = ("B-1",)
    decisions: tuple[str, ...] = ("V-1",)
    lint_errors: tuple[str, ...] = ()


_FIRST: Final = ReleaseFacts("1.0.0", (), date(2021, 5, 1))
_SECOND: Final = ReleaseFacts("2.0.0", ("1.0.0",), date(2021, 5, 1), "1.0.0", date(2015, 1, 1))


@rule(
    "release.version-published-once",
    strength=Strength.SKAL,
    about=ReleaseFacts,
    text=Text(
        nb="En versjon publiseres én gang. Skal noe rettes, får rettelsen et nytt versjonsnummer.",
        nn="Ein versjon blir publisert éin gong. Skal noko rettast, får rettinga eit nytt versjonsnummer.",
        en="A version is published once. A correction gets a new version number.",
    ),
    citation=Citation("HL7 CRMI 2.0.0", "Publishing packages: Knowledge artifact repository server", url=_CRMI),
    obeying=(_FIRST, _SECOND),
    breaking=(ReleaseFacts("1.0.0", ("1.0.0",), date(2021, 5, 1)),),
    since=_ALWAYS,
)
def version_published_once(facts: ReleaseFacts) -> Result:
    """Met when no release has this version."""
    return met(facts.version not in facts.published, version=facts.version, published=list(facts.published))


@rule(
    "release.version-rises",
    strength=Strength.SKAL,
    about=ReleaseFacts,
    text=Text(
        nb="En ny versjon har et høyere nummer enn dem som er publisert, og erstatter en som finnes.",
        nn="Ein ny versjon har eit høgare nummer enn dei som er publiserte, og erstattar ein som finst.",
        en="A new version has a higher number than those published, and replaces one that exists.",
    ),
    citation=Citation("Semantic Versioning 2.0.0", "11", url="https://semver.org/spec/v2.0.0.html#spec-item-11"),
    obeying=(_FIRST, _SECOND),
    breaking=(
        ReleaseFacts("1.9.0", ("1.10.0",), date(2021, 5, 1), "1.10.0", date(2015, 1, 1)),
        ReleaseFacts("2.0.0", (), date(2021, 5, 1), "1.0.0"),
        ReleaseFacts("2.0", (), date(2021, 5, 1)),
    ),
    since=_ALWAYS,
)
def version_rises(facts: ReleaseFacts) -> Result:
    """Met when it is a number, higher than every other published one, and the version replaced is among them."""
    others = [version for version in facts.published if version != facts.version]
    higher = is_version(facts.version) and all(version_order(facts.version) > version_order(other) for other in others)
    known = facts.previous is None or facts.previous in facts.published
    return met(higher and known, version=facts.version, previous=facts.previous, published=list(facts.published))


@rule(
    "release.says-from-when",
    strength=Strength.SKAL,
    about=ReleaseFacts,
    text=Text(
        nb="En utgivelse sier fra hvilken dag den gjelder, og gjelder ikke fra før den versjonen den erstatter.",
        nn="Ei utgjeving seier frå kva dag ho gjeld, og gjeld ikkje frå før den versjonen ho erstattar.",
        en="A release says from which day it is in force, and not from before the version it replaces.",
    ),
    citation=Citation("normverk", "Identity, edition, content and validity are four things"),
    obeying=(_FIRST, _SECOND),
    breaking=(
        ReleaseFacts("1.0.0", (), None),
        ReleaseFacts("2.0.0", ("1.0.0",), date(2014, 1, 1), "1.0.0", date(2015, 1, 1)),
    ),
    since=_ALWAYS,
)
def says_from_when(facts: ReleaseFacts) -> Result:
    """Met when there is a first day and it does not lie before that of the version replaced."""
    in_order = facts.valid_from is not None and (facts.previous_from is None or facts.valid_from >= facts.previous_from)
    return met(in_order, valid_from=str(facts.valid_from or ""), previous_from=str(facts.previous_from or ""))


@rule(
    "release.stands-on-a-decision",
    strength=Strength.SKAL,
    about=ReleaseFacts,
    text=Text(
        nb="En utgivelse lages bare når et beslutningspunkt har sagt at arbeidet går videre, og den viser beslutningen.",
        nn="Ei utgjeving blir berre laga når eit avgjerdspunkt har sagt at arbeidet går vidare, og ho viser avgjerda.",
        en="A release is made only when a decision point has said that the work goes on, and it shows the decision.",
    ),
    citation=Citation(
        "S1",
        "Forvaltningsprosess",
        sentence="1829c6c88fb3684a4cf8aee609e514f92fb2a573aa4a2d11f2eb4f36ac78cc09",
        reading="Publishing belongs to the phase «Realisere»; the decision point before it must have been passed.",
    ),
    obeying=(_FIRST,),
    breaking=(ReleaseFacts("1.0.0", (), date(2021, 5, 1), decisions=()),),
)
def stands_on_a_decision(facts: ReleaseFacts) -> Result:
    """Met when the chain holds a decision."""
    return met(bool(facts.decisions), decisions=list(facts.decisions))


@rule(
    "release.shows-its-need",
    strength=Strength.BOER,
    about=ReleaseFacts,
    text=Text(
        nb="En utgivelse bør vise behovet den kommer av.",
        nn="Ei utgjeving bør vise behovet ho kjem av.",
        en="A release should show the need it comes from.",
    ),
    citation=Citation("normverk", "The trace"),
    obeying=(_FIRST,),
    breaking=(ReleaseFacts("1.0.0", (), date(2021, 5, 1), needs=()),),
    since=_ALWAYS,
)
def shows_its_need(facts: ReleaseFacts) -> Result:
    """Met when the chain holds a need."""
    return met(bool(facts.needs), needs=list(facts.needs))


@rule(
    "release.content-has-no-error",
    strength=Strength.SKAL,
    about=ReleaseFacts,
    text=Text(
        nb="Innhold med feil som kontrollene finner, blir ikke gitt ut.",
        nn="Innhald med feil som kontrollane finn, blir ikkje gitt ut.",
        en="Content in which the checks find an error is not released.",
    ),
    citation=Citation("normverk", "Checks of content"),
    obeying=(_FIRST,),
    breaking=(ReleaseFacts("1.0.0", (), date(2021, 5, 1), lint_errors=("limits-add-up",)),),
    since=_ALWAYS,
)
def content_has_no_error(facts: ReleaseFacts) -> Result:
    """Met when no check reports an error."""
    return met(not facts.lint_errors, errors=list(facts.lint_errors))


@dataclass(frozen=True)
class Holder:
    """Who has published something: the package, the publisher's name here, its hub's address, and the signing key."""

    package_id: str
    publisher: str
    hub: str
    key_id: str


@dataclass(frozen=True)
class BelongingFacts:
    """What is looked at when a release is about to be taken in: whose it is, and whose its names are already.

    `pathway_of` are the other packages here that measure by its pathway, `package_of` those who published its package.
    """

    this: Holder
    pathway_id: str
    pathway_of: tuple[Holder, ...] = ()
    package_of: tuple[Holder, ...] = ()


_NORTH: Final = Holder("no.demo.north", "north", "https://north.example.org", "north-1")
_NORTH_LATER: Final = Holder("no.demo.north", "north", "https://north.example.org", "north-2")
_SOUTH: Final = Holder("no.demo.south", "south", "https://south.example.org", "south-1")
_IMPOSTOR: Final = Holder("no.demo.north", "south", "https://south.example.org", "south-1")


@rule(
    "release.pathway-of-one-package",
    strength=Strength.SKAL,
    about=BelongingFacts,
    text=Text(
        nb="Et forløp måles etter én normpakke. En utgivelse fra en annen pakke med samme forløp blir ikke tatt inn.",
        nn="Eit forløp blir målt etter éin normpakke. Ei utgjeving frå ein annan pakke med same forløp blir ikkje teken inn.",
        en="A pathway is measured by one norm package. A release of another package with the same pathway is not taken in.",
    ),
    citation=Citation("normverk", "A pathway belongs to one package"),
    obeying=(BelongingFacts(_NORTH, "A99"), BelongingFacts(_NORTH, "A99", package_of=(_NORTH,))),
    breaking=(BelongingFacts(_SOUTH, "A99", pathway_of=(_NORTH,)),),
    since=_ALWAYS,
)
def pathway_of_one_package(facts: BelongingFacts) -> Result:
    """Met when no other package measures by the pathway."""
    return _belongs(facts, facts.pathway_of[0] if facts.pathway_of else None)


@rule(
    "release.package-of-one-publisher",
    strength=Strength.SKAL,
    about=BelongingFacts,
    text=Text(
        nb="En normpakke har én utgiver. En versjon signert av en annen utgiver enn den første blir ikke tatt inn.",
        nn="Ein normpakke har éin utgjevar. Ein versjon signert av ein annan utgjevar enn den første blir ikkje teken inn.",
        en="A norm package has one publisher. A version signed by another publisher than the first is not taken in.",
    ),
    citation=Citation(
        "normverk",
        "A package belongs to one publisher",
        reading="A publisher may change its key; the operator says which key the new one follows.",
    ),
    obeying=(BelongingFacts(_NORTH, "A99"), BelongingFacts(_NORTH_LATER, "A99", package_of=(_NORTH,))),
    breaking=(BelongingFacts(_IMPOSTOR, "A99", package_of=(_NORTH,)),),
    since=_ALWAYS,
)
def package_of_one_publisher(facts: BelongingFacts) -> Result:
    """Met when everybody who published the package is the publisher of this version."""
    return _belongs(facts, next((other for other in facts.package_of if other.publisher != facts.this.publisher), None))


def _belongs(facts: BelongingFacts, other: Holder | None) -> Result:
    looked_at = {"pathway_id": facts.pathway_id, "this": asdict(facts.this)}
    return met(other is None, **looked_at, **({"other": asdict(other)} if other else {}))
