"""Every sentence a rule or a process rests on stands in the document it names. The documents lie beside the repository."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from normverk.base.rules import REGISTRY, sentence_digest
from normverk.govern.process.definition import definition

SEEDS = Path(os.environ.get("NORMVERK_SEEDS", Path(__file__).resolve().parents[3] / "shared" / "seeds"))
CITED = sorted(
    (rule.citation.document, rule.citation.heading, rule.citation.sentence, rule.id)
    for rule in REGISTRY.values()
    if rule.citation.sentence
)
PHASES = [(definition().source, phase.heading, phase.sentence, phase.id) for phase in definition().phases]


@cache
def lines(document: str) -> tuple[str, ...]:
    """The lines of a seed document (S0 to S4) that hold something; skips when the documents are not here."""
    files = sorted(SEEDS.glob(f"{int(document[1:]):03d}_*"))
    if not files:
        pytest.skip("the source documents are not here; set NORMVERK_SEEDS to their folder")
    return tuple(line.strip() for line in files[0].read_text(encoding="utf-8").splitlines() if line.strip())


@cache
def sentences(document: str) -> dict[str, int]:
    """The digest of every line and every sentence of a document, with the number of its line."""
    found: dict[str, int] = {}
    for number, line in enumerate(lines(document)):
        for sentence in (line, *re.split(r"(?<=[.?!])\s+(?=[A-ZÆØÅ0-9«])", line)):
            found.setdefault(sentence_digest(sentence), number)
    return found


@pytest.mark.parametrize(
    ("document", "heading", "sentence", "id"), [*CITED, *PHASES], ids=lambda value: str(value)[:40]
)
def test_the_sentence_stands_under_its_heading(document: str, heading: str, sentence: str, id: str) -> None:
    number = sentences(document).get(sentence)
    assert number is not None, f"{id}: no sentence of {document} has the digest {sentence}"
    above = [at for at, line in enumerate(lines(document)) if line == heading and at < number]
    assert above, f"{id}: «{heading}» does not stand above the sentence in {document}"


def test_rules_that_rest_on_a_seed_document_name_their_sentence() -> None:
    without = [
        rule.id
        for rule in REGISTRY.values()
        if re.fullmatch(r"S\d", rule.citation.document) and not re.fullmatch(r"[0-9a-f]{64}", rule.citation.sentence)
    ]
    assert without == []
