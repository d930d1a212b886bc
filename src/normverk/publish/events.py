"""What can happen to releases and keys."""

from __future__ import annotations

from typing import Any, ClassVar

from normverk.base.events.types import EventData


class ReleaseBuilt(EventData, frozen=True):
    """A release was built and signed here. `decision` is the ground; `superseded` the versions it replaces; `rules` the checks made."""

    type_name: ClassVar[str] = "release.built"
    digest: str
    content_digest: str
    package_id: str
    version: str
    edition: str
    decision: str
    key_id: str
    superseded: tuple[str, ...]
    rules: tuple[dict[str, Any], ...]


class ReleaseLoaded(EventData, frozen=True):
    """A release was loaded from a file, after its signature and every byte of it was verified."""

    type_name: ClassVar[str] = "release.loaded"
    digest: str
    content_digest: str
    package_id: str
    version: str
    key_id: str
    superseded: tuple[str, ...]


class ReleasesSuperseded(EventData, frozen=True):
    """The day came on which newer versions took over; `digests` are the releases that are no longer in force."""

    type_name: ClassVar[str] = "release.superseded"
    digests: tuple[str, ...]


class ReleaseWithdrawn(EventData, frozen=True):
    """A release was withdrawn: it is shown with the reason, and measures no course that begins later."""

    type_name: ClassVar[str] = "release.withdrawn"
    digest: str
    package_id: str
    version: str
    nb: str
    nn: str
    en: str


class KeyMade(EventData, frozen=True):
    """A signing key was made. The key itself is never in the log."""

    type_name: ClassVar[str] = "key.made"
    key_id: str


class KeysTrusted(EventData, frozen=True):
    """The operator trusts releases signed with these keys. `publisher` is whose they are: the name of its first key."""

    type_name: ClassVar[str] = "key.trusted"
    key_ids: tuple[str, ...]
    publisher: str = ""
