"""What can happen where norms are used. Nothing here says anything about a patient but that somebody
looked, or did something; what was done stands in the tables, with the words that the log only keeps digests of."""

from __future__ import annotations

from typing import Any, ClassVar

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


class UnitsPlaced(EventData, frozen=True):
    """Units were placed under their hospitals, or taken out again: the rows say where."""

    type_name: ClassVar[str] = "organisations.placed"
    numbers: tuple[str, ...]


class PatientSeen(EventData, frozen=True):
    """Somebody opened a page about one patient: the event's subject and actor say whom and who."""

    type_name: ClassVar[str] = "patient.seen"
    page: str


class PatientsListed(EventData, frozen=True):
    """Somebody was shown a list with these patients (random row keys, in the order shown); the subject says which list."""

    type_name: ClassVar[str] = "patients.listed"
    patients: tuple[str, ...]


class CoordinatorAssigned(EventData, frozen=True):
    """Somebody became the coordinator of the patient's course, in place of `before` (an account, or empty)."""

    type_name: ClassVar[str] = "course.coordinator-assigned"
    coordinator: str
    before: str


class CoordinatorTakenOff(EventData, frozen=True):
    """The patient's course no longer has a coordinator."""

    type_name: ClassVar[str] = "course.coordinator-taken-off"
    before: str


class RegistrationAmended(EventData, frozen=True):
    """A registration got a new date, as a version of its own. The reason stands with the correction."""

    type_name: ClassVar[str] = "registration.amended"
    version: int


class RegistrationVoided(EventData, frozen=True):
    """A registration was marked as entered in error, as a version of its own. The reason stands with the correction."""

    type_name: ClassVar[str] = "registration.voided"
    version: int


class PatientSent(EventData, frozen=True):
    """A hospital handed the patient over to another; `checks` are the rules' answers."""

    type_name: ClassVar[str] = "transfer.sent"
    sender: str
    to: str
    checks: tuple[dict[str, Any], ...]


class PatientReceived(EventData, frozen=True):
    """The other hospital took the patient over."""

    type_name: ClassVar[str] = "transfer.received"
    sender: str
    to: str
    checks: tuple[dict[str, Any], ...]


class TransferWithdrawn(EventData, frozen=True):
    """A transfer that nobody had received was taken back."""

    type_name: ClassVar[str] = "transfer.withdrawn"
    sender: str
    to: str


class PatientsJoined(EventData, frozen=True):
    """Two keys of the record were joined as one person: `retired` (a random row key) is counted under the subject's."""

    type_name: ClassVar[str] = "patients.joined"
    retired: str
    through: str
    checks: tuple[dict[str, Any], ...]


class PatientsParted(EventData, frozen=True):
    """A join was ended: `retired` (a random row key) is a person of its own again."""

    type_name: ClassVar[str] = "patients.parted"
    retired: str
    through: str
