"""What the log says about inclusion."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class RegisterRead(EventData, frozen=True):
    """A register's numbers of new patients were read. `digest` covers all of them, with a salt that is kept beside them;
    `number` counts the source's deliveries, of which the last counts and all are kept.
    """

    type_name: ClassVar[str] = "register.read"
    source: str
    number: int
    dated: str
    digest: str
    rows: int
