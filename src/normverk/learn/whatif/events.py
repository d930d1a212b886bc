"""What the log says about trials of drafts."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class TrialIssued(EventData, frozen=True):
    """A draft was frozen and signed for edges to try. It is no release and binds nobody."""

    type_name: ClassVar[str] = "trial.issued"
    trial: str
    case: str
    edition: str
    revision: str
    against: str
    first_month: str
    last_month: str
    key_id: str


class TrialRan(EventData, frozen=True):
    """A trial was run on the events stored here; `digest` is that of the answer, which was kept and not sent."""

    type_name: ClassVar[str] = "trial.ran"
    trial: str
    digest: str
    as_of: str


class TrialAnswerPosted(EventData, frozen=True):
    """This site's answer to a trial was sent: received here when this is the hub, else put in the outbox as `message`."""

    type_name: ClassVar[str] = "trial.answer-posted"
    trial: str
    site: str
    digest: str
    message: str


class TrialAnswerReceived(EventData, frozen=True):
    """A site's answer to a trial took the place of its earlier one."""

    type_name: ClassVar[str] = "trial.answer-received"
    trial: str
    site: str
    digest: str
    as_of: str


class TrialAnswerRefused(EventData, frozen=True):
    """A site's answer to a trial was refused whole; `complaints` say what was wrong and where, without what stood there."""

    type_name: ClassVar[str] = "trial.answer-refused"
    trial: str
    site: str
    complaints: tuple[str, ...]


class EvidenceFrozen(EventData, frozen=True):
    """What a trial told was frozen to be referred to; `answers` are the digests of the answers it was made from."""

    type_name: ClassVar[str] = "trial.evidence-frozen"
    trial: str
    digest: str
    answers: tuple[str, ...]
