"""One version of a norm as the data of its printed sheet. Pure, but for the words of the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from normverk.base.languages import say
from normverk.norm.blocks import Cell, Paragraph, Table
from normverk.norm.content import NormContent
from normverk.norm.kinds import kind_name
from normverk.norm.text import Text
from normverk.norm.words import day_name, same
from normverk.publish.pdf.nodes import Node, in_order, line_of, nodes_of, safe_address
from normverk.publish.reading.shown import PicoShown, SectionShown, show_all, show_reference
from normverk.publish.shown import limit_rows


def sheet(
    content: NormContent, *, version: str, digest: str, valid_from: date, valid_to: date | None, standing: str,
    language: str,
) -> dict[str, Any]:  # fmt: skip
    """Everything that stands on the paper. `standing` is the key of the words for how the version stands today."""
    kind = kind_name(content.kind).in_language(language)
    until = f" {say('release.valid.to', language)} {_day(valid_to, language)}" if valid_to else ""
    marks = [say("release.demonstration.short", language)] if content.demonstration else []
    marks += [say(standing, language)] if standing != "release.standing.in-force" else []
    return {
        "title": content.title.in_language(language),
        "owner": content.owner,
        "language": language,
        "year": valid_from.year,
        "month": valid_from.month,
        "day": valid_from.day,
        "digest": digest,
        "mark": " – ".join(mark[:1].upper() + mark[1:] for mark in marks),
        "validity": f"{say('release.valid.from', language)} {_day(valid_from, language)}{until}".capitalize(),
        "words": {"version": say("release.version", language, version=version), "kind": kind[:1].upper() + kind[1:]},
        "nodes": in_order(_nodes(content, language)),
    }


def _nodes(content: NormContent, language: str) -> list[Node]:
    nodes = nodes_of([Paragraph(content.purpose)], language, 1)
    for name in ("scope", "target_group", "legal_basis", "method"):
        text: Text = getattr(content, name)
        if text.written():
            key = "pdf.method" if name == "method" else f"release.head.{name}"
            nodes += [_label(say(key, language), line_of(text, language))]
    for shown in show_all(content, level=1):
        nodes += _section(shown, language)
    if content.pathway is not None:
        nodes += [_heading(say("release.limits", language), 1), *nodes_of([_limits(content, language)], language, 2)]
    if content.references:
        works = [show_reference(reference) for reference in content.references]
        items = [{"line": [work.words, " ", *_link(work.address)], "blocks": []} for work in works]
        nodes += [_heading(say("reading.references", language), 1), {"kind": "list", "ordered": True, "items": items}]
    return nodes


def _section(shown: SectionShown, language: str) -> list[Node]:
    section, level = shown.section, shown.level
    nodes: list[Node] = [{"kind": "heading", "level": level, "line": line_of(section.title, language)}]
    said = [say(key, language) for key in (shown.kind, shown.obligation) if key]
    said += [say(key, language, **values) for key, values in shown.grades]
    if said:
        nodes.append({"kind": "small", "line": [{"kind": "strong", "inside": [". ".join(said) + "."]}]})
    if section.intro.written():
        nodes += nodes_of([Paragraph(section.intro)], language, level)
    nodes += nodes_of(section.blocks, language, level + 1)
    unit = shown.unit
    if unit is not None:
        parts = [("unit.rationale", unit.rationale), ("unit.practical", unit.practical), *shown.factors]
        for key, blocks in parts:
            if blocks:
                nodes += [_heading(say(key, language), level + 1), *nodes_of(blocks, language, level + 2)]
        for question in shown.picos:
            nodes += [_heading(say("unit.pico", language), level + 1), *_pico(question, language)]
        if unit.codes:
            codes = [
                f"{code.code} {code.display} ({code.system} {code.version})".replace(" )", ")") for code in unit.codes
            ]
            nodes.append(_label(say("unit.codes", language), ["; ".join(codes)]))
    dates = [("reading.revised", section.revised_on), ("reading.edited", section.edited_on)]
    stated = [f"{say(key, language)} {_day(day, language)}" for key, day in dates if day]
    if stated:
        nodes.append({"kind": "small", "line": [". ".join(stated) + "."]})
    for inner in shown.inner:
        nodes += _section(inner, language)
    return nodes


def _pico(question: PicoShown, language: str) -> list[Node]:
    pico = question.pico
    nodes = [
        _label(say(f"unit.pico.{name}", language), line_of(getattr(pico, name), language))
        for name in ("population", "intervention", "comparison")
        if getattr(pico, name).written()
    ]
    if question.outcomes:
        head = tuple(
            Cell(same(say(f"unit.pico.{name}", language)), header=True)
            for name in ("outcome", "importance", "certainty", "effect")
        )
        rows = tuple(
            (
                Cell(given.title, header=True),
                Cell(same(str(given.importance or say("unit.pico.not-stated", language)))),
                Cell(same(say(known.certainty, language) if known.certainty else known.certainty_given)),
                Cell(given.effect),
            )
            for given, known in zip(pico.outcomes, question.outcomes, strict=True)
        )
        nodes += nodes_of([Table((head, *rows), same(say("unit.pico.outcomes", language)))], language, 1)
    return nodes + nodes_of(pico.summary, language, 1)


def _limits(content: NormContent, language: str) -> Table:
    head = tuple(
        Cell(same(say(f"release.limits.{name}", language)), header=True) for name in ("clock", "branch", "limit")
    )
    rows = tuple(
        (
            Cell(row.clock.title, header=True),
            Cell(row.branch.title if row.branch.id else same(say("release.limits.everybody", language))),
            Cell(row.words or same(say("release.limits.none", language))),
        )
        for row in limit_rows(content.pathway)
        if row.branch.counted
    )
    return Table((head, *rows), same(say("release.limits.caption", language)))


def _heading(words: str, level: int) -> Node:
    return {"kind": "heading", "level": level, "line": [words]}


def _label(words: str, line: list[Any]) -> Node:
    return {"kind": "paragraph", "line": [{"kind": "strong", "inside": [f"{words}: "]}, *line]}


def _link(address: str) -> list[Any]:
    return [{"kind": "plain-link", "to": safe_address(address), "inside": [address]}] if address else []


def _day(day: date | None, language: str) -> str:
    return day_name(day).in_language(language) if day else ""
