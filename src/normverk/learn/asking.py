"""What a program asks for of an indicator's figures: treatment, hospital or region, and period; the same for every file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from normverk.base.api.openapi import Query
from normverk.learn.measured import Line
from normverk.learn.periods import KINDS, kind_of

QUERIES: Final = (
    Query("branch", "Only of this treatment branch; * for all together."),
    Query("organisation", "Only of this organisation number or region:<region>; * for all together."),
    Query("period", "Only of this month (2021-05), tertial (2021-T2), year, release:<release>; * for the whole time."),
    Query("kind", f"Only of periods of this kind: {', '.join(KINDS)}."),
)
"""The parameters, as the OpenAPI document tells them."""


@dataclass(frozen=True)
class Asked:
    """What is asked for; empty text asks for everything."""

    branch: str = ""
    organisation: str = ""
    period: str = ""
    kind: str = ""

    def has(self, line: Line) -> bool:
        """True for a figure that is asked for."""
        return (
            self.branch in ("", line.branch)
            and self.organisation in ("", line.organisation)
            and self.period in ("", line.period)
            and self.kind in ("", kind_of(line.period))
        )


def question_of(request: HttpRequest) -> Asked:
    """What the address asks for."""
    return Asked(**{name: request.GET.get(name, "") for name in ("branch", "organisation", "period", "kind")})


def choose(lines: Iterable[Line], wanted: Asked) -> tuple[Line, ...]:
    """The figures asked for, in their order. BadRequest for a value that no figure has; it is not said again, for it may
    be anything.
    """
    every = tuple(lines)
    for name in ("branch", "organisation", "period"):
        value = getattr(wanted, name)
        if value and every and all(getattr(line, name) != value for line in every):
            raise BadRequest(f"no figure here has this {name}; leave it out to see which there are")
    if wanted.kind and wanted.kind not in KINDS:
        raise BadRequest(f"kind is one of {', '.join(KINDS)}")
    return tuple(line for line in every if wanted.has(line))
