"""What can happen where norms are used. Nothing here says anything about a patient but that somebody looked."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class RecordsTakenIn(EventData, frozen=True):
    """A file of record events was read. `norms` is the digest of the editions the codes were read by."""

    type_name: ClassVar[str] = "records.taken-in"
    file_digest: str
    form: str
    lines: int
    counts: dict[str, int]
    patients: int
    norms: str


class ClocksRebuilt(EventData, frozen=True):
    """The clock states of all patients were made anew, by the editions with this digest."""

    type_name: ClassVar[str] = "clocks.rebuilt"
    patients: int
    clocks: int
    norms: str


class PatientsNamed(EventData, frozen=True):
    """A file with patients' identity numbers and labels was read."""

    type_name: ClassVar[str] = "patients.named"
    file_digest: str
    counts: dict[str, int]


class OrganisationsNamed(EventData, frozen=True):
    """Organisations got their names."""

    type_name: ClassVar[str] = "organisations.named"
    numbers: tuple[str, ...]


class PatientSeen(EventData, frozen=True):
    """Somebody opened a page about one patient: the event's subject and actor say whom and who."""

    type_name: ClassVar[str] = "patient.seen"
    page: str


class PatientsListed(EventData, frozen=True):
    """Somebody was shown a list with these patients (random row keys, in the order shown)."""

    type_name: ClassVar[str] = "patients.listed"
    patients: tuple[str, ...]
