"""Every read of releases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

import msgspec
from django.db.models import QuerySet

from normverk.base.events.models import Event
from normverk.base.events.queries import history
from normverk.base.events.rows import Image
from normverk.norm.chain import Chain
from normverk.norm.diff import Change, diff
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.text import Text
from normverk.publish.events import ReleaseWithdrawn
from normverk.publish.models import Release
from normverk.publish.package import Package, decode_package
from normverk.publish.versions import version_order

Standing = Literal["in-force", "not-yet", "superseded", "ended", "withdrawn"]


class LoadedPathway(msgspec.Struct, frozen=True):
    """A pathway norm as one release states it. The definition's validity is what is in force here and now: it ends
    when a newer version takes over, even if the release itself was published without a last day. `withdrawn` is why
    the release was withdrawn; the definition's last day is then the day of withdrawal, and None means that it was not."""

    release_digest: str
    package_id: str
    version: str
    definition: PathwayDefinition
    chain: Chain
    hub_url: str
    withdrawn: Text | None = None


@dataclass(frozen=True)
class ProductShown:
    """A published norm as the list of products shows it; `current` is the version in force, if any."""

    slug: str
    title: Text
    owner: str
    kind: str
    demonstration: bool
    current: Release | None
    newest: Release


def releases() -> QuerySet[Release]:
    """All releases without their files, the latest recorded first."""
    return Release.objects.defer("file").order_by("-recorded_at", "package_id", "-version")


def by_digest(digest: str) -> Release:
    """The release with this file digest; Release.DoesNotExist when there is none."""
    return Release.objects.get(pk=digest)


def find(package_id: str, version: str) -> Release:
    """One version of a package, without its file; Release.DoesNotExist when there is none."""
    return Release.objects.defer("file").get(package_id=package_id, version=version)


def versions(product_slug: str) -> list[Release]:
    """The versions of a product, highest first."""
    return _highest_first(Release.objects.defer("file").filter(product_slug=product_slug))


def package_versions(package_id: str) -> list[Release]:
    """The versions of a package, highest first."""
    return _highest_first(Release.objects.defer("file").filter(package_id=package_id))


def latest(package_id: str) -> Release | None:
    """The highest version of a package that is not withdrawn, or None."""
    known = (row for row in package_versions(package_id) if row.status != Release.Status.WITHDRAWN)
    return next(known, None)


def standing(release: Release, today: date) -> Standing:
    """Whether the release is the word that counts on `today`."""
    if release.status == Release.Status.WITHDRAWN:
        return "withdrawn"
    if release.valid_to is not None and release.valid_to < max(today, release.valid_from):
        replaced = release.manifest["valid_to"] != release.valid_to.isoformat()
        replaced = replaced or release.status == Release.Status.SUPERSEDED
        return "superseded" if replaced else "ended"
    return "not-yet" if release.valid_from > today else "in-force"


def in_force(rows: Iterable[Release], today: date) -> Release | None:
    """The one of these releases that is in force on `today`: the highest version if there are several."""
    return next((row for row in _highest_first(rows) if standing(row, today) == "in-force"), None)


def products(today: date, search: str = "") -> list[ProductShown]:
    """The published norms in the order of their slugs; with `search`, those whose title holds all its words."""
    by_slug: dict[str, list[Release]] = {}
    for row in Release.objects.defer("file").order_by("product_slug"):
        by_slug.setdefault(row.product_slug, []).append(row)
    wanted = search.casefold().split()
    found = []
    for slug, rows in by_slug.items():
        newest = _highest_first(rows)[0]
        current = in_force(rows, today)
        shown = current or newest
        words = " ".join([slug, *shown.title.values()]).casefold()
        if all(word in words for word in wanted):
            manifest = shown.manifest
            found.append(
                ProductShown(
                    slug=slug,
                    title=Text(**shown.title),
                    owner=manifest["owner"],
                    kind=manifest["kind"],
                    demonstration=manifest["demonstration"],
                    current=current,
                    newest=newest,
                )
            )
    return found


@lru_cache(maxsize=128)
def decoded(digest: str) -> Package:
    """The release with this digest, read. Kept in memory: a digest never comes to mean something else."""
    package = decode_package(bytes(Release.objects.values_list("file", flat=True).get(pk=digest)))
    if package.digest != digest:
        raise ValueError(f"the file kept for release {digest} has been changed; run: normverk audit verify")
    return package


def pathway_editions(pathway_id: str) -> tuple[LoadedPathway, ...]:
    """Every version of a pathway norm that is or has been in force, or will be; the earliest first.

    Withdrawn releases are among them until the day of withdrawal, since courses that began before are measured by
    them; those replaced or withdrawn from their first day on are left out.
    """
    rows = Release.objects.filter(pathway_id=pathway_id).defer("file", "manifest").order_by("valid_from", "package_id")
    return tuple(_loaded(row) for row in rows if row.valid_to is None or row.valid_to >= row.valid_from)


def pathway_editions_at(moment: datetime) -> tuple[LoadedPathway, ...]:
    """What pathway_editions() gave at an earlier moment, of all pathways: what was loaded then, in force as it was then.

    Only the validity of a release ever changes, and the log holds every image of it.
    """
    prefix = f"{Release._meta.label}/"
    images: dict[str, Image] = {}
    logged = Event.objects.filter(subject__startswith="release", at__lte=moment).order_by("seq")
    for rows in logged.values_list("rows", flat=True):
        images |= {key: image for key, image in rows.items() if key.startswith(prefix) and image is not None}
    held = (_as_logged(image) for image in images.values() if image["pathway_id"])
    return tuple(
        one for one in held if one.definition.valid_to is None or one.definition.valid_to >= one.definition.valid_from
    )


def pathway_ids() -> tuple[str, ...]:
    """The pathways that there are releases of."""
    found = Release.objects.exclude(pathway_id="").order_by("pathway_id").values_list("pathway_id", flat=True)
    return tuple(found.distinct())


def loaded_from() -> tuple[tuple[str, str], ...]:
    """The packages with a release that was loaded here and still counts, each with the address of its hub."""
    rows = Release.objects.filter(origin=Release.Origin.LOADED).exclude(status=Release.Status.WITHDRAWN).defer("file")
    return tuple({row.package_id: row.manifest["hub"] for row in rows.order_by("package_id", "recorded_at")}.items())


def changes(before: Release, after: Release) -> tuple[Change, ...]:
    """What differs between two releases, as structured changes."""
    return diff(decoded(before.digest).content, decoded(after.digest).content)


def withdrawal(release: Release) -> Text | None:
    """Why a release was withdrawn; None for one that was not."""
    event = withdrawal_event(release)
    return Text(nb=event.data["nb"], nn=event.data["nn"], en=event.data["en"]) if event else None


def withdrawal_event(release: Release) -> Event | None:
    """The event that withdrew a release; None for one that was not withdrawn."""
    if release.status != Release.Status.WITHDRAWN:
        return None
    subject = f"release/{release.package_id}/{release.version}"
    return history(subject).filter(type=ReleaseWithdrawn.type_name).last()


def _loaded(row: Release) -> LoadedPathway:
    package = decoded(row.digest)
    assert package.content.pathway is not None  # the row names a pathway
    return LoadedPathway(
        release_digest=row.digest,
        package_id=package.package_id,
        version=package.version,
        definition=msgspec.structs.replace(package.content.pathway, valid_from=row.valid_from, valid_to=row.valid_to),
        chain=package.chain,
        hub_url=package.manifest.hub,
        withdrawn=withdrawal(row),
    )


def _as_logged(image: Image) -> LoadedPathway:
    package = decoded(image["digest"])
    assert package.content.pathway is not None  # the row names a pathway
    first, last = date.fromisoformat(image["valid_from"]), image["valid_to"]
    definition = msgspec.structs.replace(
        package.content.pathway, valid_from=first, valid_to=date.fromisoformat(last) if last else None
    )
    return LoadedPathway(
        image["digest"], package.package_id, package.version, definition, package.chain, package.manifest.hub
    )


def _highest_first(rows: Iterable[Release]) -> list[Release]:
    return sorted(rows, key=lambda row: (version_order(row.version), row.package_id), reverse=True)
