"""Feeds of releases: RSS as FHIR's package registries read it, and Atom for people. Change notes are in both."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from normverk.base.languages import current_language, say
from normverk.norm.text import Text
from normverk.publish import queries
from normverk.publish.models import Release
from normverk.publish.resources import FHIR_VERSION

_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FHIR_FEED: Final = "http://hl7.org/fhir/feed"


class _PackageFeed(Rss201rev2Feed):
    """RSS 2.0 with the two elements that FHIR's registries look for."""

    def rss_attributes(self) -> dict[str, Any]:
        """Declares the namespace of those elements."""
        return super().rss_attributes() | {"xmlns:fhir": _FHIR_FEED}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Adds them to each item."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("fhir:version", FHIR_VERSION)
        handler.addQuickElement("fhir:kind", "IG")


def package_feed() -> str:
    """The RSS feed of packages; an item is called package#version, as registries expect."""
    feed = _PackageFeed(
        title=say("release.feed.title"),
        link=f"{settings.ORIGIN}/releases/",
        description=say("release.feed.text"),
        language=current_language(),
        feed_url=f"{settings.ORIGIN}/packages/package-feed.xml",
    )
    for row in queries.releases():
        feed.add_item(
            title=f"{row.package_id}#{row.version}",
            link=f"{settings.ORIGIN}/packages/{row.package_id}/{row.version}",
            description=_note(row),
            author_name=_plain(row.manifest["owner"]),
            pubdate=row.recorded_at,
            unique_id=f"{settings.ORIGIN}/packages/{row.package_id}/{row.version}",
            unique_id_is_permalink=True,
        )
    return feed.writeString("utf-8")


def releases_feed() -> str:
    """The Atom feed of releases, each entry leading to its page."""
    feed = Atom1Feed(
        title=say("release.feed.title"),
        link=f"{settings.ORIGIN}/releases/",
        description=say("release.feed.text"),
        language=current_language(),
        feed_url=f"{settings.ORIGIN}/feeds/releases.atom",
        feed_guid=f"{settings.ORIGIN}/feeds/releases.atom",
    )
    for row in queries.releases():
        address = f"{settings.ORIGIN}/releases/{row.package_id}/{row.version}/"
        feed.add_item(
            title=_plain(f"{Text(**row.title).in_language(current_language())} {row.version}"),
            link=address,
            description=_note(row),
            author_name=_plain(row.manifest["owner"]),
            pubdate=row.recorded_at.astimezone(UTC),
            updateddate=_changed_at(row),
            unique_id=address,
        )
    return feed.writeString("utf-8")


def _note(row: Release) -> str:
    """The change note; for a withdrawn release why it was withdrawn, first."""
    note = queries.decoded(row.digest).change_note.in_language(current_language())
    reason = queries.withdrawal(row)
    if reason is not None:
        note = f"{say('release.banner.withdrawn')} {reason.in_language(current_language())}\n\n{note}"
    return _plain(note)


def _changed_at(row: Release) -> datetime:
    event = queries.withdrawal_event(row)
    return (event.at if event else row.recorded_at).astimezone(UTC)


def _plain(words: str) -> str:
    """The words without the signs that XML cannot hold: one release from elsewhere must not close the feed."""
    return _NOT_XML.sub("\ufffd", words)
