"""The register of the checks: what each is called, what it looks at, why it matters, what says so, and how to mend.

A check is a function from one subject to hits. A subject is a norm, a document (any text, table or data as words with
places), or all code lists at once. What is the same in every finding of a check stands in the register, not in the hit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

import msgspec

from normverk.norm.finding import LintFinding, Strength
from normverk.norm.text import Text


class Hit(msgspec.Struct, frozen=True):
    """What a check has found at one place. `why`, `mend` and `strength` stand in for the register's where they differ."""

    place: str
    what: Text
    mend: Text | None = None
    why: Text | None = None
    strength: Strength | None = None


class Check(msgspec.Struct, frozen=True):
    """One check. `about` is the type of its subject; `obeying` and `breaking` are subjects, and are its tests.

    `source` is an address, or a document and the heading in it. `strength` is that of its gravest finding.
    """

    id: str
    strength: Strength
    about: type
    looks_at: Text
    why: Text
    source: str
    mend: Text
    obeying: tuple[Any, ...]
    breaking: tuple[Any, ...]
    look: Callable[[Any], Iterator[Hit]]

    def run(self, subject: Any) -> Iterator[LintFinding]:
        """Every finding of this check in `subject`."""
        for hit in self.look(subject):
            yield LintFinding(
                check=self.id,
                strength=hit.strength or self.strength,
                place=hit.place,
                what=hit.what,
                why=hit.why or self.why,
                source=self.source,
                mend=hit.mend or self.mend,
            )


REGISTRY: Final[dict[str, Check]] = {}
_F = TypeVar("_F", bound=Callable[[Any], Iterator[Hit]])


def check(
    id: str,
    *,
    strength: Strength,
    about: type,
    looks_at: Text,
    why: Text,
    source: str,
    mend: Text,
    obeying: tuple[Any, ...],
    breaking: tuple[Any, ...],
) -> Callable[[_F], _F]:
    """Declares the decorated function as the check `id`. Two checks of one id are a mistake."""

    def declare(look: _F) -> _F:
        if id in REGISTRY:
            raise ValueError(f"the check {id} is declared twice")
        REGISTRY[id] = Check(id, strength, about, looks_at, why, source, mend, obeying, breaking, look)
        return look

    return declare


def run_checks(subject: Any, only: frozenset[str] = frozenset()) -> Iterator[LintFinding]:
    """The findings of every check that looks at this type of subject (of those named in `only`, if any are)."""
    for known in REGISTRY.values():
        if type(subject) is known.about and (not only or known.id in only):
            yield from known.run(subject)
