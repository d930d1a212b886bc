"""What the page shows: values for the template, with every word in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from normverk.base.languages import current_language
from normverk.use.pathways.models import Organisation, Patient
from normverk.use.pathways.queries import loaded_pathways
from normverk.use.reporting.npr import Told
from normverk.use.reporting.npr.feedback import FEEDBACK
from normverk.use.reporting.queries import MEND, UNKNOWN, Mending, ReportPage, day_of, said
from normverk.use.reporting.wording import because, lacking, mend, title


@dataclass(frozen=True)
class ShownFeedback:
    """One feedback code: what is wrong, why it matters (or what is not known), how it is mended."""

    code: str
    title: str
    why: str
    mend: str


@dataclass(frozen=True)
class ShownCount:
    """How often a feedback code is given, and the address of the list of those alone."""

    code: str
    title: str
    number: int
    why: str
    address: str


@dataclass(frozen=True)
class ShownRow:
    """One code of one patient with what is said of it."""

    patient: Patient
    code: str
    day: date
    hospital: str
    source: str
    feedback: tuple[ShownFeedback, ...]


@dataclass(frozen=True)
class ShownCode:
    """One code on the patient's own page with what is said of it."""

    code: str
    day: date
    feedback: tuple[ShownFeedback, ...]


def rows(found: Iterable[Mending], standing: str) -> list[ShownRow]:
    """The rows of a page, with patients and hospitals by name."""
    held = list(found)
    patients = Patient.objects.in_bulk([one.patient for one in held])
    hospitals = dict(Organisation.objects.values_list("number", "name"))
    return [
        ShownRow(
            patient=patients[one.patient],
            code=one.code,
            day=one.day,
            hospital=hospitals.get(one.org) or one.org,
            source=f"{one.source} {one.source_id}",
            feedback=tuple(_feedback(code, standing) for code in one.feedback),
        )
        for one in held
    ]


def counts(found: ReportPage, address: Callable[[str], str]) -> list[ShownCount]:
    """How often each feedback code is given, in the order of the codes; `address` gives the list of one of them."""
    return [
        ShownCount(code, title(code), number, because(FEEDBACK[code].why), address(code))
        for code, number in found.counts.items()
    ]


def pathway_names() -> dict[str, str]:
    """Prefix to «A01 – title», for the pathways whose norms are loaded."""
    language = current_language()
    return {
        code.code[:3]: f"{code.code[:3]} – {held.definition.title.in_language(language)}"
        for _, held in sorted(loaded_pathways().items())
        for milestone in held.definition.milestones
        for code in milestone.codes
    }


def said_of(told: Told, standing: str = MEND) -> ShownCode:
    """A code with what is said of it, or what cannot be told."""
    return ShownCode(told.event.code, day_of(told), tuple(_feedback(code, standing) for code in said(told, standing)))


def _feedback(code: str, standing: str) -> ShownFeedback:
    why = FEEDBACK[code].why
    return ShownFeedback(code, title(code), lacking(why) if standing == UNKNOWN else because(why), mend(code))
