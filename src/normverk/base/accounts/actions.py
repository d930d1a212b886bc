"""Making accounts, giving roles, logging in."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from normverk.base.accounts.events import (
    AccountClosed,
    AccountMade,
    LoginsRefused,
    PasswordSet,
    SessionOpened,
    TokenIssued,
    TokensRevoked,
)
from normverk.base.accounts.models import AccessToken, Account, LoginFailure, RoleGrant
from normverk.base.events.actions import record
from normverk.base.events.models import Event
from normverk.base.jobs.actions import enqueue
from normverk.base.policy import Actor, Grant, Role, require

FAILURES_ALLOWED: Final = 5
FAILURE_WINDOW: Final = timedelta(minutes=15)
KEPT: Final = timedelta(days=1)
"""How long failures are kept at most when no worker runs that could tell of them."""
NAMES_TOLD: Final = 10
"""How many names an event about refused logins tells apart, those with most failures first."""
TELL: Final = "accounts.tell-refusals"
_SECONDS: Final = int(FAILURE_WINDOW.total_seconds())


class TellRefusals(msgspec.Struct, frozen=True):
    """The job's payload: the end of the window to tell of."""

    until: datetime


class LoginRefused(Exception):  # noqa: N818
    """The login failed. `wait` is true when it was refused because of too many attempts."""

    def __init__(self, wait: bool) -> None:
        super().__init__("too many attempts" if wait else "unknown user name or wrong password")
        self.wait = wait


@transaction.atomic
def make_account(
    *,
    username: str,
    display_name: str,
    grants: tuple[Grant, ...],
    actor: Actor,
    now: datetime,
    password: str = "",
    demonstration: bool = False,
    id: UUID | None = None,
) -> Account:
    """Makes an account with roles. An empty password means that it cannot be logged in to with one."""
    require(actor, "account.manage")
    account = Account(username=username, display_name=display_name, demonstration=demonstration)
    if id is not None:
        account.id = id
    account.password = make_password(password) if password else ""
    account.save(force_insert=True)
    roles = [RoleGrant.objects.create(account=account, role=g.role, organisation=g.organisation) for g in grants]
    record(
        data=AccountMade(
            account=str(account.id),
            roles=tuple(f"{g.role}@{g.organisation}" for g in grants),
            demonstration=demonstration,
        ),
        subject=f"account/{account.id}",
        actor=actor,
        now=now,
        rows=[account, *roles],
    )
    return account


@transaction.atomic
def set_password(*, account: Account, password: str, actor: Actor, now: datetime) -> None:
    """Sets an account's password."""
    require(actor, "account.manage")
    account.password = make_password(password)
    account.save()
    record(
        data=PasswordSet(account=str(account.id)), subject=f"account/{account.id}", actor=actor, now=now, rows=[account]
    )


@transaction.atomic
def issue_token(*, account: Account, site: str, actor: Actor, now: datetime, valid_for: timedelta) -> str:
    """Issues an access token for a program and returns it: it is shown once and kept as a digest only."""
    require(actor, "account.manage")
    token = secrets.token_urlsafe(32)
    row = AccessToken.objects.create(digest=token_digest(token), account=account, expires_at=now + valid_for)
    record(
        data=TokenIssued(account=str(account.id), site=site),
        subject=f"account/{account.id}",
        actor=actor,
        now=now,
        rows=[row],
    )
    return token


@transaction.atomic
def revoke_tokens(*, account: Account, actor: Actor, now: datetime) -> int:
    """Makes every access token of the account worthless at once; returns how many that were."""
    require(actor, "account.manage")
    rows = _revoked(account)
    told = TokensRevoked(account=str(account.id), count=len(rows))
    record(data=told, subject=f"account/{account.id}", actor=actor, now=now, rows=rows)
    return len(rows)


@transaction.atomic
def close_account(*, account: Account, actor: Actor, now: datetime) -> None:
    """Closes an account: nobody can log in to it, its sessions end, and its access tokens are revoked."""
    require(actor, "account.manage")
    account.active = False
    account.save()
    told = AccountClosed(account=str(account.id))
    record(data=told, subject=f"account/{account.id}", actor=actor, now=now, rows=[account, *_revoked(account)])


def log_in(*, username: str, password: str, now: datetime) -> Account:
    """The account with this user name and password; raises LoginRefused otherwise, and counts the failure."""
    digest = hashlib.sha256(username.strip().lower().encode()).hexdigest()
    recent = LoginFailure.objects.filter(digest=digest, at__gt=now - FAILURE_WINDOW).count()
    if recent >= FAILURES_ALLOWED:
        raise LoginRefused(wait=True)
    account = Account.objects.filter(username=username.strip(), active=True).first()
    kept = account.password if account and account.password else make_password(None)
    if not check_password(password, kept) or account is None:
        _note_failure(digest, now)
        raise LoginRefused(wait=False)
    return account


@transaction.atomic
def tell_refusals(*, until: datetime, actor: Actor, now: datetime) -> Event | None:
    """Writes one event about the logins refused in the window that ends at `until`; None when there were none.

    However many were tried, and with however many names, a window is one event: nobody can fill the log. Names stand in
    it as digests under this installation's secret, which tell that two are the same and not what they are. Forgets the
    failures that the throttle needs no more.
    """
    require(actor, "jobs.run")
    since = until - FAILURE_WINDOW
    tried = Counter(LoginFailure.objects.filter(at__gte=since, at__lt=until).values_list("digest", flat=True))
    LoginFailure.objects.filter(at__lt=since).delete()
    if not tried:
        return None
    data = LoginsRefused(
        since=since.isoformat(),
        until=until.isoformat(),
        failures=tried.total(),
        names=len(tried),
        locked=sum(count >= FAILURES_ALLOWED for count in tried.values()),
        most=tuple((_sealed(digest), count) for digest, count in sorted(tried.items(), key=_most_first)[:NAMES_TOLD]),
    )
    return record(data=data, subject="logins", actor=actor, now=now)


@transaction.atomic
def note_login(*, account: Account, way: str, now: datetime) -> None:
    """Writes in the log that somebody logged in."""
    record(
        data=SessionOpened(account=str(account.id), way=way),
        subject=f"account/{account.id}",
        actor=actor_of(account),
        now=now,
    )


def actor_of(account: Account) -> Actor:
    """The account as an actor: its roles, and what every visitor may do."""
    grants = {Grant(Role(grant.role), grant.organisation) for grant in account.role_grants.all()}
    return Actor(
        str(account.id), account.display_name, frozenset(grants | {Grant(Role.VISITOR)}), account.demonstration
    )


def seal_of(account: Account) -> str:
    """What a session keeps beside the account: it fits no longer when the password is another. Empty without one."""
    return salted_hmac("normverk.session", account.password).hexdigest() if account.password else ""


def token_digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def window_end(now: datetime) -> datetime:
    """The end of the window of fifteen minutes that `now` is in; windows begin at the full hour."""
    return datetime.fromtimestamp(now.timestamp() // _SECONDS * _SECONDS, UTC) + FAILURE_WINDOW


@transaction.atomic
def _note_failure(digest: str, now: datetime) -> None:
    """Counts a failure, and asks for its window to be told of when it is over."""
    LoginFailure.objects.filter(at__lt=now - KEPT).delete()
    LoginFailure.objects.create(digest=digest, at=now)
    until = window_end(now)
    enqueue(kind=TELL, payload=TellRefusals(until), now=now, key=f"{TELL}/{until.isoformat()}", run_after=until)


def _sealed(digest: str) -> str:
    return salted_hmac("normverk.login-refused", digest).hexdigest()[:16]


def _most_first(tried: tuple[str, int]) -> tuple[int, str]:
    return -tried[1], tried[0]


def _revoked(account: Account) -> list[AccessToken]:
    rows = list(AccessToken.objects.filter(account=account, revoked=False))
    for row in rows:
        row.revoked = True
        row.save()
    return rows
