"""Withdrawing a release."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.norm.text import Text
from normverk.publish.events import ReleaseWithdrawn
from normverk.publish.models import Release


@transaction.atomic
def withdraw_release(*, release: Release, reason: Text, actor: Actor, now: datetime) -> Release:
    """Withdraws a release: it stays readable under a banner with the reason, and is measured by no longer."""
    require(actor, "release.build", release.policy_facts())
    release.status = Release.Status.WITHDRAWN
    release.save()
    data = ReleaseWithdrawn(
        digest=release.digest,
        package_id=release.package_id,
        version=release.version,
        nb=reason.nb,
        nn=reason.nn,
        en=reason.en,
    )
    subject = f"release/{release.package_id}/{release.version}"
    record(data=data, subject=subject, actor=actor, now=now, rows=[release])
    return release
