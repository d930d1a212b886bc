"""The commands `normverk search …`."""

from __future__ import annotations

import argparse
import json
import time
from datetime import UTC, date, datetime

import msgspec

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show
from normverk.base.policy import operator, require
from normverk.base.progress import Progress
from normverk.norm.days import local_date
from normverk.norm.text import LANGUAGES
from normverk.publish.search.answers import Answer, Asked
from normverk.publish.search.document import FACETS
from normverk.publish.search.jobs import build_own
from normverk.publish.search.queries import index_path, search
from normverk.publish.search.reading import NotBuilt


def add_commands(commands: Subparsers) -> None:
    """Adds the group `search`."""
    group = add_group(commands, "search", help="make the search index, and ask it")
    add_command(
        group, "index", _index, help="make the search index anew, and put it in place in one step",
        example="normverk search index",
    )  # fmt: skip
    command = add_command(
        group,
        "query",
        _query,
        help="what is found for these words? (0 something, 1 nothing)",
        example='normverk search query "pakkeforløp brystkreft" --narrow kind=pathway --json',
    )
    command.add_argument("words")
    command.add_argument(
        "--narrow", action="append", default=[], metavar="FACET=VALUE", help=f"only these; facets: {', '.join(FACETS)}"
    )
    command.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="only what is in force on this day")
    command.add_argument("--page", type=int, default=1, help="which page of the hits")
    command.add_argument("--language", choices=LANGUAGES, default="nb", help="the language hits are shown in")


def _index(parsed: argparse.Namespace) -> int:
    require(operator(), "search.index")
    begun, bar = time.perf_counter(), Progress("search index")
    try:
        built = build_own(now=datetime.now(UTC), progress=bar)
    except OSError as wrong:
        raise Unusable(f"{index_path()} cannot be written: {wrong.strerror}") from None
    finally:
        bar.end()
    seconds = round(time.perf_counter() - begun, 2)
    plain = {"documents": built.documents, "words": built.words, "bytes": built.size, "seconds": seconds}
    show(
        parsed,
        plain,
        f"{built.documents} documents, {built.words} words, {built.size / 1e6:.1f} MB, {seconds} s: {index_path()}",
    )
    return 0


def _query(parsed: argparse.Namespace) -> int:
    require(operator(), "search.view")
    asked = Asked(
        words=parsed.words,
        narrowed=_narrowed(parsed.narrow),
        valid_on=parsed.on,
        page=parsed.page,
        language=parsed.language,
    )
    try:
        answer = search(asked, today=local_date(datetime.now(UTC)))
    except NotBuilt:
        raise Unusable(
            "there is no search index of this database that can be read; make it with: normverk search index"
        ) from None
    show(parsed, json.loads(msgspec.json.encode(answer)), _lines(answer))
    return 0 if answer.total else 1


def _narrowed(given: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for pair in given:
        facet, mark, value = pair.partition("=")
        if not mark or facet not in FACETS:
            raise Unusable(f"--narrow {pair}: write FACET=VALUE, where FACET is one of {', '.join(FACETS)}")
        found.setdefault(facet, []).append(value)
    return tuple((facet, tuple(values)) for facet, values in found.items())


def _lines(answer: Answer) -> str:
    lines = [f"{answer.total} found, page {answer.page} of {answer.pages}"]
    if answer.suggestion:
        lines.append(f"not known here: {', '.join(answer.missing)}; did you mean «{answer.suggestion}»?")
    if not answer.every_word:
        lines.append("too little has every word; what has some of them is here too")
    for hit in answer.hits:
        title = "".join(f"«{piece.text}»" if piece.hit else piece.text for piece in hit.title)
        lines.append(f"{hit.standing:9} {hit.kind:12} {title}  {hit.address}")
    return "\n".join(lines)
