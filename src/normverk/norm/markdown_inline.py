"""The dialect of Markdown that norms are written in: CommonMark's inline marks, raised and lowered signs, and braces.

`^2^` is raised and `~2~` lowered (no blank inside). Any mark may also be written in braces, `{**so**}`, `{*so*}`,
`{^so^}`, `{~so~}` and `` {`so`} ``: that form has no conditions on what stands around it or in it, so that every mark
can be written, also in the middle of a word or with a blank at its end.
"""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from normverk.norm.blocks import MarkKind

DEEPEST: Final = 40
"""How many levels blocks and marks may lie inside each other."""

BRACED: Final[dict[str, MarkKind]] = {"**": "strong", "*": "emphasis", "`": "code", "~": "sub", "^": "sup"}


class _Dialect(MarkdownIt):
    """The parser, which takes addresses as they are written: who shows a link decides where it may lead."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  (the library's name)
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


def dialect() -> MarkdownIt:
    """A parser of the dialect. HTML is recognised, so that it can be refused."""
    parser = _Dialect("commonmark", {"html": True, "maxNesting": 2 * DEEPEST})
    parser.enable("table").disable("reference")
    parser.inline.ruler.before("backticks", "braced", _braced)
    parser.inline.ruler.before("backticks", "raised", _raised)
    return parser


def _braced(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    marker = next((known for known in BRACED if state.src.startswith(known, state.pos + 1)), "")
    start = state.pos + 1 + len(marker)
    end = _closed(state, start, marker + "}") if marker else -1
    if end <= start:
        return False
    return _marked(state, BRACED[marker], (start, end, end + len(marker) + 1), silent)


def _raised(state: StateInline, silent: bool) -> bool:
    marker = state.src[state.pos]
    if marker not in "~^":
        return False
    start, end = state.pos + 1, state.pos + 1
    while end < state.posMax and state.src[end] != marker:
        if state.src[end].isspace():
            return False
        end += 2 if state.src[end] == "\\" else 1
    if end == start or end >= state.posMax:
        return False
    return _marked(state, BRACED[marker], (start, end, end + 1), silent)


def _closed(state: StateInline, start: int, closer: str) -> int:
    """Where the closer stands outside everything that opens and closes before it; -1 when it stands nowhere."""
    if state.src.find(closer, start, state.posMax) < 0:
        return -1
    before, state.pos = state.pos, start
    while state.pos < state.posMax and not state.src.startswith(closer, state.pos):
        state.md.inline.skipToken(state)
    found = state.pos if state.pos + len(closer) <= state.posMax else -1
    state.pos = before
    return found


def _marked(state: StateInline, kind: MarkKind, place: tuple[int, int, int], silent: bool) -> bool:
    start, end, after = place
    last = state.posMax
    if not silent:
        state.push(f"{kind}_open", "", 1)
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.push(f"{kind}_close", "", -1)
    state.pos, state.posMax = after, last
    return True
