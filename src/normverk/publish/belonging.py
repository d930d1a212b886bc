"""Whose a package and a pathway are: what the rules look at before a release is taken in, and the refusal in words."""

from __future__ import annotations

from datetime import date

from normverk.base.events.models import Head
from normverk.base.rules import Broken
from normverk.publish import keys
from normverk.publish.models import Release
from normverk.publish.package import Package
from normverk.publish.rules import BelongingFacts, Holder


def one_at_a_time() -> None:
    """Waits until no other write is under way, so that two releases taken in at once see one another."""
    Head.objects.select_for_update().get(pk=1)


def belonging_facts(package: Package) -> BelongingFacts:
    """What is known here of a package about to be taken in, its publisher, and who else has its pathway.

    A release that was withdrawn before this one's first day has the pathway no more; its package stays its publisher's.
    """
    pathway = package.content.pathway.id if package.content.pathway else ""
    begin = package.manifest.valid_from
    rows = Release.objects.defer("file").order_by("recorded_at", "version")
    others = rows.filter(pathway_id=pathway).exclude(package_id=package.package_id) if pathway else rows.none()
    return BelongingFacts(
        this=Holder(package.package_id, keys.publisher_of(package.key_id), package.manifest.hub, package.key_id),
        pathway_id=pathway,
        pathway_of=tuple(dict.fromkeys(_holder(row) for row in others if _measures(row, begin))),
        package_of=tuple(dict.fromkeys(_holder(row) for row in rows.filter(package_id=package.package_id))),
    )


def refusal(broken: Broken) -> str:
    """One plain sentence for the first rule that a release breaks by belonging to somebody else; names both sides."""
    finding = next(finding for finding in broken.findings if finding.refuses)
    facts = finding.result.facts
    if "other" not in facts:
        return finding.rule.text.en
    this, other = Holder(**facts["this"]), Holder(**facts["other"])
    if this.package_id != other.package_id:
        return f"The pathway {facts['pathway_id']} is in use already from {_named(other)}, so {_named(this)} is not taken in."
    return (
        f"The package {this.package_id} belongs to the publisher at {other.hub} with the key {other.key_id}, and this "
        f"version comes from {this.hub} with the key {this.key_id}; if that is the same publisher's new key, say so "
        f"with: normverk keys trust FILE --follows {other.key_id}"
    )


def _named(holder: Holder) -> str:
    return f"{holder.package_id} ({holder.hub}, key {holder.key_id})"


def _holder(row: Release) -> Holder:
    return Holder(row.package_id, keys.publisher_of(row.key_id), row.manifest["hub"], row.key_id)


def _measures(row: Release, begin: date) -> bool:
    if row.status != Release.Status.WITHDRAWN:
        return True
    return row.valid_to is None or row.valid_to >= max(begin, row.valid_from)
