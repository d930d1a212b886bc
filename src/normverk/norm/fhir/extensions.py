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
from normverk.norm.delays import DelayKind, DelayPolicy
from normverk.norm.pathway import AtEnd, Attribution, CutOver, Pick

BASE: Final = "https://normverk.example/fhir/StructureDefinition/"
"""An address that nobody can own (RFC 2606), so that nothing here looks as if an authority had published it."""


@dataclass(frozen=True)
class Part:
    """One part of an extension, or (at the top) the extension itself.

    `kind` is a FHIR type, `Text` for a string with translations, `Source` for a RelatedArtifact, or `parts` when the
    part is made of `parts`. `field` is the name in our own value, `values` the codes that may stand here. A part that
    need not be there (`least` 0) is left out when the value is `default`, and read as it when it is left out. Parts with
    a `variant` belong to values whose part called `on` says that word.
    """

    name: str
    kind: str
    short: str
    least: int = 1
    many: bool = False
    field: str = ""
    values: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    default: str | int | bool | None = None
    variant: str = ""

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
    nth = Part("nth", "integer", "Which one in order, when pick is nth", 0, default=1)
    since = Part("since", "id", "Only events after the first that reached this milestone", 0, default="")
    after = Part("afterStart", "boolean", "Only events after the clock's start", 0, field="after_start", default=False)
    return Part(name, "parts", short, parts=(milestone, pick, nth, since, after))


def _footnotes() -> Part:
    text = Part("text", "Text", "What is said", least=0)
    source = Part("source", "Source", "Where it was read")
    short = "An exception without a number: told, never computed"
    return Part("footnote", "parts", short, 0, many=True, field="footnotes", parts=(text, source))


_CONDITION: Final = Part(
    "when",
    "parts",
    "A condition that must hold for the branch",
    least=0,
    many=True,
    parts=(
        Part(
            "on", "code", "What is asked: the age in whole years at the start, or a finding", values=("age", "finding")
        ),
        Part("least", "integer", "The lowest age", 0, variant="age"),
        Part("most", "integer", "The highest age", 0, variant="age"),
        Part("finding", "string", "The id of the finding", 0, default="", variant="finding"),
        Part("answer", "string", "An answer that holds", 0, many=True, field="values", variant="finding"),
    ),
)

_DELAY: Final = Part(
    "delay",
    "parts",
    "Which events are a delay, and what it does to the clock",
    least=0,
    many=True,
    field="delays",
    parts=(
        Part("id", "string", "The rule's id"),
        Part("policy", "code", "What the delay does to a running clock", values=_codes(DelayPolicy)),
        Part(
            "milestone",
            "id",
            "The milestone that begins a delay; left out when no code of the record does",
            0,
            default="",
        ),
        Part("resumes", "id", "The milestone that ends it", 0, default=""),
        Part("before", "id", "The milestone after which a delay has no effect", 0, default=""),
        Part("longerThan", "integer", "How long a delay must last to have one", 0, field="longer_than", default=0),
        Part("unit", "code", "What that is counted in", 0, values=_codes(Unit), default=Unit.CALENDAR_DAYS.value),
        Part(
            "kind",
            "code",
            "The reason for the delay",
            0,
            values=_codes(DelayKind),
            default=DelayKind.PATIENT_WISH.value,
        ),
    ),
)

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
        Part(
            "warnAtPercent",
            "integer",
            "The share of the limit after which the warning begins",
            0,
            field="warn_at_percent",
        ),
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
        _CONDITION,
        _footnotes(),
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
            "attributeTo",
            "code",
            "The hospital that the result belongs to after a transfer",
            field="attribute_to",
            values=_codes(Attribution),
        ),
        _DELAY,
        Part("repeats", "boolean", "True when each stop lets the next start begin a new round", 0, default=False),
        _footnotes(),
    ),
)

_FINDING: Final = Part(
    "finding",
    "parts",
    "Something the record may say that chooses branches",
    least=0,
    many=True,
    field="findings",
    parts=(
        Part("id", "string", "The finding's id"),
        Part("title", "Text", "The finding's name", least=0),
        Part(
            "answer",
            "parts",
            "One answer, and the codes that say it",
            least=0,
            many=True,
            field="values",
            parts=(
                Part("id", "string", "The answer's id"),
                Part("title", "Text", "The answer's name", least=0),
                Part("code", "code", "A code in the record", 0, many=True, field="codes"),
            ),
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
        Part(
            "atEnd",
            "code",
            "What becomes of patients under way when this edition ends and none takes over",
            least=0,
            field="at_end",
            values=_codes(AtEnd),
            default=AtEnd.FOLLOW.value,
        ),
        Part("exclusive", "string", "Of pathways with this word a patient is in one at a time", 0, default=""),
        _FINDING,
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
