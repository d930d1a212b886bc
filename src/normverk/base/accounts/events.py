"""What can happen to accounts."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class AccountMade(EventData, frozen=True):
    """An account was made, with its first roles."""

    type_name: ClassVar[str] = "account.made"
    account: str
    roles: tuple[str, ...]
    demonstration: bool


class PasswordSet(EventData, frozen=True):
    """An account got a new password."""

    type_name: ClassVar[str] = "account.password-set"
    account: str


class TokenIssued(EventData, frozen=True):
    """A program got an access token."""

    type_name: ClassVar[str] = "account.token-issued"
    account: str
    site: str


class TokensRevoked(EventData, frozen=True):
    """All access tokens of an account were revoked."""

    type_name: ClassVar[str] = "account.tokens-revoked"
    account: str
    count: int


class AccountClosed(EventData, frozen=True):
    """An account was closed, and its access tokens with it."""

    type_name: ClassVar[str] = "account.closed"
    account: str


class SessionOpened(EventData, frozen=True):
    """Somebody logged in."""

    type_name: ClassVar[str] = "session.opened"
    account: str
    way: str


class LoginsRefused(EventData, frozen=True):
    """Logins were refused in a quarter of an hour: how many, with how many names, and how many names were made to wait.

    `most` are the names tried most often, as digests under this installation's secret, with the count.
    """

    type_name: ClassVar[str] = "session.refused"
    since: str
    until: str
    failures: int
    names: int
    locked: int
    most: tuple[tuple[str, int], ...]
