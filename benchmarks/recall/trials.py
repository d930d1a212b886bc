"""A trial is a clean subject and the same with one fault in it. The clean norms are the demonstration's own, one of each kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

import msgspec

import normverk.sim
from normverk.norm.checks.registry import REGISTRY
from normverk.norm.checks.subjects import Lists, Norm
from normverk.norm.content import NormContent, read_content
from normverk.norm.documents import Document
from normverk.norm.documents.norm_text import norm_document
from normverk.norm.finding import LintFinding
from normverk.norm.text import LANGUAGES

Subject = Norm | Document | Lists
Plain = dict[str, Any]


class Trial(msgspec.Struct, frozen=True):
    """A subject without the fault and with it."""

    clean: Subject
    faulty: Subject


FAULTS: Final[dict[str, list[Callable[[Random], Trial]]]] = {}


def fault(check: str) -> Callable[[Callable[[Random], Trial]], Callable[[Random], Trial]]:
    """Declares the decorated function as a way to make a fault that `check` should find."""

    def declare(make: Callable[[Random], Trial]) -> Callable[[Random], Trial]:
        FAULTS.setdefault(check, []).append(make)
        return make

    return declare


def findings(subject: Subject, check: str) -> tuple[LintFinding, ...]:
    """What one check finds in the subject, in every language that it is written in."""
    if isinstance(subject, Norm) and REGISTRY[check].about is Document:
        read = [norm_document(subject.content, language) for language in LANGUAGES]
        return tuple(found for one in read for found in REGISTRY[check].run(one))
    return tuple(REGISTRY[check].run(subject))


@cache
def _norms() -> tuple[str, ...]:
    folder = Path(normverk.sim.__file__).parent
    return tuple(
        path.read_text("utf-8") for kind in ("norms", "products") for path in sorted((folder / kind).glob("*.json"))
    )


def corpus() -> tuple[NormContent, ...]:
    """The clean norms."""
    return tuple(read_content(json.loads(one)) for one in _norms())


def a_norm(rng: Random, wanted: Callable[[Plain], bool] = lambda _: True) -> Plain:
    """A clean norm as plain data that may be changed, of those that are `wanted`."""
    return rng.choice([one for one in (json.loads(text) for text in _norms()) if wanted(one)])  # type: ignore[no-any-return]


def a_pathway(rng: Random) -> Plain:
    """A clean norm with a computable pathway."""
    return a_norm(rng, lambda one: bool(one.get("pathway")))


def as_norm(plain: Plain, **around: Any) -> Norm:
    """The norm in the plain data."""
    return Norm(read_content(json.loads(json.dumps(plain))), **around)


def copied(plain: Plain) -> Plain:
    """Another of the same, to put the fault into."""
    return json.loads(json.dumps(plain))  # type: ignore[no-any-return]


def sections(plain: Plain) -> list[Plain]:
    """Every section of a norm, whatever it lies in."""
    return [found for one in plain.get("sections", ()) for found in (one, *sections(one))]


def texts(plain: Any, way: tuple[str, ...] = ()) -> Iterator[Plain]:
    """Every text of a norm that has words: a table of languages."""
    if isinstance(plain, dict):
        if isinstance(plain.get("nb"), str):
            if plain["nb"].strip():
                yield plain
            return
        for key, inner in plain.items():
            yield from texts(inner, (*way, key))
    elif isinstance(plain, list):
        for inner in plain:
            yield from texts(inner, way)


def said(nb: str, nn: str = "", en: str = "") -> Plain:
    """A text; what is not given in a language is said with the words of bokmål."""
    return {"nb": nb, "nn": nn or nb, "en": en or nb}


def paragraph(text: Plain, **more: Any) -> Plain:
    """A paragraph as plain data."""
    return {"type": "paragraph", "text": text, **more}


def put_in(rng: Random, *blocks: Plain, again: tuple[Plain, ...], base: Plain | None = None) -> Trial:
    """The right `blocks` and the wrong ones (`again`) put at the same random place of the same norm."""
    clean = base or a_norm(rng)
    faulty = copied(clean)
    number = rng.randrange(len(sections(clean)))
    at = rng.randint(0, len(sections(clean)[number].get("blocks", ())))
    for norm, added in ((clean, blocks), (faulty, again)):
        sections(norm)[number].setdefault("blocks", [])[at:at] = list(added)
    return Trial(as_norm(clean), as_norm(faulty))


def sentence(rng: Random, right: Plain, wrong: Plain) -> Trial:
    """A paragraph that is right or wrong, at a random place of a norm."""
    return put_in(rng, paragraph(right), again=(paragraph(wrong),))
