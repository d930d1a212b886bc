"""How long the checks take: a norm of 10,000 words in three languages, the demonstration norms, and a long plain text.

Run: python -m benchmarks.bench_lint
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

import normverk.sim
from normverk.norm.blocks import BulletList, Item, Paragraph
from normverk.norm.content import NormContent, Section, read_content
from normverk.norm.documents.plain import read_plain
from normverk.norm.lint import lint, lint_document
from normverk.norm.text import Text
from normverk.norm.units import Strength, Unit

WORDS = (
    "Kommunen bør lage en plan for oppfølging innen 7 dager etter utskrivning, og legen skal få vite om den.",
    "Kommunen bør lage ein plan for oppfølging innan 7 dagar etter utskriving, og legen skal få vite om han.",
    "The municipality should make a plan for follow-up within 7 days of discharge, and the doctor shall know of it.",
)
ROUNDS = 5


def long_norm(words: int) -> NormContent:
    """A norm with at least so many words of Bokmål, in paragraphs, lists and recommendations."""
    base = read_content(
        json.loads((Path(normverk.sim.__file__).parent / "norms" / "brystkreft-2.json").read_text("utf-8"))
    )
    line = Text(*WORDS)
    each = 6 * len(WORDS[0].split())
    sections = tuple(
        Section(
            f"s{number}",
            Text(f"Råd {number}", f"Råd {number}", f"Advice {number}"),
            (Paragraph(line), Paragraph(line), BulletList((Item(line), Item(line), Item(line), Item(line)))),
            unit=Unit("recommendation", Strength("grade", "strong", "high")),
        )
        for number in range(words // each + 1)
    )
    return replace(base, sections=(*base.sections, *sections))


def milliseconds(run: Callable[[], object]) -> float:
    """The best of some runs."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return 1000 * min(taken)


def main() -> None:
    """Prints a row for each."""
    norm = long_norm(10_000)
    text = "\n\n".join(WORDS[0] for _ in range(600))
    small = long_norm(1)
    for name, run in (
        ("a norm of 10,000 words in three languages", lambda: lint(norm)),
        ("a demonstration norm", lambda: lint(small)),
        ("a plain text of 10,000 words, read and checked", lambda: lint_document(read_plain("x", text))),
    ):
        print(f"{name:50} {milliseconds(run):8.1f} ms")


if __name__ == "__main__":
    main()
