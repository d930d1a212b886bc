"""Our FHIR extensions, as one table that the writer, the reader and the StructureDefinitions are all made from.

FHIR R4 has no word for a time limit that is measured (`$apply` copies `timing` and runs no clock), none for the last
day of use of a code in a plan, and none for how a source is known. Everything else stands in FHIR's own elements.
Limits are whole numbers with a unit of our own, not Durations: UCUM has no working day, and its «d» does not tell
calendar days from 24 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from normverk.norm.days import Unit
from normverk.norm.pathway import Attribution, CutOver, PatientDelay, Pick

BASE: Final = "https://normverk.example/fhir/StructureDefinition/"
"""An address that nobody can own (RFC 2606), so that nothing here looks as if an authority had published it."""


@dataclass(frozen=True)
class Part:
    """One part of an extension, or (at the top) the extension itself.

    `kind` is a FHIR type, `Text` for a string with translations, `Source` for a RelatedArtifact, or `parts` when the
    part is made of `parts`. `field` is the name in our own value, `values` the codes that may stand here.
    """

    name: str
    kind: str
    short: str
    least: int = 1
    many: bool = False
    field: str = ""
    values: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def own_field(self) -> str:
        """The field of our value that the part carries."""
        return self.field or self.name

    @property
    def url(self) -> str:
        """The address of the extension (only for a Part at the top)."""
        return BASE + self.name


def _codes(values: type[StrEnum]) -> tuple[str, ...]:
    return tuple(value.value for value in values)


def _selector(name: str, short: str) -> Part:
    milestone = Part("milestone", "id", "The id of the action (milestone) that the event reaches")
    pick = Part("pick", "code", "Which of several events counts", values=_codes(Pick))
    return Part(name, "parts", short, parts=(milestone, pick))


_LIMIT: Final = Part(
    "limit",
    "parts",
    "The longest time allowed; left out where the source states none",
    least=0,
    parts=(
        Part("value", "integer", "The number of units"),
        Part("unit", "code", "What is counted", values=_codes(Unit)),
        Part("warnBefore", "integer", "How many units before the limit the warning begins", field="warn_before"),
        Part("source", "Source", "Where the limit was read"),
    ),
)

_BRANCH: Final = Part(
    "branch",
    "parts",
    "A treatment branch with its limit; one without id for a clock without branches",
    least=0,
    many=True,
    field="branches",
    parts=(
        Part("id", "string", "The branch's id; left out for the only branch", least=0),
        Part("title", "Text", "The branch's name", least=0),
        Part("code", "code", "A code of the stopping milestone that chooses this branch", 0, many=True, field="codes"),
        _LIMIT,
        Part("counted", "boolean", "False for a branch that the clock does not apply to"),
    ),
)

CLOCK: Final = Part(
    "norm-clock",
    "parts",
    "A time limit of the norm, from one milestone to another",
    least=0,
    many=True,
    parts=(
        Part("id", "string", "The clock's id"),
        Part("title", "Text", "The clock's name", least=0),
        _selector("start", "The event that starts the clock"),
        _selector("stop", "The event that stops the clock"),
        _BRANCH,
        Part("part", "string", "The id of a clock whose limit is part of this one's", 0, many=True, field="parts"),
        Part(
            "onPatientDelay",
            "code",
            "What a delay wished by the patient does",
            field="on_patient_delay",
            values=_codes(PatientDelay),
        ),
        Part(
            "attributeTo",
            "code",
            "The hospital that the result belongs to after a transfer",
            field="attribute_to",
            values=_codes(Attribution),
        ),
    ),
)

PATHWAY: Final = Part(
    "norm-pathway",
    "parts",
    "What a plan lacks to be a pathway norm",
    parts=(
        Part("codeSystem", "uri", "The code system that all milestone codes belong to", least=0, field="code_system"),
        Part(
            "cutOver",
            "code",
            "What becomes of patients under way when this edition takes over",
            field="cut_over",
            values=_codes(CutOver),
        ),
    ),
)

MILESTONE: Final = Part(
    "norm-milestone",
    "parts",
    "What an action lacks to be a milestone",
    parts=(Part("endsPathway", "boolean", "True when the period is over here", field="ends_pathway"),),
)

CODE: Final = Part(
    "norm-code",
    "parts",
    "What is known of a code beside its name",
    least=0,
    parts=(Part("retiredOn", "date", "The last day on which the code may be used", field="retired_on"),),
)

SOURCE: Final = Part(
    "norm-source",
    "parts",
    "How a source is known",
    least=0,
    parts=(
        Part("basis", "string", "read (printed there), derived (calculated from it) or own (decided here)", least=0),
        Part("note", "string", "A remark on how the source was read", least=0),
    ),
)
