"""Building and loading releases, and marking what a newer version replaces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

import msgspec
from django.conf import settings
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.events.models import Event
from normverk.base.events.types import EventData
from normverk.base.jobs.actions import enqueue
from normverk.base.policy import Actor, require
from normverk.base.rules import Finding, uphold
from normverk.norm.chain import Chain
from normverk.norm.checks.subjects import Lookup, knows_nothing
from normverk.norm.content import NormContent
from normverk.norm.days import NORWAY, local_date
from normverk.norm.lint import lint
from normverk.norm.out_of_step import Dated
from normverk.norm.text import Text
from normverk.publish import keys
from normverk.publish.actions.validity import replaced_on, settle
from normverk.publish.belonging import belonging_facts, one_at_a_time
from normverk.publish.events import ReleaseBuilt, ReleaseLoaded, ReleasesSuperseded
from normverk.publish.known_lists import known_lists
from normverk.publish.models import Release
from normverk.publish.package import NotTrusted, Package, ReleaseInput, build_package, read_package
from normverk.publish.resources import decision_ref, package_files
from normverk.publish.rules import ReleaseFacts
from normverk.publish.search.actions import renew_later
from normverk.publish.search.releases import key_of
from normverk.publish.versions import version_order

SUPERSEDE: Final = "publish.supersede"
"""The kind of job that marks what a new version replaces, on that version's first day."""


class Supersede(msgspec.Struct, frozen=True):
    """The job's payload: the release whose first day has come."""

    digest: str


class KeyMissing(Exception):  # noqa: N818
    """A release cannot be signed: this installation has no signing key yet."""


@transaction.atomic
def build_release(
    *,
    product_slug: str,
    edition_number: str,
    edition_ref: str,
    content: NormContent,
    chain: Chain,
    change_note: Text,
    previous: str | None,
    actor: Actor,
    now: datetime,
    valid_from: date | None = None,
    valid_to: date | None = None,
    cause: Event | None = None,
    lookup: Lookup = knows_nothing,
    history: tuple[Dated, ...] = (),
) -> Release:
    """Builds, signs and publishes a version. The dates are those of the pathway unless others are given. `lookup` says
    how the norms stand that the content rests on, `history` what the norm has said with this content last; a caller that
    knows them gives what its own checks used.

    Raises Broken when the version exists already or another rule of publish/rules.py is not met, KeyMissing when there
    is no signing key. The version replaced ends on the day before this one begins.
    """
    require(actor, "release.build", {"product": product_slug})
    key = keys.signing_key()
    if key is None:
        raise KeyMissing("there is no signing key; make one with: normverk keys make")
    pathway = content.pathway
    begin = valid_from or (pathway.valid_from if pathway else None)
    given = ReleaseInput(
        package_id=f"{settings.PACKAGES}.{product_slug}",
        version=edition_number,
        product=product_slug,
        edition=edition_ref,
        hub=settings.ORIGIN,
        content=content,
        chain=chain,
        change_note=change_note,
        valid_from=begin or date.min,  # with no first day the rules refuse, and this is never written
        valid_to=valid_to or (pathway.valid_to if pathway else None),
        previous=previous,
    )
    one_at_a_time()
    findings = uphold(_facts(given, begin, lookup, history), on=local_date(now))
    file = build_package(given, key)
    package = read_package(file, {key.thumbprint(): keys.public_half(key)})
    findings += uphold(belonging_facts(package), on=local_date(now))
    release, superseded = _store(package, file, Release.Origin.BUILT, now)
    built = _built(release, given, superseded, findings)
    _record(built, release, rows=[release, *superseded], actor=actor, now=now, cause=cause)
    return release


def _built(
    release: Release, given: ReleaseInput, superseded: Sequence[Release], findings: tuple[Finding, ...]
) -> ReleaseBuilt:
    return ReleaseBuilt(
        digest=release.digest,
        content_digest=release.content_digest,
        package_id=release.package_id,
        version=release.version,
        edition=given.edition,
        decision=decision_ref(given.chain),
        key_id=release.key_id,
        superseded=tuple(row.version for row in superseded),
        rules=tuple(finding.plain() for finding in findings),
    )


@transaction.atomic
def load_release(*, file: bytes, actor: Actor, now: datetime) -> tuple[Release, bool]:
    """Loads a release file after verifying it; the second value is False when it was here already.

    Raises NotTrusted when anything in the file is wrong, and also when another file has the same name and version:
    a published version never changes, so one of the two is not what it says it is. Raises Broken when its pathway or
    its package belongs to somebody else already; nothing is written then.
    """
    require(actor, "release.load")
    one_at_a_time()
    package = read_package(file, keys.trusted_keys())
    known = Release.objects.filter(package_id=package.package_id, version=package.version).first()
    if known is not None and known.digest == package.digest:
        return known, False
    if known is not None:
        raise _another_file(package)
    uphold(belonging_facts(package), on=local_date(now))
    release, superseded = _store(package, file, Release.Origin.LOADED, now)
    loaded = ReleaseLoaded(
        digest=release.digest,
        content_digest=release.content_digest,
        package_id=release.package_id,
        version=release.version,
        key_id=release.key_id,
        superseded=tuple(row.version for row in superseded),
    )
    _record(loaded, release, rows=[release, *superseded], actor=actor, now=now)
    return release, True


@transaction.atomic
def supersede_due(*, actor: Actor, now: datetime) -> list[Release]:
    """Marks the releases whose last day has passed because a newer version took over; returns those marked now."""
    require(actor, "release.build")
    due = [
        row
        for row in Release.objects.filter(status=Release.Status.ACTIVE, valid_to__lt=local_date(now))
        if replaced_on(row, list(Release.objects.filter(package_id=row.package_id)))
    ]
    for row in due:
        row.status = Release.Status.SUPERSEDED
        row.save()
    if due:
        data = ReleasesSuperseded(digests=tuple(row.digest for row in due))
        record(data=data, subject="releases", actor=actor, now=now, rows=due)
    return due


def _facts(given: ReleaseInput, begin: date | None, lookup: Lookup, history: tuple[Dated, ...]) -> ReleaseFacts:
    """What the rules look at before `given` is built."""
    siblings = list(Release.objects.filter(package_id=given.package_id))
    return ReleaseFacts(
        version=given.version,
        published=tuple(sorted((row.version for row in siblings), key=version_order)),
        valid_from=begin,
        previous=given.previous,
        previous_from=next((row.valid_from for row in siblings if row.version == given.previous), None),
        needs=tuple(link.ref for link in given.chain.of_kind("need")),
        decisions=tuple(link.ref for link in given.chain.of_kind("decision")),
        lint_errors=_content_errors(given, lookup, history),
    )


def _content_errors(given: ReleaseInput, lookup: Lookup, history: tuple[Dated, ...]) -> tuple[str, ...]:
    """The checks that find an error, and «fhir» with the place of what FHIR cannot carry."""
    found = lint(given.content, lookup=lookup, lists=known_lists(), history=history)
    errors = [finding.check for finding in found if finding.strength == "error"]
    try:
        package_files(given)
    except ValueError as wrong:
        errors.append(f"fhir: {wrong}")
    return tuple(errors)


def _store(package: Package, file: bytes, origin: str, now: datetime) -> tuple[Release, list[Release]]:
    """Writes the row of a verified release; returns it and the rows whose last day or status it changes."""
    manifest = package.manifest
    Release.objects.create(
        digest=package.digest,
        content_digest=package.content_digest,
        package_id=package.package_id,
        version=package.version,
        product_slug=manifest.product,
        title=msgspec.to_builtins(manifest.title),
        edition_ref=manifest.edition,
        pathway_id=package.content.pathway.id if package.content.pathway else "",
        valid_from=manifest.valid_from,
        valid_to=manifest.valid_to,
        file=file,
        manifest=msgspec.to_builtins(manifest),
        key_id=package.key_id,
        origin=origin,
        recorded_at=now,
    )
    if manifest.valid_from > local_date(now):
        first_moment = datetime.combine(manifest.valid_from, time(), NORWAY)
        enqueue(
            kind=SUPERSEDE,
            payload=Supersede(package.digest),
            now=now,
            key=f"{SUPERSEDE}/{package.digest}",
            run_after=first_moment,
        )
    changed = settle(package.package_id, local_date(now))
    release = Release.objects.get(pk=package.digest)
    return release, [row for row in changed if row.pk != release.pk]


def _record(
    data: EventData, release: Release, *, rows: list[Release], actor: Actor, now: datetime, cause: Event | None = None
) -> None:
    subject = f"release/{release.package_id}/{release.version}"
    record(data=data, subject=subject, actor=actor, now=now, cause=cause, rows=rows)
    renew_later(under=key_of(release), now=now)


def _another_file(package: Package) -> NotTrusted:
    return NotTrusted(
        "contradiction",
        f"{package.package_id} {package.version} is here already, with another content: a version never changes.",
    )
