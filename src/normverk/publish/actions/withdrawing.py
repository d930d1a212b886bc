"""Withdrawing a release: at the hub that published it, and at an edge that is told so."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.events.models import Event
from normverk.base.policy import Actor, require
from normverk.norm.days import local_date
from normverk.norm.text import Text
from normverk.publish import keys
from normverk.publish.actions.validity import settle
from normverk.publish.events import ReleaseWithdrawn
from normverk.publish.models import Release
from normverk.publish.notices import Withdrawal, read_withdrawal
from normverk.publish.package import NotTrusted
from normverk.publish.search.actions import renew_later
from normverk.publish.search.releases import key_of


@transaction.atomic
def withdraw_release(
    *, release: Release, reason: Text, actor: Actor, now: datetime, cause: Event | None = None
) -> Release:
    """Withdraws a release; one that is withdrawn already stays as it is.

    It stays readable under a banner with the reason. It measures courses that began while it was in force, to and
    including the day of withdrawal, and no later ones: a norm that is taken back stops nobody's clock.
    """
    require(actor, "release.build", release.policy_facts())
    return _withdraw(release, reason, actor, now, cause)[0]


@transaction.atomic
def take_withdrawal(*, signed: str, actor: Actor, now: datetime) -> tuple[Release | None, Withdrawal]:
    """Withdraws here what its publisher has withdrawn; returns the release, or None when it was not here to withdraw.

    `signed` is the publisher's notice. Raises NotTrusted when it is not signed by the release's own publisher. The
    last day is the day it is taken in: courses that began before anybody here could know are measured to their end.
    """
    require(actor, "release.load")
    notice, key_id = read_withdrawal(signed, keys.trusted_keys())
    release = Release.objects.defer("file").filter(digest=notice.digest).first()
    if release is None:
        return None, notice
    if keys.publisher_of(key_id) != keys.publisher_of(release.key_id):
        raise NotTrusted(
            "contradiction",
            f"The withdrawal of {release} is signed with the key {key_id}, which is not its publisher's.",
        )
    withdrawn, fresh = _withdraw(release, notice.reason, actor, now, None)
    return (withdrawn if fresh else None), notice


def _withdraw(release: Release, reason: Text, actor: Actor, now: datetime, cause: Event | None) -> tuple[Release, bool]:
    row = Release.objects.select_for_update().get(pk=release.pk)
    if row.status == Release.Status.WITHDRAWN:
        return row, False
    row.status, row.valid_to = Release.Status.WITHDRAWN, _last_day(row, local_date(now))
    row.save()
    others = [other for other in settle(row.package_id, local_date(now)) if other.pk != row.pk]
    data = ReleaseWithdrawn(
        digest=row.digest, package_id=row.package_id, version=row.version, nb=reason.nb, nn=reason.nn, en=reason.en
    )
    subject = f"release/{row.package_id}/{row.version}"
    record(data=data, subject=subject, actor=actor, now=now, cause=cause, rows=[row, *others])
    renew_later(under=key_of(row), now=now)
    return row, True


def _last_day(row: Release, today: date) -> date:
    """The last day on which courses begin under it: today, or the day before its first when that has not come."""
    last = today if row.valid_from <= today else row.valid_from - timedelta(days=1)
    return min(last, row.valid_to) if row.valid_to else last
