"""The time limits in words: one section for each clock, made from the same data that is measured by."""

from __future__ import annotations

from collections.abc import Iterator

from normverk.norm.blocks import Block, BulletList, Item, Paragraph
from normverk.norm.content import Section
from normverk.norm.pathway import Branch, Clock, PathwayDefinition
from normverk.norm.text import LANGUAGES, Text
from normverk.norm.units import Unit
from normverk.norm.words import counted
from normverk.sim.pathways.facts_read import UNKNOWN, facts, text


def marked(words: Text) -> Text:
    """The text with the mark of the demonstration before it."""
    mark = text(facts("parts")["mark"])
    return Text(*(getattr(mark, language) + getattr(words, language) for language in LANGUAGES))


def clock_section(clock: Clock, definition: PathwayDefinition) -> Section:
    """The clock's limits in words, as a normative unit that names the clock."""
    titles = {milestone.id: milestone.title for milestone in definition.milestones}
    start, stop = titles[clock.start.milestone], titles[clock.stop.milestone]
    blocks: list[Block] = [Paragraph(marked(_sentence(clock, start, stop)))]
    items = tuple(Item(said) for said in _points(clock))
    return Section(
        id=f"tid-{clock.id.lower()}",
        title=clock.title,
        blocks=tuple([*blocks, BulletList(items)] if items else blocks),
        unit=Unit("time-limit", obligation="should", clocks=(clock.id,)),
        edited_on=definition.valid_from,
        revised_on=definition.valid_from,
    )


def _sentence(clock: Clock, start: Text, stop: Text) -> Text:
    between = Text(
        f"ra «{start.nb}» til «{stop.nb}»", f"rå «{start.nn}» til «{stop.nn}»", f"rom “{start.en}” to “{stop.en}”"
    )
    if len(clock.branches) > 1 or clock.branches[0].id:
        return Text(
            f"F{between.nb} avhenger fristen av hvilken gren som gjelder. Dette er {clock.id}.",
            f"F{between.nn} er fristen avhengig av kva for ei grein som gjeld. Dette er {clock.id}.",
            f"F{between.en}, the limit depends on the branch that applies. This is {clock.id}.",
        )
    limit = clock.branches[0].limit
    if limit is None:
        return Text(
            f"Fristen f{between.nb} er ikke kjent her. Dette er {clock.id}.",
            f"Fristen f{between.nn} er ikkje kjend her. Dette er {clock.id}.",
            f"The limit f{between.en} is not known here. This is {clock.id}.",
        )
    said = counted(limit.value, limit.unit)
    return Text(
        f"F{between.nb} bør det gå høyst {said.nb}. Dette er {clock.id}.",
        f"F{between.nn} bør det gå høgst {said.nn}. Dette er {clock.id}.",
        f"F{between.en}, at most {said.en} should pass. This is {clock.id}.",
    )


def _points(clock: Clock) -> Iterator[Text]:
    """A point for each branch, unless there is only one without a name, then what the source states without a number."""
    for branch in clock.branches:
        if branch.id or len(clock.branches) > 1:
            yield _of_branch(branch)
        yield from (note.text for note in branch.footnotes if note != UNKNOWN)
    yield from (note.text for note in clock.footnotes)
    if clock.repeats:
        yield Text("Tiden starter på nytt hver gang.", "Tida startar på nytt kvar gong.", "Time starts anew each time.")


def _of_branch(branch: Branch) -> Text:
    title = branch.title
    if not branch.counted:
        return Text(f"{title.nb}: blir ikke målt.", f"{title.nn}: blir ikkje målt.", f"{title.en}: is not measured.")
    if branch.limit is None:
        return Text(
            f"{title.nb}: fristen er ikke kjent her.",
            f"{title.nn}: fristen er ikkje kjend her.",
            f"{title.en}: the limit is not known here.",
        )
    said = counted(branch.limit.value, branch.limit.unit)
    return Text(f"{title.nb}: høyst {said.nb}.", f"{title.nn}: høgst {said.nn}.", f"{title.en}: at most {said.en}.")
