"""The check of patients whose codes are stored here, and what its answers rest on beside those codes."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from normverk.base.bulk import stored_key
from normverk.use.pathways.birth import born
from normverk.use.pathways.engine import RecordEvent
from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries import loaded_pathways
from normverk.use.pathways.queries.joins import counted_by_another, counted_under
from normverk.use.pathways.queries.stored import events_of
from normverk.use.reporting.npr import Person, Told, check_patient

LISTS: Final = frozenset(f"urn:oid:2.16.578.1.12.4.1.1.{number}" for number in (8480, *range(9321, 9329)))
"""The code lists of pathways for cancer, and for mental health and substance use."""


@dataclass(frozen=True)
class Ground:
    """What the answers about everybody rest on, beside each patient's own codes and identity numbers.

    Events after `as_of` are not seen; None sees all. `numbered`: somebody has an identity number. `elsewhere` are codes
    of loaded norms whose code list is none of those that the feedback is about.
    """

    as_of: date | None
    numbered: bool
    elsewhere: frozenset[str]

    @property
    def digest(self) -> str:
        """Equal digests give equal answers from equal codes and persons, also after the rules here have been changed."""
        held = [str(self.as_of), self.numbered, sorted(self.elsewhere), _rules_digest()]
        return hashlib.sha256(json.dumps(held).encode()).hexdigest()


def ground(as_of: date | None) -> Ground:
    """The ground as it is now."""
    return Ground(as_of, Patient.objects.exclude(identity_number="").exists(), codes_of_other_lists())


def codes_of_other_lists() -> frozenset[str]:
    """Codes of loaded norms whose code list is none of those that the registry's feedback is about."""
    return frozenset(
        code.code
        for held in loaded_pathways().values()
        if held.definition.code_system not in LISTS
        for milestone in held.definition.milestones
        for code in milestone.codes
    )


def check(heads: Sequence[Patient], on: Ground) -> Iterator[tuple[Patient, list[Told]]]:
    """Each patient with what would be said, with the codes that came under keys joined to theirs.

    A patient whose own key has gone out of use has no codes. Whether the registry has received somebody's identity is
    not known here: where nobody has a number nothing is said of it, and where others have one, whoever has none cannot
    be reported. The events told of name the patient by row key.
    """
    under = {stored_key(key): name for key, name in counted_under(heads).items()}
    by_patient: dict[str, list[RecordEvent]] = defaultdict(list)
    for key, events in events_of(list(under)):
        by_patient[under[key]] += [event for event in events if event.code not in on.elsewhere]
    numbers = _numbers(heads)
    unjudged = frozenset() if on.numbered else frozenset({"100"})
    for patient in heads:
        number = numbers.get(patient.pseudonym, "")
        person = Person(born(number), bool(number))
        yield patient, list(check_patient(by_patient[patient.pseudonym], person, as_of=on.as_of, unjudged=unjudged))


def _numbers(heads: Sequence[Patient]) -> dict[str, str]:
    """Identity numbers by pseudonym. Where a patient's own is not here, one that came under a key joined to theirs tells, as
    it does for the clocks."""
    found = {patient.pseudonym: patient.identity_number for patient in heads if patient.identity_number}
    under = counted_by_another(heads)
    if under:
        others = Patient.objects.filter(pk__in=list(under)).exclude(identity_number="").order_by("pseudonym")
        for other in others:
            found.setdefault(under[other.pk], other.identity_number)
    return found


@cache
def _rules_digest() -> str:
    """Of the text of the rules and the code list: a new version of either must have everything worked out anew."""
    held = hashlib.sha256()
    for package in ("normverk.use.reporting.npr", "normverk.use.reporting.rules"):
        for file in sorted(files(package).iterdir(), key=lambda one: one.name):
            if file.name.endswith((".py", ".toml")):
                held.update(file.read_bytes())
    return held.hexdigest()
