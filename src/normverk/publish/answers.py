"""What programs are told of releases, by the API and by commands with --json."""

from __future__ import annotations

from datetime import date

import msgspec
from django.conf import settings

from normverk.norm.chain import Chain
from normverk.norm.content import NormContent
from normverk.norm.diff import Change
from normverk.norm.text import Text
from normverk.publish import queries
from normverk.publish.models import Release
from normverk.publish.package import FileEntry


class ReleaseAnswer(msgspec.Struct, frozen=True):
    """A release in short. `standing` is in-force, not-yet, superseded, ended or withdrawn on the day of asking."""

    package_id: str
    version: str
    product: str
    title: Text
    kind: str
    owner: str
    standing: str
    valid_from: date
    valid_to: date | None
    digest: str
    content_digest: str
    key_id: str
    edition: str
    origin: str
    demonstration: bool
    page: str
    file: str


class ReleaseList(msgspec.Struct, frozen=True):
    """All releases held here, the latest recorded first."""

    releases: tuple[ReleaseAnswer, ...]


class ReleaseDetail(msgspec.Struct, frozen=True):
    """A release with everything in it; `files` are those of its package with their digests."""

    release: ReleaseAnswer
    content: NormContent
    chain: Chain
    change_note: Text
    files: tuple[FileEntry, ...]


class ReleaseDiff(msgspec.Struct, frozen=True):
    """What differs between two versions of a package."""

    before: ReleaseAnswer
    after: ReleaseAnswer
    changes: tuple[Change, ...]


def answer_for(row: Release, today: date) -> ReleaseAnswer:
    """A release in short, as it stands on `today`."""
    return ReleaseAnswer(
        package_id=row.package_id,
        version=row.version,
        product=row.product_slug,
        title=Text(**row.title),
        kind=row.manifest["kind"],
        owner=row.manifest["owner"],
        standing=queries.standing(row, today),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        digest=row.digest,
        content_digest=row.content_digest,
        key_id=row.key_id,
        edition=row.edition_ref,
        origin=row.origin,
        demonstration=row.manifest["demonstration"],
        page=f"{settings.ORIGIN}/releases/{row.package_id}/{row.version}/",
        file=f"{settings.ORIGIN}/packages/{row.package_id}/{row.version}",
    )


def detail_for(row: Release, today: date) -> ReleaseDetail:
    """A release with its content, chain and files."""
    package = queries.decoded(row.digest)
    return ReleaseDetail(
        answer_for(row, today), package.content, package.chain, package.change_note, package.manifest.files
    )
