"""Products with the parts a pathway has (S2): description, diagnosis guide for the GP, code guide, patient information."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from normverk.norm.blocks import Block, BulletList, Cell, Item, Paragraph, Table
from normverk.norm.content import NormContent, ProductKind, Section
from normverk.norm.pathway import AtEnd, PathwayDefinition
from normverk.norm.source import Source
from normverk.norm.text import LANGUAGES, Text
from normverk.norm.words import same
from normverk.sim.pathways.cancer import cancer_pathways
from normverk.sim.pathways.edition import Defined
from normverk.sim.pathways.facts_read import facts, text
from normverk.sim.pathways.mental import mental_pathways
from normverk.sim.pathways.others import other_pathways, pathways_abroad
from normverk.sim.pathways.words import clock_section, marked

OWNER: Final = "Demodirektoratet"
_ACROSS: Final = frozenset({"C01", "D01", "D11", "D12"})
_ACROSS_OTHER: Final = frozenset({"pakkeforlop-hjem", "barnevern", "england-rtt", "england-cwt"})


def all_editions() -> Iterator[Defined]:
    """Every edition of every pathway there is."""
    yield from cancer_pathways()
    yield from mental_pathways()
    yield from other_pathways()
    yield from pathways_abroad()


def product(edition: Defined) -> NormContent:
    """The edition as the content of a product, marked as demonstration in every part."""
    head = _words("head", edition.name)
    definition = edition.definition
    return NormContent(
        kind=_kind(edition),
        title=definition.title if definition and edition.draft else head["title"],
        purpose=marked(head["purpose"]),
        scope=marked(head["scope"]),
        target_group=marked(head["target_group"]),
        owner=OWNER,
        legal_basis=text(facts("parts")["legal_basis"]),
        sections=tuple(_sections(edition)),
        pathway=definition,
        sources=definition.sources if definition else (Source("Helsedirektoratet", "read", _page(edition)),),
        demonstration=True,
    )


def _kind(edition: Defined) -> ProductKind:
    across = edition.prefix in _ACROSS or edition.product in _ACROSS_OTHER
    return "pathway-general" if across else "pathway"


def _page(edition: Defined) -> str:
    page: str = next(one["url"] for one in facts(edition.family)["pathway"] if one["id"] == edition.product)
    return page


def _sections(edition: Defined) -> Iterator[Section]:
    definition = edition.definition
    yield _section("om", "about", edition, _about(edition))
    if definition is not None:
        steps = BulletList(tuple(Item(milestone.title) for milestone in definition.milestones), ordered=True)
        yield _section("forlop", "steps", edition, [_words("steps", edition.name)["text"]], steps)
    below = tuple(clock_section(clock, definition) for clock in definition.clocks) if definition else ()
    said = _words("limits", edition.name)
    yield _section("forlopstider", "limits", edition, [said["text" if below else "none"]], below=below)
    yield _section("diagnoseveileder", "guide", edition, _guide(edition))
    yield _section("kodeveileder", "codes", edition, _code_rules(edition), *_code_table(definition))
    yield _section("pasient", "patient", edition, [_words("patient", edition.name)["text"]])
    what = edition.what or _words("changes", edition.name)["first"]
    yield _section("endring", "changes", edition, [what, text(facts("parts")["days"][edition.day_basis])])


def _section(
    id: str, part: str, edition: Defined, said: list[Text], *more: Block, below: tuple[Section, ...] = ()
) -> Section:
    first = Paragraph(marked(said[0]))
    others = tuple(Paragraph(words) for words in said[1:])
    return Section(id, _words(part, edition.name)["title"], (first, *others, *more), below)


def _about(edition: Defined) -> list[Text]:
    words = _words("about", edition.name)
    said = [words["text"], *edition.notes]
    if edition.draft:
        said.append(words["draft"])
    if edition.definition is not None and edition.definition.at_end is AtEnd.STOP:
        said.append(words["stopped"])
    return said


def _guide(edition: Defined) -> list[Text]:
    words = _words("guide", edition.name)
    which = "diagnostic" if edition.prefix == "C01" else "cancer" if edition.family == "cancer" else "other"
    return [words[which], words["criteria"]]


def _code_rules(edition: Defined) -> list[Text]:
    words = _words("codes", edition.name)
    if edition.definition is None:
        return [words["none"]]
    if edition.family == "mental":
        return [words["text"], words["assessed" if edition.number == 3 else "received"]]
    if edition.family == "cancer":
        return [words["text"], words["received"]]
    return [words["text"], words["own"]] if edition.product != "danmark-brystkreft" else [words["text"]]


def _code_table(definition: PathwayDefinition | None) -> Iterator[Block]:
    """The codes with the event that each reaches; a column for the last day of use only where there is one."""
    if definition is None:
        return
    words = _words("codes", Text(""))
    codes = [(milestone, code) for milestone in definition.milestones for code in milestone.codes]
    ending = any(code.retired_on for _, code in codes)
    names = ("code", "event", "means", "last_day") if ending else ("code", "event", "means")
    rows = [tuple(Cell(words[name], header=True) for name in names)]
    for milestone, code in codes:
        row = (Cell(same(code.code)), Cell(milestone.title), Cell(same(code.display)))
        rows.append((*row, Cell(same(str(code.retired_on)))) if ending else row)
    yield Table(tuple(rows))


def _words(part: str, name: Text) -> dict[str, Text]:
    """The words of a part in every language, with the pathway's name put in."""
    table: dict[str, Any] = facts("parts")[part]
    made = {}
    for key, words in table.items():
        said = text(words)
        made[key] = Text(*(getattr(said, one).replace("{name}", getattr(name, one)) for one in LANGUAGES))
    return made
