"""The command that builds a release at once instead of waiting for the job."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show
from normverk.base.policy import operator


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk release build`."""
    group = add_group(commands, "release", help="build, list, show, verify and compare releases")
    build = add_command(
        group,
        "build",
        _build,
        help="build and sign the release of an approved edition",
        example="normverk release build brystkreft 2.0.0",
    )
    build.add_argument("slug", help="the norm's name in addresses")
    build.add_argument("number", help="the edition's number")


def _build(parsed: argparse.Namespace) -> int:
    from normverk.govern.catalogue.queries import find_edition
    from normverk.govern.process.actions import publish_approved
    from normverk.govern.process.queries import case_of_edition
    from normverk.publish.actions import KeyMissing

    edition = find_edition(parsed.slug, parsed.number)
    case = case_of_edition(edition) if edition is not None else None
    if edition is None or case is None:
        raise Unusable(f"there is no edition {parsed.slug} {parsed.number} with a case; see the editions under /cases/")
    if edition.state != "approved":
        words = f"{edition.ref} is {edition.state}; only an approved edition that has no release yet can be built"
        show(parsed, {"built": False, "edition": edition.ref, "state": edition.state}, words)
        return 1
    try:
        release = publish_approved(case=case, actor=operator(), now=datetime.now(UTC))
    except KeyMissing as missing:
        raise Unusable(str(missing)) from missing
    plain = {"built": True, "package": release.package_id, "version": release.version, "digest": release.digest}
    show(parsed, plain, f"{release.package_id} {release.version} sha256:{release.digest}")
    return 0
